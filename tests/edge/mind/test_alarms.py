"""Timers: set, counted, kept over a restart, rung and heard, whatever the wall clock does."""

from datetime import timedelta

import pytest

from edge.messages import (
    Alarm,
    CancelTimers,
    Deed,
    End,
    Heard,
    Instant,
    Local,
    Outcome,
    Remember,
    Said,
    Say,
    SetTimer,
    Show,
    Started,
    Tick,
    Touch,
    Tried,
    Try,
    Typed,
    Voice,
    Wake,
)
from edge.mind.alarms import LONGEST, cancel_timers, set_timer
from edge.mind.policy import Policy
from edge.mind.state import BELL, State
from edge.store.alarms import from_notes, to_notes

from .walk import START, Walk, asked, bell, claimed, none_of, only, timer, wants


def test_a_timer_rings_while_a_server_thinks_and_survives_a_restart():
    walk = Walk(servers=True)
    query, _ = walk.begin(walk.tell(Typed("set a tea timer for a minute")))
    walk.tell(claimed(query, "timer", ()))
    act = SetTimer(60, "tea")
    commands = walk.tell(Tried(query.turn, Local("timer"), "A minute for tea.", acts=(act,)))
    kept = only(Remember, commands).alarms
    asked(walk)
    assert walk.state.wakes is not None
    commands = walk.tell(Tick(), after=60.0)
    assert any(isinstance(c, Say) and "tea timer" in c.text for c in commands)
    again = Walk()
    again.tell(Started(alarms=from_notes(to_notes(kept))))
    assert again.state.wakes == 60.0


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


# ------------------------------------------------------------------------------------------------------- the effects

MINUTE = SetTimer(60, "tea")


def test_a_timer_is_noted_by_both_clocks():
    walk = Walk()
    state, commands, refusal = set_timer(State(), walk.now(), MINUTE, walk.policy)
    alarm = Alarm(START + timedelta(seconds=60), "tea", Instant(60.0))
    assert (state.alarms, commands, refusal) == ((alarm,), (Remember((alarm,)),), "")


def test_a_time_of_day_is_noted_by_the_wall_clock_alone():
    walk = Walk()
    act = SetTimer(3600.0, at=START + timedelta(hours=1))
    state, _, refusal = set_timer(State(), walk.now(), act, walk.policy)
    assert (state.alarms, refusal) == ((Alarm(START + timedelta(hours=1), ""),), "")


def test_timers_stand_in_the_order_in_which_they_ring():
    walk = Walk()
    for seconds in (60, 20, 40):
        timer(walk, seconds, str(seconds))
    assert [alarm.label for alarm in walk.state.alarms] == ["20", "40", "60"]
    assert bell(walk.tell(Tick(), after=50.0)) == ["Your 20 timer is done.", "Your 40 timer is done."]


def test_no_timer_runs_for_more_than_a_year():
    walk = Walk()
    state, _, _ = set_timer(State(), walk.now(), SetTimer(1e300), walk.policy)
    assert state.alarms[0].left(walk.now()) == LONGEST


@pytest.mark.parametrize(
    ("most", "sentence"),
    [
        (32, "I can't set more than 32 timers at once; cancel one first."),
        (1, "I can't set more than 1 timer at once; cancel one first."),
    ],
)
def test_one_timer_too_many_is_refused(most, sentence):
    walk = Walk(alarms_at_most=most)
    running = tuple(Alarm(START + timedelta(seconds=n), "") for n in range(1, most))
    state, _, refusal = set_timer(State(alarms=running), walk.now(), MINUTE, walk.policy)
    assert (len(state.alarms), refusal) == (most, "")
    assert set_timer(state, walk.now(), MINUTE, walk.policy) == (state, (), sentence)


def test_timers_are_cancelled_by_their_label_or_all_at_once():
    tea, egg = Alarm(START + timedelta(seconds=60), "tea"), Alarm(START + timedelta(seconds=70), "egg")
    both = State(alarms=(tea, egg))
    state, commands, refusal = cancel_timers(both, CancelTimers("tea"), Policy())
    assert (state.alarms, commands, refusal) == ((egg,), (Remember((egg,)),), "")
    state, commands, refusal = cancel_timers(both, CancelTimers(), Policy())
    assert (state.alarms, commands, refusal) == ((), (Remember(()),), "")


def test_what_does_not_run_cannot_be_cancelled():
    nothing = State()
    assert cancel_timers(nothing, CancelTimers(), Policy()) == (nothing, (), "There is no timer running.")
    gone = cancel_timers(nothing, CancelTimers("tea"), Policy())
    assert gone == (nothing, (), "There is no tea timer running.")


def test_a_run_that_keeps_no_timers_neither_sets_nor_cancels_nor_rings_any():
    walk = Walk(keeps=False)
    assert none_of(Remember, walk.tell(Started(alarms=(Alarm(START, "tea"),)))), "it is another's"
    for act in (MINUTE, CancelTimers(), CancelTimers("tea")):
        commands = wants(walk, act)
        end = only(End, commands)
        assert end.text == "A timer needs a running Glint: `glint run` or `glint chat`."
        assert (end.outcome, end.acts) == (Outcome.DEGRADED, (Deed(act, False),))
        assert none_of(Remember, commands)
    assert bell(walk.tell(Tick(), after=61.0)) == []


@pytest.mark.parametrize("keeps", [True, False])
def test_a_skill_is_told_whether_timers_are_kept(keeps):
    walk = Walk(keeps=keeps)
    query, _ = walk.begin(walk.tell(Typed("how long is left")))
    assert only(Try, walk.tell(claimed(query, "timer", ()))).facts.keeps is keeps


def test_a_timer_that_rings_is_shown_for_a_while():
    walk = Walk()
    timer(walk, 10, "tea")
    assert only(Show, walk.tell(Tick(), after=10.0)) == Show("Timer", "Your tea timer is done.", 10.0)
