"""Timers: set, counted, kept over a restart, rung and heard, whatever the wall clock does."""

import json
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from edge.messages import (
    Alarm,
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Deed,
    End,
    Heard,
    Instant,
    Local,
    Outcome,
    Remember,
    Said,
    Say,
    SetAlarm,
    SetReminder,
    SetTimer,
    Show,
    Started,
    Tick,
    TimerChange,
    Touch,
    Tried,
    Try,
    Typed,
    Voice,
    Wake,
    Wall,
)
from edge.mind.alarms import LONGEST, cancel_timers, change_timer, numbered, set_alarm
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
    state, commands, refusal = set_alarm(State(), walk.now(), MINUTE, walk.policy)
    alarm = Alarm(START + timedelta(seconds=60), "tea", Instant(60.0), length=60.0, number=1)
    assert (state.alarms, commands, refusal) == ((alarm,), (Remember((alarm,)),), "")


def test_a_time_of_day_is_noted_by_the_wall_clock_alone():
    walk = Walk()
    at = START + timedelta(hours=1)
    state, _, refusal = set_alarm(State(), walk.now(), SetAlarm(at), walk.policy)
    assert (state.alarms, refusal) == ((Alarm(at, "", kind=AlarmKind.ALARM, number=1),), "")
    state, _, _ = set_alarm(state, walk.now(), SetReminder(at, "call mum"), walk.policy)
    assert state.alarms[1] == Alarm(at, "", kind=AlarmKind.REMINDER, text="call mum", number=2)


def test_timers_stand_in_the_order_in_which_they_ring():
    walk = Walk()
    for seconds in (60, 20, 40):
        timer(walk, seconds, str(seconds))
    assert [alarm.label for alarm in walk.state.alarms] == ["20", "40", "60"]
    assert bell(walk.tell(Tick(), after=50.0)) == ["Your 20 timer is done.", "Your 40 timer is done."]


def test_no_timer_runs_for_more_than_a_year():
    walk = Walk()
    state, _, _ = set_alarm(State(), walk.now(), SetTimer(1e300), walk.policy)
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
    state, _, refusal = set_alarm(State(alarms=running), walk.now(), MINUTE, walk.policy)
    assert (len(state.alarms), refusal) == (most, "")
    assert set_alarm(state, walk.now(), MINUTE, walk.policy) == (state, (), sentence)


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


# ------------------------------------------------------------------------------------------------ alarms and reminders

SEVEN = START + timedelta(hours=7)


def test_what_rings_says_what_it_is():
    walk = Walk()
    wants(walk, SetReminder(START + timedelta(seconds=20), "call my mum"), SetAlarm(START + timedelta(seconds=20)))
    shown = [command for command in walk.tell(Tick(), after=20.0) if isinstance(command, Show)]
    assert [(one.title, one.text) for one in shown] == [
        ("Reminder", "Reminder: call your mum."),
        ("Alarm", "Your alarm: it's 12:00."),
    ]


def test_an_alarm_may_count_seconds():
    walk = Walk()
    wants(walk, SetAlarm(SEVEN, seconds=60.0))
    assert (walk.state.alarms[0].kind, walk.state.alarms[0].due) == (AlarmKind.ALARM, Instant(60.0))


def test_an_alarm_follows_the_clock_on_the_wall_into_another_zone():
    alarm = Alarm(SEVEN, "", kind=AlarmKind.ALARM)
    there = replace(Walk().now(), wall=Wall(START.astimezone(timezone(timedelta(hours=2)))))
    assert alarm.left(there) == 5 * 3600
    assert replace(alarm, kind=AlarmKind.TIMER).left(there) == 7 * 3600


def test_a_new_alarm_goes_for_the_one_that_it_replaces():
    walk = Walk(alarms_at_most=1)
    wants(walk, SetAlarm(SEVEN))
    wants(walk, SetAlarm(SEVEN + timedelta(hours=1), replaces=1))
    assert [(one.rings, one.number) for one in walk.state.alarms] == [(SEVEN + timedelta(hours=1), 2)]


def test_only_the_kind_and_the_numbers_that_are_meant_are_cancelled():
    walk = Walk()
    wants(walk, SetTimer(60), SetAlarm(SEVEN), SetReminder(SEVEN, "call mum"), SetReminder(SEVEN, "feed the cat"))
    wants(walk, CancelTimers(kind=AlarmKind.REMINDER, numbers=(4,)), CancelTimers(kind=AlarmKind.ALARM))
    assert [(one.kind.value, one.text) for one in walk.state.alarms] == [("timer", ""), ("reminder", "call mum")]
    end = only(End, wants(walk, CancelTimers(kind=AlarmKind.ALARM)))
    assert end.text == "There is no alarm set."


def test_a_run_that_keeps_none_says_what_it_does_not_keep():
    walk = Walk(keeps=False)
    assert only(End, wants(walk, SetAlarm(SEVEN))).text.startswith("An alarm needs a running Glint")
    assert only(End, wants(walk, SetReminder(SEVEN, "x"))).text.startswith("A reminder needs a running Glint")
    assert only(End, wants(walk, ChangeTimer(TimerChange.PAUSE))).text.startswith("A timer needs a running Glint")


# ------------------------------------------------------------------------------------------------------------ changes


def changed(walk: Walk, act: ChangeTimer) -> str:
    """Why it was refused."""
    walk.state, _, refusal = change_timer(walk.state, walk.now(), act, walk.policy)
    return refusal


def left(walk: Walk) -> list[float]:
    return [one.left(walk.now()) for one in walk.state.alarms]


def test_a_timer_is_made_longer_and_shorter_and_begun_again():
    walk = Walk()
    timer(walk, 300, "tea")
    walk.tell(Tick(), after=100.0)
    assert changed(walk, ChangeTimer(TimerChange.ADD, 60.0)) == ""
    assert (left(walk), walk.state.alarms[0].length) == ([260.0], 360.0)
    assert changed(walk, ChangeTimer(TimerChange.ADD, -300.0)) == "There is not that much left on it."
    assert changed(walk, ChangeTimer(TimerChange.LENGTH, 30.0, "tea")) == ""
    assert (left(walk), walk.state.alarms[0].length) == ([30.0], 30.0)
    walk.tell(Tick(), after=20.0)
    assert changed(walk, ChangeTimer(TimerChange.RESTART)) == ""
    assert left(walk) == [30.0]
    assert bell(walk.tell(Tick(), after=30.0)) == ["Your tea timer is done."]


def test_a_timer_that_is_paused_does_not_ring_until_it_goes_on():
    walk = Walk()
    timer(walk, 60, "tea")
    walk.tell(Tick(), after=20.0)
    assert changed(walk, ChangeTimer(TimerChange.PAUSE)) == ""
    assert changed(walk, ChangeTimer(TimerChange.PAUSE)) == "It is paused already."
    assert bell(walk.tell(Tick(), after=1000.0)) == []
    assert changed(walk, ChangeTimer(TimerChange.ADD, 5.0)) == ""
    again = Walk()
    again.tell(Started(alarms=from_notes(json.loads(json.dumps(to_notes(walk.state.alarms))))))
    assert left(again) == [45.0], "after a restart too"
    assert changed(again, ChangeTimer(TimerChange.RESUME)) == ""
    assert changed(again, ChangeTimer(TimerChange.RESUME)) == "It is running already."
    assert bell(again.tell(Tick(), after=45.0)) == ["Your tea timer is done."]


def test_a_timer_is_named_by_its_number_else_by_its_label():
    walk = Walk()
    timer(walk, 60, "tea")
    timer(walk, 70, "egg")
    assert changed(walk, ChangeTimer(TimerChange.RENAME, number=1, name="chai")) == ""
    assert changed(walk, ChangeTimer(TimerChange.PAUSE, label="egg")) == ""
    assert [(one.label, one.held is None) for one in walk.state.alarms] == [("chai", True), ("egg", False)]
    assert changed(walk, ChangeTimer(TimerChange.PAUSE)) == "There are several; say which one."
    assert changed(walk, ChangeTimer(TimerChange.PAUSE, label="rice")) == "There is no rice timer running."
    assert changed(walk, ChangeTimer(TimerChange.PAUSE, number=9)) == "There is no timer running."


def test_a_timer_of_which_the_length_is_not_known_is_not_begun_again():
    walk = Walk()
    walk.tell(Started(alarms=(Alarm(SEVEN, "tea"),)))
    assert "how long it was set for" in changed(walk, ChangeTimer(TimerChange.RESTART))


def test_what_an_earlier_glint_kept_is_numbered():
    kept = (Alarm(START, "a", number=3), Alarm(START, "b"), Alarm(START, "c"))
    assert len({one.number for one in numbered(kept)} - {0}) == 3
