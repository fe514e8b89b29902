"""What the ear is told to attend to, and how long it stays open after an answer."""

import pytest

from edge.messages import (
    Attend,
    Attention,
    Heard,
    Hush,
    Intent,
    Local,
    Said,
    Say,
    SetTimer,
    Show,
    Started,
    StopAll,
    Tick,
    Touch,
    Tried,
    Typed,
    Understanding,
    Voice,
    Wake,
)
from edge.mind.state import Idle, Listening, Speaking

from .walk import Walk, claimed, none_of, only, wants


def heard(walk, text="what is this", reply="I see a cup.", acts=()):
    """A question after the wake phrase, answered by a skill; what followed on the answer."""
    walk.tell(Wake("view glass"))
    query, _ = walk.begin(walk.tell(Heard(text), after=1.0))
    walk.tell(claimed(query, "what", ()))
    return walk.tell(Tried(query.turn, Local("what"), reply, acts=acts))


def spoken(walk, seconds=2.0):
    """The last answer is spoken to its end."""
    return walk.tell(Said(walk.state.recent[-1].turn, seconds, whole=True), after=seconds)


@pytest.mark.parametrize(
    ("wake_by", "to"), [("phrase", Attention.WAKE), ("speech", Attention.SPEECH), ("touch", Attention.OFF)]
)
def test_at_rest_the_ear_attends_to_what_the_policy_says(wake_by, to):
    walk = Walk(hears=True, wake_by=wake_by)
    assert only(Attend, walk.tell(Started())) == Attend(to)
    assert none_of(Attend, walk.tell(Tick(), after=5.0)), "it is told once"


def test_without_a_microphone_nothing_has_to_attend():
    walk = Walk(hears=False)
    assert none_of(Attend, walk.tell(Started()))
    assert none_of(Attend, walk.tell(Touch()))


def test_all_speech_is_attended_to_only_while_somebody_is_to_be_heard():
    walk = Walk(hears=True, follow_for=0.0)
    walk.tell(Started())
    assert only(Attend, walk.tell(Wake("view glass"))).to is Attention.SPEECH
    query, commands = walk.begin(begun := walk.tell(Heard("what is this"), after=1.0))
    assert only(Attend, begun).to is Attention.WAKE, "while it thinks, nothing that is said is recognised"
    assert none_of(Attend, commands)
    walk.tell(claimed(query, "what", ()))
    answered = walk.tell(Tried(query.turn, Local("what"), "I see a cup."))
    assert only(Attend, answered).to is Attention.SPEECH, "it can be talked over"
    assert only(Attend, spoken(walk)).to is Attention.WAKE


def test_where_only_the_phrase_silences_an_answer_a_voice_beside_it_does_not():
    walk = Walk(hears=True, talk_over="phrase")
    walk.tell(Started())
    heard(walk)
    assert walk.state.attends is Attention.WAKE
    assert none_of(Hush, walk.tell(Voice(on=True)))
    only(Hush, walk.tell(Wake("view glass")))


def test_where_speech_is_enough_a_voice_begins_a_question():
    walk = Walk(hears=True, wake_by="speech")
    walk.tell(Voice(on=True))
    assert isinstance(walk.state.dialogue, Listening)
    query, _ = walk.begin(walk.tell(Heard("what is this"), after=1.0))
    assert query.text == "what is this"


def test_after_an_answer_it_listens_on_without_the_phrase_and_shows_that():
    walk = Walk(hears=True, follow_for=6.0)
    heard(walk)
    assert only(Show, spoken(walk)) == Show("Still listening", "I see a cup.")
    query, _ = walk.begin(walk.tell(Heard("and how many?"), after=2.0))
    assert query.text == "and how many?"


def test_an_answer_that_is_not_spoken_is_followed_just_so():
    walk = Walk(hears=True, spoken=False)
    assert Show("Still listening", "I see a cup.") in heard(walk)


def test_nobody_going_on_closes_the_ear_again():
    walk = Walk(hears=True, follow_for=6.0)
    heard(walk)
    spoken(walk)
    assert only(Attend, walk.tell(Tick(), after=6.0)).to is Attention.WAKE
    assert isinstance(walk.state.dialogue, Idle)


def test_a_noise_meanwhile_is_no_question_and_closes_nothing():
    walk = Walk(hears=True)
    heard(walk)
    spoken(walk)
    walk.tell(Voice(on=True), after=1.0)
    assert walk.tell(Heard("")) == []
    assert isinstance(walk.state.dialogue, Listening)


@pytest.mark.parametrize("setting", [{"follow_for": 0.0}, {"hears": False}])
def test_it_does_not_listen_on_where_it_should_not(setting):
    walk = Walk(**{"hears": True, **setting})
    heard(walk)
    spoken(walk)
    assert isinstance(walk.state.dialogue, Idle)


def test_a_typed_question_a_touch_and_a_stop_are_not_followed():
    walk = Walk(hears=True)
    query, _ = walk.begin(walk.tell(Typed("what is this")))
    walk.tell(claimed(query, "what", ()))
    walk.tell(Tried(query.turn, Local("what"), "I see a cup."))
    spoken(walk)
    assert isinstance(walk.state.dialogue, Idle)
    heard(walk)
    walk.tell(Touch())
    assert isinstance(walk.state.dialogue, Idle)
    heard(walk, "stop", "", acts=(StopAll(),))
    assert isinstance(walk.state.dialogue, Idle)


def test_talk_that_was_not_for_it_closes_the_ear():
    walk = Walk(hears=True)
    heard(walk)
    spoken(walk)
    query, _ = walk.begin(walk.tell(Heard("two flat whites please"), after=1.0))
    walk.tell(Understanding(query.turn, Intent.NONE, {Intent.NONE: 1.0}, task="not_for_us"))
    assert isinstance(walk.state.dialogue, Idle)


def test_a_timer_rings_while_it_only_waits_for_more_and_not_into_a_question():
    walk = Walk(hears=True, follow_for=30.0)
    wants(walk, SetTimer(20.0, "tea"))
    walk.tell(Said(walk.state.recent[-1].turn, 1.0, whole=True))
    heard(walk)
    spoken(walk)
    rung = walk.tell(Tick(), after=18.0)
    assert "tea" in only(Say, rung).text
    assert isinstance(walk.state.dialogue, Speaking)

    walk = Walk(hears=True, follow_for=30.0)
    wants(walk, SetTimer(20.0, "tea"))
    walk.tell(Said(walk.state.recent[-1].turn, 1.0, whole=True))
    heard(walk)
    spoken(walk)
    walk.tell(Voice(on=True), after=10.0)
    assert none_of(Say, walk.tell(Tick(), after=8.0))


@pytest.mark.parametrize(("confidence", "shown"), [(0.9, False), (0.5, True)])
def test_what_was_not_heard_surely_is_shown_before_it_is_acted_on(confidence, shown):
    walk = Walk(hears=True)
    walk.tell(Wake("view glass"))
    _, commands = walk.begin(walk.tell(Heard("what is this", confidence)))
    assert (Show("I heard", "what is this") in commands) is shown


def test_a_phrase_that_wakes_again_and_again_with_no_question_rests_and_that_is_told():
    walk = Walk(hears=True)
    for _ in range(2):
        walk.tell(Wake("view glass"), after=8.0)
        walk.tell(Tick(), after=7.0)
        assert isinstance(walk.state.dialogue, Idle)
    (told,) = walk.tell(Wake("view glass"), after=8.0)
    assert "the phrase rests for 5 minutes" in told.text
    assert walk.tell(Wake("view glass"), after=100.0) == []
    only(Attend, walk.tell(Touch()))
    assert isinstance(walk.state.dialogue, Listening), "a touch calls all the same"


def test_questions_after_the_phrase_keep_it_awake():
    walk = Walk(hears=True, follow_for=0.0)
    for _ in range(6):
        heard(walk)
        spoken(walk)
    walk.tell(Wake("view glass"))
    assert isinstance(walk.state.dialogue, Listening)
