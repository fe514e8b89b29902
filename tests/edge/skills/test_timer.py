"""Timers: set, asked for and cancelled, each by its name or its length, and never where none is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from edge.errors import AnswerError
from edge.messages import (
    Act,
    Alarm,
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Deed,
    Expect,
    Instant,
    SetAlarm,
    SetTimer,
    Slot,
    TimerChange,
)
from edge.skills.skill import Reply
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, UNSET, ask, claim_on, meant
from tests.edge.skills.asking import past as past_turn

past = partial(past_turn, task="timer_set")


@pytest.mark.parametrize(
    ("said", "seconds", "label"),
    [
        ("set a timer for {duration:five minutes}", 300, ""),
        ("Set a {duration:10 minute} {label:pasta timer}", 600, "pasta"),
        ("start a timer for an hour and a half", 5400, ""),
        ("timer 90 seconds", 90, ""),
        ("set a timer called {label:the eggs} for {duration:7 minutes}", 420, "eggs"),
        ("set a timer for {duration:ten} no {duration:fifteen minutes}", 900, ""),
        ("{duration:3 minutes} for the {label:5 minute steak}", 180, "steak"),
        ("another one for 5 minutes", 300, ""),
    ],
)
def test_timers_are_set(said: str, seconds: float, label: str):
    reply = ask(meant("timer_set", said))
    assert reply.acts == (SetTimer(seconds, label),)
    assert label in reply.text


def test_it_is_said_what_was_understood():
    reply = ask(meant("timer_set", "a {label:pasta} timer of {duration:ten minutes}"))
    assert reply.text == "Your pasta timer is set for 10 minutes."


def test_a_timer_without_a_length_is_asked_for_and_the_number_alone_is_minutes():
    reply = ask(meant("timer_set", "set a {label:tea} timer"))
    assert (reply.text, reply.acts, reply.expects) == ("A timer for how long?", (), Expect.LENGTH)
    before, tea = past("set a tea timer", expects=Expect.LENGTH), (Slot("label", "tea"),)
    for said, seconds in (("three", 180), ("half an hour please", 1800), ("{duration:90 seconds}", 90)):
        assert ask(meant("timer_set", said, before, borrowed=tea, score=0.1)).acts == (SetTimer(seconds, "tea"),)
    assert claim_on(meant("timer_set", "what time is it", before, borrowed=tea, score=0.1)) is None
    assert ask(meant("timer_set", "start a timer", before)).expects is Expect.LENGTH


def test_the_same_again_is_as_long():
    before = past("set a timer for 5 minutes", deeds=(Deed(SetTimer(300.0), True),))
    assert ask(meant("timer_set", "the same again please", before)).acts == (SetTimer(300.0),)
    refused = replace(before, deeds=(Deed(SetTimer(300.0), False),))
    assert ask(meant("timer_set", "the same again please", refused)).acts == ()


def test_a_timer_until_a_time_of_day_is_an_alarm():
    reply = ask(meant("timer_set", "set a timer for {time:half past three}"))
    assert reply.acts == (SetAlarm(NOON + timedelta(hours=3, minutes=30)),)


@pytest.mark.parametrize("said", ["set a timer for 900 hours", "set a timer for 8 days"])
def test_a_timer_that_makes_no_sense_is_refused(said: str):
    with pytest.raises(AnswerError, match="seven days"):
        ask(meant("timer_set", said))


def timer(minutes: float, label: str = "", number: int = 1, **more: object) -> Alarm:
    """One that was set for so long just now."""
    due = Instant(60 * minutes)
    running = Alarm(NOON + timedelta(minutes=minutes), label, due, length=60 * minutes, number=number)
    return replace(running, **more)  # type: ignore[arg-type]


PASTA, PLAIN, TEN = timer(5, "pasta", 1), timer(1, "", 2), timer(10, "", 3)
STOP_PASTA, STOP_TEN = CancelTimers("pasta", numbers=(1,)), CancelTimers(numbers=(3,))
WAKE = Alarm(NOON, "", kind=AlarmKind.ALARM, number=9)


@pytest.mark.parametrize(
    ("task", "said", "alarms", "answer", "acts"),
    [
        ("timer_left", "how much time is left", (PASTA, WAKE), "5 minutes left.", ()),
        ("timer_left", "how long has the {label:pasta} got", (PASTA, PLAIN), "5 minutes left.", ()),
        ("timer_left", "how long on the ten minute one", (PASTA, TEN), "10 minutes left.", ()),
        ("timer_left", "is it done", (timer(5, held=30.0),), "30 seconds, paused, left.", ()),
        ("timer_left", "how much time is left", (WAKE,), "There is no timer running.", ()),
        (
            "timer_left",
            "which timers are running",
            (PASTA, TEN),
            "You have two timers: 5 minutes on the pasta timer and 10 minutes on the timer for 10 minutes.",
            (),
        ),
        (
            "timer_left",
            "how long has the {label:egg} timer got",
            (PASTA,),
            "There is no egg timer running. There is the pasta timer.",
            (),
        ),
        (
            "timer_cancel",
            "cancel the timer",
            (PASTA,),
            "I cancelled your timer.",
            (STOP_PASTA,),
        ),
        (
            "timer_cancel",
            "stop the {label:pasta} timer",
            (PASTA, PLAIN),
            "I cancelled the pasta timer.",
            (STOP_PASTA,),
        ),
        (
            "timer_cancel",
            "get rid of the {duration:ten minute} one",
            (PASTA, TEN),
            "I cancelled the timer for 10 minutes.",
            (STOP_TEN,),
        ),
        (
            "timer_cancel",
            "cancel the last one",
            (PASTA, TEN),
            "I cancelled the timer for 10 minutes.",
            (STOP_TEN,),
        ),
        ("timer_cancel", "all of them", (PASTA, PLAIN), "I cancelled all timers.", (CancelTimers(numbers=(1, 2)),)),
        ("timer_cancel", "cancel my timer", (), "There is no timer running.", ()),
    ],
)
def test_timers_that_run(task: str, said: str, alarms: tuple[Alarm, ...], answer: str, acts: tuple[Act, ...]):
    assert ask(meant(task, said), facts=replace(FACTS, alarms=alarms)) == Reply(answer, acts)


def test_which_of_several_timers_is_asked():
    facts = replace(FACTS, alarms=(PASTA, TEN))
    reply = ask(meant("timer_cancel", "cancel the timer"), facts=facts)
    assert (reply.text, reply.acts) == ("Which one: the pasta timer or the timer for 10 minutes?", ())
    before = past("cancel the timer", task="timer_cancel", expects=reply.expects)
    for said, number in (("{label:the pasta one}", 1), ("the ten minute one", 3)):
        (act,) = ask(meant("timer_cancel", said, before, score=0.1), facts=facts).acts
        assert isinstance(act, CancelTimers)
        assert act.numbers == (number,)
    assert claim_on(meant("timer_cancel", "what time is it", before, score=0.1)) is None


def test_two_timers_of_one_name_are_cancelled_together_if_that_is_said():
    facts = replace(FACTS, alarms=(PASTA, replace(PASTA, number=4), PLAIN))
    assert ask(meant("timer_cancel", "cancel the {label:pasta} timer"), facts=facts).expects is Expect.NAME
    reply = ask(meant("timer_cancel", "cancel both {label:pasta} timers"), facts=facts)
    assert reply.acts == (CancelTimers("pasta", numbers=(1, 4)),)


def test_how_long_is_left_is_what_the_timer_counts():
    egg = Alarm(NOON + timedelta(hours=9), "egg", Instant(90.0), trusted=False)
    for facts in (FACTS, UNSET):
        reply = ask(meant("timer_left", "how long is left"), facts=replace(facts, alarms=(egg,)))
        assert reply.text == "1 minute and 30 seconds left."


def test_a_clock_that_is_not_set_does_not_say_how_long_is_left():
    why, noted = "my clock is not set", replace(PASTA, due=None)
    only = ask(meant("timer_left", "how long is left"), facts=replace(UNSET, alarms=(noted,)))
    assert only == Reply("I can't tell how long is left: my clock is not set.", degraded=why)
    both = ask(meant("timer_left", "how long is left"), facts=replace(UNSET, alarms=(noted, TEN)))
    assert "an unknown time (my clock is not set) on the pasta timer and 10 minutes on" in both.text
    assert both.degraded == why


def test_a_run_that_keeps_no_timers_does_not_say_that_none_runs():
    here = replace(FACTS, keeps=False)
    left = ask(meant("timer_left", "how long is left"), facts=here)
    assert left.degraded
    assert "ask a running Glint" in left.text
    assert ask(meant("timer_set", "set a timer"), facts=here).expects is None, "a length would be of no use"
    cancelled = ask(meant("timer_cancel", "cancel the {label:pasta} timer"), facts=here)
    assert cancelled == Reply("", (CancelTimers("pasta"),))


def test_it_is_the_timer_that_was_spoken_of():
    facts, before = replace(FACTS, alarms=(PASTA, TEN)), past("timer 10 minutes", deeds=(Deed(SetTimer(600.0), True),))
    assert ask(meant("timer_cancel", "cancel it", before), facts=facts).acts == (STOP_TEN,)
    assert ask(meant("timer_cancel", "cancel it"), facts=facts).expects is Expect.NAME, "nobody spoke of one"


def test_what_wakes_is_an_alarm_whatever_it_was_taken_for():
    act = SetAlarm(NOON + timedelta(hours=8), seconds=8 * 3600.0)
    assert ask(meant("timer_set", "wake me in {duration:eight hours}")).acts == (act,)
    alarm = Alarm(NOON + timedelta(hours=9), "", kind=AlarmKind.ALARM, number=7)
    facts = replace(FACTS, alarms=(alarm, PASTA))
    for task in ("timer_cancel", "alarm_cancel"):
        (stop,) = ask(meant(task, "stop the timer no sorry the alarm"), facts=facts).acts
        assert stop == CancelTimers(kind=AlarmKind.ALARM, numbers=(7,))
    assert ask(meant("alarm_cancel", "stop the timer"), facts=facts).acts == (CancelTimers("pasta", numbers=(1,)),)
    assert ask(meant("alarm_set", "timer for {duration:five minutes}")).acts == (SetTimer(300.0),)


def test_a_name_alone_is_for_the_timer_that_was_set_without_one():
    facts, before = (
        replace(FACTS, alarms=(PASTA, TEN)),
        past("ten minutes for the", deeds=(Deed(SetTimer(600.0), True),)),
    )
    reply = ask(meant("timer_set", "uh for the {label:fish}", before), facts=facts)
    assert reply == Reply("I call it the fish timer now.", (ChangeTimer(TimerChange.RENAME, 0.0, "", 3, "fish"),))
    another = ask(meant("timer_set", "another timer for the {label:fish}", before), facts=facts)
    assert another.expects is Expect.LENGTH


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("set the {label:pasta} timer to {duration:nine minutes}", ChangeTimer(TimerChange.LENGTH, 540.0, "pasta", 1)),
        ("set the {label:rice} timer to {duration:nine minutes}", SetTimer(540.0, "rice")),
        ("set a {label:pasta} timer for {duration:nine minutes}", SetTimer(540.0, "pasta")),
        ("put another {duration:a minute} on the {label:pasta} timer", ChangeTimer(TimerChange.ADD, 60.0, "pasta", 1)),
        ("set another timer for {duration:ten minutes}", SetTimer(600.0)),
        ("set the timer to {duration:ten minutes}", ChangeTimer(TimerChange.LENGTH, 600.0, "pasta", 1)),
    ],
)  # fmt: skip
def test_a_timer_that_runs_is_changed_where_it_is_named(said: str, act: Act):
    assert ask(meant("timer_set", said), facts=replace(FACTS, alarms=(PASTA,))).acts == (act,)


def test_what_is_to_be_made_is_begun():
    assert ask(meant("timer_change", "please you make timer from {duration:ten minute}")).acts == (SetTimer(600.0),)
    assert ask(meant("timer_change", "make the timer {duration:ten minutes}")).acts == ()
    stretch = ask(meant("timer_change", "make a {duration:five minute} timer and call it {label:stretch}"))
    assert stretch.acts == (SetTimer(300.0, "stretch"),)
    assert ask(meant("timer_change", "countdown from {duration:sixty seconds}")).acts == (SetTimer(60.0),)
    assert ask(meant("timer_set", "set the timer to {duration:half an hour}")).acts == (SetTimer(1800.0),)


@pytest.mark.parametrize(
    ("said", "timers"),
    [
        ("set two timers one for thirty seconds and one for twelve minutes", ((30.0, ""), (720.0, ""))),
        ("a ten minute timer for the rice and a five minute one for the eggs", ((600.0, "rice"), (300.0, "eggs"))),
        ("set a timer for two hours and thirty minutes and another for ten", ((9000.0, ""), (600.0, ""))),
        ("set a timer for one hour and one minute", ((3660.0, ""),)),
        ("two and a half hours on the timer", ((9000.0, ""),)),
    ],
)
def test_several_are_set_at_once(said: str, timers: tuple[tuple[float, str], ...]):
    assert ask(meant("timer_set", said)).acts == tuple(SetTimer(seconds, label) for seconds, label in timers)


def test_what_is_not_to_be_cancelled_goes_on():
    facts = replace(FACTS, alarms=(PASTA,))
    reply = ask(meant("timer_cancel", "cancel the, no don't cancel it, how long is left"), facts=facts)
    assert (reply.acts, "left" in reply.text) == ((), True)


def test_a_timer_is_named_by_its_place():
    first, second = timer(5, "egg", 1), timer(9, "rice", 2)
    reply = ask(meant("timer_cancel", "cancel the second one"), facts=replace(FACTS, alarms=(first, second)))
    assert reply.acts == (CancelTimers("rice", numbers=(2,)),)


@pytest.mark.parametrize("said", ["sorry, fifty", "no fifty minutes"])
def test_another_length_right_after_is_for_the_timer_that_was_set(said: str):
    deed = Deed(SetTimer(900.0, "cake"), done=True)
    before = past("a timer of fifteen minutes for the cake", task="timer_set", deeds=(deed,))
    cake = timer(15, "cake", 7)
    reply = ask(meant("timer_set", said, before), facts=replace(FACTS, alarms=(cake, timer(3, "egg", 2))))
    assert reply.acts == (ChangeTimer(TimerChange.LENGTH, 3000.0, "cake", 7),)


def test_a_length_in_another_unit_is_no_timer():
    found = claim_on(meant("timer_set", "{duration:90 minutes} in {duration:hours}"))
    assert found is not None
    assert found.skill == "convert"


@pytest.mark.parametrize(
    "length", ["minus {duration:five minutes}", "-{duration:1 second}", "negative {duration:two hours}"]
)
def test_a_length_below_nothing_is_no_length(length: str):
    with pytest.raises(AnswerError, match="from one second to seven days"):
        ask(meant("timer_set", f"set a timer for {length}"))
