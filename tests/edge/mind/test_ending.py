"""How a turn ends: what its answer wants done is done or refused before it is worded."""

from dataclasses import replace

import pytest

from edge.messages import (
    Away,
    Cancel,
    CancelTimers,
    Deed,
    Drop,
    End,
    Expect,
    Forget,
    Hush,
    Instant,
    Keep,
    Kind,
    Local,
    Outcome,
    Part,
    Query,
    Refused,
    Say,
    Server,
    SetTimer,
    Show,
    StopAll,
    TakeClip,
    TakePhoto,
    Tried,
    Try,
    TurnId,
    Typed,
)
from edge.mind.ending import apply, outcome_of
from edge.mind.state import Idle, Speaking, Stage, State, Turn

from .walk import Walk, asked, claimed, none_of, only, timer, wants

SPENT, PRIVATE = Refused(Outcome.REFUSED_BUDGET, "spent"), Refused(Outcome.REFUSED_PRIVACY, "no")


def test_privacy_and_budget_refusals_name_the_outcome():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "spent", problem=SPENT))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Not today.", degraded=True)))
    assert end.outcome is Outcome.REFUSED_BUDGET


NO_SUCH_TIMER, NO_EGG = CancelTimers("egg"), "There is no egg timer running."
TIMER = SetTimer(60, "tea")
FULL = "I can't set more than 2 timers at once; cancel one first."


def told(commands):
    """What is ledgered, shown and spoken."""
    end = only(End, commands)
    return end, only(Show, commands).text, only(Say, commands).text


@pytest.mark.parametrize("act", [Keep(Kind.NOTE, "x"), Drop(Kind.NOTE, 1), TakePhoto(), TakeClip(1.0), Forget("all")])
def test_what_nobody_could_keep_is_not_said_to_be_kept(act):
    end, shown, spoken = told(wants(Walk(), act, text="Noted."))
    assert end.text == shown == spoken == "I can keep nothing here."
    assert (end.outcome, end.acts) == (Outcome.DEGRADED, (Deed(act, done=False),))


def test_what_was_done_is_said_to_be_done():
    end, shown, spoken = told(wants(Walk(), TIMER, text="A minute for tea."))
    assert end.text == shown == spoken == "A minute for tea."
    assert (end.outcome, end.acts) == (Outcome.ANSWERED_LOCAL, (Deed(TIMER, True),))


def test_an_answer_does_not_say_that_something_was_done_when_it_was_refused():
    walk = Walk(alarms_at_most=2)
    timer(walk, 100, "egg")
    timer(walk, 200, "rice")
    end, shown, spoken = told(wants(walk, TIMER, text="A minute for tea."))
    assert end.text == shown == spoken == FULL
    assert (end.outcome, end.acts) == (Outcome.DEGRADED, (Deed(TIMER, False),))
    assert end.why.endswith("'timer' was refused")
    assert [alarm.label for alarm in walk.state.alarms] == ["egg", "rice"]
    assert walk.state.recent[-1].answered == FULL
    assert walk.state.recent[-1].outcome is Outcome.DEGRADED


def test_what_another_glint_did_is_told_and_not_done_again():
    walk = Walk()
    query, _ = walk.begin(walk.tell(Typed("set a timer")))
    walk.tell(claimed(query, "timer", ()))
    end = only(End, walk.tell(Tried(query.turn, Local("timer"), "Set.", deeds=(Deed(TIMER, True),))))
    assert (end.outcome, end.acts, walk.state.alarms) == (Outcome.ANSWERED_LOCAL, (Deed(TIMER, True),), ())


def test_of_several_acts_each_is_told_apart():
    walk = Walk(alarms_at_most=2)
    timer(walk, 100, "egg")
    end, _, spoken = told(wants(walk, TIMER, TIMER, TIMER, text="Three for tea."))
    assert end.text == spoken == f"{FULL} The rest is done."
    assert [deed.done for deed in end.acts] == [True, False, False]
    assert len(walk.state.alarms) == 2


def test_a_refusal_is_said_after_what_was_spoken_already():
    walk = Walk(servers=True)
    query, commands = asked(walk)
    route = only(Try, commands).route
    walk.tell(Part(query.turn, route, 0, "I set it."))
    end, _, spoken = told(walk.tell(Tried(query.turn, route, "I set it.", acts=(NO_SUCH_TIMER,))))
    assert (end.text, spoken) == (f"I set it. {NO_EGG}", NO_EGG)
    assert end.outcome is Outcome.DEGRADED


def test_what_waits_goes_on_waiting_though_an_act_was_refused():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    walk.tell(Tried(query.turn, Server("think"), None, "no network", queued=True))
    end = only(End, walk.tell(Tried(query.turn, Local("without_server"), "Later.", acts=(NO_SUCH_TIMER,))))
    assert end.outcome is Outcome.DEFERRED
    assert walk.state.waiting == (query.turn,)


def test_stop_ends_all_else_in_silence():
    walk = Walk(servers=True)
    first, _ = asked(walk)
    stop, _ = walk.begin(walk.tell(Typed("stop")))
    walk.tell(claimed(stop, "cancel", ()))
    commands = walk.tell(Tried(stop.turn, Local("cancel"), "OK.", acts=(StopAll(),)))
    ends = {end.turn: (end.outcome, end.text) for end in commands if isinstance(end, End)}
    assert ends == {first.turn: (Outcome.CANCELLED, ""), stop.turn: (Outcome.ANSWERED_LOCAL, "OK.")}
    assert only(Cancel, commands).turn == first.turn
    assert only(Show, commands).text == "OK."
    assert none_of(Say, commands)
    assert not walk.state.open
    assert walk.state.recent[-1].turn == stop.turn


# -------------------------------------------------------------------------------------------------- one act, directly


def test_stopping_hushes_and_cancels_what_is_open():
    walk = Walk(servers=True)
    query, _ = asked(walk)
    before = replace(walk.state, dialogue=Speaking((query.turn,)))
    state, commands, refusal = apply(before, walk.now(), StopAll(), walk.policy)
    assert [type(command) for command in commands] == [Hush, Cancel, End]
    assert (dict(state.open), state.dialogue, refusal) == ({}, Idle(), "")
    assert only(End, commands).why == "you asked me to stop"
    assert apply(State(), walk.now(), StopAll(), walk.policy) == (State(), (), "")


def test_timers_are_set_and_cancelled():
    walk = Walk()
    state, _, refusal = apply(State(), walk.now(), TIMER, walk.policy)
    assert ([alarm.label for alarm in state.alarms], refusal) == (["tea"], "")
    state, _, refusal = apply(state, walk.now(), CancelTimers("tea"), walk.policy)
    assert (state.alarms, refusal) == ((), "")
    assert apply(state, walk.now(), NO_SUCH_TIMER, walk.policy) == (state, (), NO_EGG)


TURN = Turn(Query(TurnId(1), "why"), Stage.ANSWER, Instant(0.0), Instant(5.0))
HERE, THERE = Tried(TurnId(1), Local("clock"), "So."), Tried(TurnId(1), Server("think"), "So.")


@pytest.mark.parametrize(
    ("turn", "tried", "outcome"),
    [
        (TURN, HERE, Outcome.ANSWERED_LOCAL),
        (TURN, THERE, Outcome.ANSWERED_REMOTE),
        (TURN, replace(HERE, degraded=True), Outcome.DEGRADED),
        (TURN, replace(THERE, degraded=True), Outcome.DEGRADED),
        (replace(TURN, whys=("it is gone",)), HERE, Outcome.DEGRADED),
        (replace(TURN, queued=True), HERE, Outcome.DEFERRED),
        (replace(TURN, queued=True), None, Outcome.DEFERRED),
        (replace(TURN, queued=True), THERE, Outcome.ANSWERED_REMOTE),
        (replace(TURN, problems=(Away(), PRIVATE)), HERE, Outcome.REFUSED_PRIVACY),
        (TURN, None, Outcome.FAILED),
        (replace(TURN, parts=("So",)), None, Outcome.DEGRADED),
    ],
)
def test_every_outcome_has_its_name(turn, tried, outcome):
    assert outcome_of(turn, tried) is outcome


def test_what_an_answer_asks_back_for_is_context_unless_what_it_wanted_was_refused():
    walk = Walk()
    for acts, expects in (((), Expect.LENGTH), ((TIMER,), Expect.LENGTH), ((NO_SUCH_TIMER,), None)):
        query, _ = walk.begin(walk.tell(Typed("set a timer")))
        walk.tell(claimed(query, "timer", ()))
        walk.tell(Tried(query.turn, Local("timer"), "For how long?", acts=acts, expects=Expect.LENGTH))
        assert walk.state.recent[-1].expects is expects
