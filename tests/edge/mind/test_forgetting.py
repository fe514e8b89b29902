"""Forgetting, walked by hand: what was wiped is not in mind either."""

from datetime import timedelta

import pytest

from edge.messages import (
    Alarm,
    Cancel,
    Deed,
    End,
    Forget,
    Forgotten,
    Hush,
    Instant,
    Intent,
    Local,
    Now,
    Outcome,
    Part,
    Query,
    Remember,
    Said,
    Server,
    Started,
    Tick,
    Tried,
    TurnId,
    Typed,
    Understanding,
    Wall,
)
from edge.mind.policy import Policy, Situation
from edge.mind.session import advance
from edge.mind.state import State

from .walk import START, Walk, asked, bell, claimed, only


def walked(**policy):
    """One turn that ended, one that is open, and two that wait."""
    walk = Walk(servers=True, **policy)
    walk.tell(Started((Alarm(START, "pills"),), (TurnId(50), TurnId(51))))
    ended, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(ended, "clock", ()))
    walk.tell(Tried(ended.turn, Local("clock"), "Noon."))
    walk.tell(Said(ended.turn, 1.0, whole=True))
    is_open, _ = asked(walk)
    return walk, ended, is_open


def test_a_turn_that_is_wiped_is_no_context_and_waits_no_more():
    walk, ended, is_open = walked()
    assert walk.tell(Forgotten((ended.turn, TurnId(50)))) == []
    assert ended.turn not in [past.turn for past in walk.state.recent]
    assert walk.state.waiting == (TurnId(51),)
    assert list(walk.state.open) == [is_open.turn]


def test_an_open_turn_that_is_wiped_ends_in_silence():
    walk, ended, is_open = walked()
    walk.tell(Part(is_open.turn, Server("think"), 0, "First,"))
    commands = walk.tell(Forgotten((is_open.turn,)))
    only(Hush, commands)
    end = only(End, commands)
    assert (end.outcome, end.why) == (Outcome.CANCELLED, "you had it forgotten")
    assert [past.turn for past in walk.state.recent] == [ended.turn]


def test_a_late_answer_to_what_was_wiped_is_wiped_too():
    walk, _, is_open = walked()
    late = Query(TurnId(90), "plan my day", mode="think", late_of=TurnId(50))
    walk.tell(late)
    assert only(Cancel, walk.tell(Forgotten((TurnId(50),)))).turn == late.turn
    assert list(walk.state.open) == [is_open.turn]


def test_when_everything_is_wiped_no_timer_rings_any_more():
    walk, _, _ = walked()
    walk.tell(Started((Alarm(START + timedelta(seconds=60), "pills"),), (TurnId(50),)))
    assert only(Remember, walk.tell(Forgotten())).alarms == ()
    state = walk.state
    assert (state.alarms, state.bells, state.waiting, state.recent, dict(state.open)) == ((), (), (), (), {})
    assert bell(walk.tell(Tick(), after=61.0)) == []


@pytest.mark.parametrize("turns", [None, "its own"])
def test_the_turn_that_wants_it_is_answered_and_is_no_context(turns):
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("forget everything")))
    walk.tell(claimed(query, "forget", ()))
    walk.tell(Forgotten(None if turns is None else (query.turn,), by=query.turn))
    assert list(walk.state.open) == [query.turn]
    done = (Deed(Forget("everything"), done=True),)
    end = only(End, walk.tell(Tried(query.turn, Local("forget"), "Forgotten.", deeds=done)))
    assert (end.text, end.outcome) == ("Forgotten.", Outcome.ANSWERED_LOCAL)
    assert walk.state.recent == ()


WITH_SERVER = Policy(situation=Situation(servers=True))


def test_the_mind_drops_what_is_forgotten():
    at = Now(Instant(1.0), Wall(START))
    state, _ = advance(State(), at, Started(waiting=(TurnId(5), TurnId(6))), WITH_SERVER)
    state, _ = advance(state, at, Typed("x"), WITH_SERVER)
    for number in (7, 8):
        state, _ = advance(state, at, Query(TurnId(number), f"secret {number}"), WITH_SERVER)
        state, _ = advance(state, at, Understanding(TurnId(number), Intent.THINK, {}), WITH_SERVER)
    state, _ = advance(state, at, Tried(TurnId(7), Server("think"), "secret"), WITH_SERVER)
    some, commands = advance(state, at, Forgotten((TurnId(5), TurnId(7), TurnId(8))), WITH_SERVER)
    assert some.waiting == (6,)
    assert some.recent == ()
    assert dict(some.open) == {}
    assert any(isinstance(command, End) and command.outcome is Outcome.CANCELLED for command in commands)
    whole, _ = advance(state, at, Forgotten(), WITH_SERVER)
    assert (whole.waiting, whole.recent, dict(whole.open), whole.alarms) == ((), (), {}, ())
