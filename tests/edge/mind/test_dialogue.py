"""Who is talking, walked by hand: waking, listening, speaking, and falling silent."""

from dataclasses import replace

from edge.messages import (
    Cancel,
    End,
    Heard,
    Hush,
    Local,
    Outcome,
    Part,
    Said,
    Say,
    Show,
    Tick,
    Tried,
    Try,
    Typed,
    Voice,
    Wake,
)
from edge.mind.state import Idle, Listening, Speaking

from .walk import Walk, asked, claimed, none_of, only


def test_a_spoken_question_begins_with_the_wake_word():
    walk = Walk()
    assert walk.tell(Heard("what is this")) == [], "nobody asked us"
    walk.tell(Wake("view glass"))
    assert isinstance(walk.state.dialogue, Listening)
    only(Show, walk.tell(Heard("what is", final=False)))
    query, _ = walk.begin(walk.tell(Heard("what is this", 0.8), after=1.0))
    assert (query.text, query.confidence) == ("what is this", 0.8)
    assert isinstance(walk.state.dialogue, Idle)


def test_nobody_speaking_closes_the_ear():
    walk = Walk(listen_for=5.0)
    walk.tell(Wake("view glass"))
    assert walk.state.wakes == 5.0
    walk.tell(Voice(on=True), after=3.0)
    walk.tell(Tick(), after=20.0)
    assert isinstance(walk.state.dialogue, Listening), "somebody is still speaking"
    walk.tell(Voice(on=False))
    walk.tell(Tick(), after=4.0)
    assert isinstance(walk.state.dialogue, Listening), "there may be more to come"
    walk.tell(Tick(), after=1.0)
    assert isinstance(walk.state.dialogue, Idle)


def test_a_voice_that_never_ends_keeps_the_ear_open_for_half_a_minute_at_most():
    walk = Walk(listen_for=5.0)
    walk.tell(Wake("view glass"))
    for _ in range(5):
        walk.tell(Voice(on=True), after=5.0)
    walk.tell(Tick(), after=4.0)
    assert isinstance(walk.state.dialogue, Listening)
    walk.tell(Tick(), after=1.0)
    assert isinstance(walk.state.dialogue, Idle)


def test_whoever_talks_over_an_answer_is_heard_to_the_end():
    walk = Walk(listen_for=5.0)
    query, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(query, "time", ()))
    walk.tell(Tried(query.turn, Local("time"), "It is noon."))
    only(Hush, walk.tell(Voice(on=True)))
    walk.tell(Tick(), after=12.0)
    assert isinstance(walk.state.dialogue, Listening)


def test_voices_beside_advice_in_danger_do_not_end_it_and_a_call_does():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("his chest is tight")))
    walk.tell(replace(claimed(query, "emergency", ()), task="emergency"))
    walk.tell(Tried(query.turn, Local("emergency"), "Call 112 now."))
    assert walk.tell(Voice(on=True)) == []
    assert walk.tell(Heard("sit down Walter")) == []
    assert walk.state.dialogue == Speaking((query.turn,))
    only(Hush, walk.tell(Wake("view glass")))
    assert isinstance(walk.state.dialogue, Listening)


def test_talking_over_a_streamed_answer_is_silence_at_once_and_an_open_ear():
    walk = Walk(servers=True)
    query, commands = asked(walk)
    route = only(Try, commands).route
    assert only(Say, walk.tell(Part(query.turn, route, 0, "First,"))).text == "First,"
    commands = walk.tell(Voice(on=True))
    assert only(End, commands).outcome is Outcome.CANCELLED
    only(Hush, commands)
    only(Cancel, commands)
    assert isinstance(walk.state.dialogue, Listening)
    assert walk.tell(Part(query.turn, route, 1, "second,")) == [], "nothing late lands anywhere"
    assert walk.tell(Tried(query.turn, route, "First, second.")) == []


def test_talking_over_the_rest_of_an_ended_answer_only_hushes():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(query, "time", ()))
    walk.tell(Tried(query.turn, Local("time"), "It is noon."))
    assert walk.state.dialogue == Speaking((query.turn,))
    commands = walk.tell(Voice(on=True))
    only(Hush, commands)
    assert none_of(End, commands)


def test_what_was_hushed_cannot_end_what_is_said_later():
    walk = Walk()
    first, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(first, "time", ()))
    walk.tell(Tried(first.turn, Local("time"), "It is noon."))
    second, _ = walk.begin(walk.tell(Typed("and the date")))
    walk.tell(claimed(second, "time", ()))
    walk.tell(Tried(second.turn, Local("time"), "The first of May."))
    walk.tell(Said(first.turn, 0.1, whole=False))
    assert walk.state.dialogue == Speaking((second.turn,))
    walk.tell(Said(second.turn, 1.0, whole=True))
    assert isinstance(walk.state.dialogue, Idle)


def test_what_is_heard_so_far_is_shown():
    walk = Walk()
    walk.tell(Wake("view glass"))
    assert only(Show, walk.tell(Heard("what is", final=False))) == Show("Listening", "what is")
