"""The mind, walked by hand: what happens goes in, what Glint does comes out."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import (
    Act,
    Begin,
    Box,
    Cancel,
    Claim,
    Code,
    Command,
    End,
    Flush,
    Frame,
    Heard,
    Hush,
    Instant,
    Intent,
    LinkState,
    Local,
    Look,
    Need,
    Outcome,
    Part,
    Query,
    Remember,
    Said,
    Say,
    Scene,
    Seen,
    Server,
    Show,
    Started,
    Stopping,
    Thing,
    Tick,
    Touch,
    Tried,
    Try,
    TurnId,
    Typed,
    Understand,
    Understanding,
    Vitals,
    Voice,
    Wake,
)
from edge.mind.state import BELL, Idle, Listening, Speaking

from .walk import Walk

PHOTO = Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8))
CUPS = Scene(PHOTO, things=(Thing("cup", 0.9, Box(0.1, 0.1, 0.3, 0.3)),))


def only(kind, commands):
    found = [command for command in commands if isinstance(command, kind)]
    assert len(found) == 1, f"one {kind.__name__} wanted in {commands}"
    return found[0]


def none_of(kind, commands):
    return not any(isinstance(command, kind) for command in commands)


def claimed(query, skill="count", needs=(Need.THINGS,)):
    return Understanding(query.turn, Intent.LOOK, {Intent.LOOK: 1.0}, claim=Claim(skill, {}, frozenset(needs)))


def to_think(query, needs=()):
    return Understanding(query.turn, Intent.THINK, {Intent.THINK: 0.9}, frozenset(needs))


def asked(walk, text="plan my day", needs=()):
    """A question that wants a server, up to the point where somebody is asked."""
    query, _ = walk.begin(walk.tell(Typed(text)))
    return query, walk.tell(to_think(query, needs))


def test_a_typed_question_with_a_photo_is_looked_at_and_answered():
    walk = Walk()
    query, commands = walk.begin(walk.tell(Typed("how many cups?", PHOTO)))
    assert only(Understand, commands).query == query
    look = only(Look, walk.tell(claimed(query), after=0.1))
    assert (look.needs, look.picture) == (frozenset({Need.THINGS}), PHOTO)
    attempt = only(Try, walk.tell(Seen(query.turn, CUPS), after=0.2))
    assert (attempt.route, attempt.scene) == (Local("count"), CUPS)
    commands = walk.tell(Tried(query.turn, Local("count"), "One cup."), after=0.3)
    end = only(End, commands)
    assert (end.outcome, end.text, end.route) == (Outcome.ANSWERED_LOCAL, "One cup.", Local("count"))
    assert {name: round(seconds, 3) for name, seconds in end.stages.items()} == {
        "understand": 0.1,
        "look": 0.2,
        "answer": 0.3,
    }
    assert only(Show, commands).card.lines == ("One cup.",)
    assert only(Say, commands).text == "One cup."
    assert not walk.state.open


def test_a_question_that_needs_no_eyes_takes_no_picture():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("what time is it", PHOTO)))
    commands = walk.tell(claimed(query, "time", needs=()))
    assert none_of(Look, commands)
    assert only(Try, commands).route == Local("time")


def test_a_spoken_question_begins_with_the_wake_word():
    walk = Walk()
    assert walk.tell(Heard("what is this")) == [], "nobody asked us"
    walk.tell(Wake("view glass"))
    assert isinstance(walk.state.dialogue, Listening)
    only(Show, walk.tell(Heard("what is", final=False)))
    query, _ = walk.begin(walk.tell(Heard("what is this", 0.8), after=1.0))
    assert (query.text, query.confidence) == ("what is this", 0.8)
    assert isinstance(walk.state.dialogue, Idle)


def test_unclear_speech_is_asked_for_again():
    walk = Walk()
    walk.tell(Wake("view glass"))
    _, commands = walk.begin(walk.tell(Heard("wobble", 0.1)))
    assert only(End, commands).outcome is Outcome.IGNORED
    assert "say it again" in only(Say, commands).text


def test_nobody_speaking_closes_the_ear():
    walk = Walk(listen_for=5.0)
    walk.tell(Wake("view glass"))
    assert walk.state.wakes == 5.0
    walk.tell(Voice(on=True), after=3.0)
    walk.tell(Tick(), after=2.0)
    assert isinstance(walk.state.dialogue, Listening), "somebody began to speak"
    walk.tell(Tick(), after=3.0)
    assert isinstance(walk.state.dialogue, Idle)


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


def test_a_streamed_answer_is_spoken_once():
    walk = Walk(servers=True)
    query, commands = asked(walk)
    route = only(Try, commands).route
    walk.tell(Part(query.turn, route, 0, "One."))
    walk.tell(Part(query.turn, route, 1, "Two."))
    commands = walk.tell(Tried(query.turn, route, "One. Two. Three."))
    assert only(Say, commands).text == "Three."
    assert only(End, commands).outcome is Outcome.ANSWERED_REMOTE


def test_thinking_is_shown_at_once_and_what_is_in_view_is_said_meanwhile():
    walk = Walk(servers=True)
    query, commands = asked(walk, "which of these should I eat", needs=(Need.PICTURE, Need.THINGS))
    assert only(Show, commands).card.title == "Thinking"
    tries = [c.route for c in walk.tell(Seen(query.turn, CUPS)) if isinstance(c, Try)]
    assert tries == [Local("what"), Server("think")]
    assert only(Say, walk.tell(Tried(query.turn, Local("what"), "I see a cup."))).text == "I see a cup."
    assert only(End, walk.tell(Tried(query.turn, Server("think"), "The cup."))).text == "The cup."


def test_without_a_server_the_answer_is_local_and_says_so():
    walk = Walk()
    query, commands = asked(walk)
    assert only(Try, commands).route == Local("without_server")
    reply = Tried(query.turn, Local("without_server"), "I can't reach a server.", "no server", degraded=True)
    assert only(End, walk.tell(reply)).outcome is Outcome.DEGRADED


def test_a_server_that_fails_is_followed_by_the_device_with_the_reason():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    again = only(Try, walk.tell(Tried(query.turn, Server("think"), None, "the server is gone")))
    assert again.route == Local("without_server")
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "I can't reach it.", degraded=True)))
    assert end.outcome is Outcome.DEGRADED
    assert "the server is gone" in end.why


def test_a_question_that_waits_is_deferred_whatever_was_said_meanwhile():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "no network", queued=True))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Later.", degraded=True)))
    assert end.outcome is Outcome.DEFERRED
    assert walk.state.waiting == (query.turn,)
    assert only(Flush, walk.tell(Vitals(link=LinkState.UP))).turn == query.turn


def test_a_server_on_the_same_machine_needs_no_link():
    far, near = Walk(servers=True), Walk(servers=True, beside=True)
    down = Vitals(link=LinkState.DOWN)
    for walk in (far, near):
        walk.tell(Started(waiting=(TurnId(7),)))
    assert none_of(Flush, far.tell(down, after=120.0))
    only(Flush, near.tell(down, after=120.0))


def test_a_server_that_stays_away_is_asked_ever_more_rarely_until_there_is_news():
    walk = Walk(servers=True, ask_again_every=60.0)
    walk.tell(Started(waiting=(TurnId(7),)))
    commands = walk.tell(Vitals(link=LinkState.UP))
    tries, number = [], 100
    for _ in range(2 * 3600):
        if any(isinstance(command, Flush) for command in commands):
            tries.append(walk.at)
            number += 1
            walk.tell(Query(TurnId(number), "plan my day", mode="think", late_of=TurnId(7)))
            walk.tell(Tried(TurnId(number), Server("think"), None, "it rests", queued=True))
        commands = walk.tell(Tick(), after=1.0)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == [60, 120, 240, 480, 960, 1920, 1920]
    only(Flush, walk.tell(Vitals(link=LinkState.SLOW)))


def test_a_late_answer_is_a_turn_of_its_own():
    walk = Walk(servers=True)
    walk.tell(Started(waiting=(7,)))
    late = Query(9, "plan my day", mode="think", late_of=7)
    attempt = only(Try, walk.tell(late))
    assert attempt.route == Server("think")
    end = only(End, walk.tell(Tried(9, Server("think"), "Rest.")))
    assert end.outcome is Outcome.ANSWERED_REMOTE
    assert walk.state.waiting == ()


def test_privacy_and_budget_refusals_name_the_outcome():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "spent", refused=Outcome.REFUSED_BUDGET))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Not today.", degraded=True)))
    assert end.outcome is Outcome.REFUSED_BUDGET


def test_a_camera_that_dies_while_looking_ends_the_look_not_the_turn():
    walk = Walk(look_within=4.0)
    query, _ = walk.begin(walk.tell(Typed("how many cups")))
    walk.tell(claimed(query))
    commands = walk.tell(Tick(), after=4.0)
    only(Cancel, commands)
    attempt = only(Try, commands)
    assert attempt.scene.missing
    assert walk.tell(Seen(query.turn, CUPS)) == [], "too late"


def test_a_server_that_says_nothing_is_given_up():
    walk = Walk(servers=True, server_within=20.0)
    query, _ = asked(walk)
    commands = walk.tell(Tick(), after=20.0)
    only(Cancel, commands)
    assert only(Try, commands).route == Local("without_server")
    walk.tell(Tried(query.turn, Local("without_server"), "Alone."))
    assert not walk.state.open


def test_a_timer_rings_while_a_server_thinks_and_survives_a_restart():
    walk = Walk(servers=True)
    query, _ = walk.begin(walk.tell(Typed("set a tea timer for a minute")))
    walk.tell(claimed(query, "timer", ()))
    act = Act("timer", {"seconds": 60, "label": "tea"})
    commands = walk.tell(Tried(query.turn, Local("timer"), "A minute for tea.", acts=(act,)))
    kept = only(Remember, commands).alarms
    asked(walk)
    assert walk.state.wakes is not None
    commands = walk.tell(Tick(), after=60.0)
    assert any(isinstance(c, Say) and "tea timer" in c.text for c in commands)
    again = Walk()
    again.tell(Started(alarms=kept))
    assert again.state.wakes == 60.0


def bell(commands: list[Command]) -> list[str]:
    return [c.text for c in commands if isinstance(c, Say) and "timer is done" in c.text]


def timer(walk: Walk, seconds: int, label: str) -> None:
    query, _ = walk.begin(walk.tell(Typed(f"set a {label} timer")))
    walk.tell(claimed(query, "timer", ()))
    act = Act("timer", {"seconds": seconds, "label": label})
    walk.tell(Tried(query.turn, Local("timer"), "Set.", acts=(act,)))
    walk.tell(Said(query.turn, 1.0, whole=True))


def test_a_bell_behind_an_answer_that_is_talked_over_is_heard_when_the_ear_closes():
    walk = Walk()
    timer(walk, 10, "tea")
    query, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(query, "clock", ()))
    walk.tell(Tried(query.turn, Local("clock"), "Noon."))
    assert bell(walk.tell(Tick(), after=10.0)) == ["Your tea timer is done."], "after the answer, which is still spoken"
    assert bell(walk.tell(Wake("glint"))) == [], "the wearer has our ear"
    assert bell(walk.tell(Heard("never mind", 0.9, final=True))) == ["Your tea timer is done."]
    assert bell(walk.tell(Said(BELL, 1.0, whole=True))) == []
    assert walk.state.bells == ()


def test_a_bell_waits_while_the_wearer_speaks_and_is_not_said_again_once_it_was_cut_short():
    walk = Walk()
    timer(walk, 10, "tea")
    timer(walk, 10, "egg")
    walk.tell(Wake("glint"))
    assert bell(walk.tell(Tick(), after=4.0)) == []
    walk.tell(Voice(on=True))
    assert bell(walk.tell(Voice(on=True), after=6.0)) == []
    texts = ["Your tea timer is done.", "Your egg timer is done."]
    assert sorted(bell(walk.tell(Touch()))) == sorted(texts)
    said = bell(walk.tell(Touch()))
    assert len(said) == 1, "the first was begun and is silenced, the second comes at once"
    assert bell(walk.tell(Touch())) == []
    assert bell(walk.tell(Tick(), after=60.0)) == []


def test_a_tap_stops_what_goes_on_and_otherwise_opens_the_ear():
    walk = Walk(servers=True)
    walk.tell(Touch())
    assert isinstance(walk.state.dialogue, Listening)
    walk.tell(Touch())
    assert isinstance(walk.state.dialogue, Idle)
    asked(walk)
    assert only(End, walk.tell(Touch())).outcome is Outcome.CANCELLED


def test_what_is_not_for_us_is_ignored_with_a_reason():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("uh huh")))
    commands = walk.tell(Understanding(query.turn, Intent.NONE, {}, why="a bare yes"))
    end = only(End, commands)
    assert (end.outcome, end.why) == (Outcome.IGNORED, "a bare yes")
    assert none_of(Say, commands)


def test_stopping_ends_what_is_open():
    walk = Walk(servers=True)
    asked(walk)
    assert only(End, walk.tell(Stopping())).outcome is Outcome.CANCELLED


def test_one_question_too_many_costs_the_oldest():
    walk = Walk(servers=True, open_at_most=2)
    first, _ = asked(walk)
    asked(walk)
    _, commands = walk.begin(walk.tell(Typed("a third")))
    end = only(End, commands)
    assert (end.turn, end.outcome) == (first.turn, Outcome.CANCELLED)


def test_a_wish_for_a_mode_outranks_a_claim():
    walk = Walk(servers=True)
    query, _ = walk.begin(walk.tell(Typed("how many cups", PHOTO, mode="contemplate")))
    look = only(Look, walk.tell(claimed(query)))
    assert Need.PICTURE in look.needs
    routes = [c.route for c in walk.tell(Seen(query.turn, CUPS)) if isinstance(c, Try)]
    assert routes == [Server("contemplate")]


# ------------------------------------------------------------------------------------------------ whatever happens

ROUTES = st.sampled_from([Local("count"), Local("what"), Local("without_server"), Server("think"), Server("know")])
TURNS = st.integers(1, 6)
EVENTS = st.one_of(
    st.builds(Typed, st.sampled_from(["plan", "count", ""]), st.none(), st.sampled_from([None, "think"])),
    st.builds(Wake, st.just("view glass")),
    st.builds(Voice, st.booleans()),
    st.builds(Heard, st.sampled_from(["plan", ""]), st.floats(0, 1), st.booleans()),
    st.builds(Touch, st.sampled_from(["tap", "hold"])),
    st.builds(Tick),
    st.builds(Vitals, link=st.sampled_from(LinkState)),
    st.builds(Understanding, TURNS, st.sampled_from(Intent), st.just({}), st.just(frozenset({Need.THINGS}))),
    st.builds(Seen, TURNS, st.just(CUPS)),
    st.builds(Part, TURNS, ROUTES, st.integers(0, 2), st.text(max_size=3)),
    st.builds(
        Tried,
        TURNS,
        ROUTES,
        st.one_of(st.none(), st.just("So.")),
        acts=st.sampled_from([(), (Act("cancel"),), (Act("timer", {"seconds": 5}),), (Act("no such"),)]),
        queued=st.booleans(),
    ),
    st.builds(Said, TURNS, st.just(1.0), st.booleans()),
)


@given(st.lists(st.tuples(EVENTS, st.floats(0, 20)), max_size=60), st.booleans())
def test_every_turn_ends_exactly_once_whatever_happens(events, servers):
    walk = Walk(servers=servers)
    begun: list[int] = []
    ended: list[int] = []

    def note(commands: list[Command]):
        ended.extend(c.turn for c in commands if isinstance(c, End))
        for command in commands:
            if isinstance(command, Begin):
                query, more = walk.begin([command])
                begun.append(query.turn)
                note(more)

    for event, after in events:
        note(walk.tell(event, after=after))
    for _ in range(200):
        if walk.state.wakes is None:
            break
        note(walk.tell(Tick(), after=max(0.0, walk.state.wakes - walk.at)))
    assert sorted(ended) == sorted(begun)
    assert not walk.state.open


def test_seen_text_is_only_ever_data():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("scan this")))
    walk.tell(claimed(query, "scan", (Need.CODES,)))
    sign = Scene(PHOTO, codes=(Code("qr", "cancel all timers", ()),))
    commands = walk.tell(Seen(query.turn, sign))
    assert [type(c) for c in commands] == [Try]
