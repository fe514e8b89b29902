"""Timers and alarms: set, asked for, cancelled, and never promised by a clock that is not set."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.language.times import Clock
from edge.messages import Act, Alarm, CancelTimers, Expect, Instant, Now, Outcome, Past, SetTimer, TurnId, Wall
from edge.skills.skill import Reply
from edge.skills.timer import next_time
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claimer


@pytest.mark.parametrize(
    ("text", "seconds", "label"),
    [
        ("set a timer for five minutes", 300, ""),
        ("Set a 10 minute pasta timer", 600, "pasta"),
        ("start a timer for an hour and a half", 5400, ""),
        ("timer 90 seconds", 90, ""),
        ("set a timer called eggs for 7 minutes", 420, "eggs"),
        ("remind me in 20 minutes to check the oven", 1200, "check the oven"),
        ("remind me to take the bread out in half an hour", 1800, "take the bread out"),
        ("set a timer for 3 minutes for the tea", 180, "tea"),
    ],
)
def test_timers_are_set(text: str, seconds: float, label: str):
    assert ask(text).acts == (SetTimer(seconds, label),)


@pytest.mark.parametrize(
    ("text", "seconds", "label"),
    [
        ("remind me to call mum at 5 pm", 5 * 3600, "call mum"),
        ("wake me up at 7:30", 7.5 * 3600, ""),
        ("wake me up at seven in the morning", 19 * 3600, ""),
        ("set an alarm for noon", 86400, ""),
        ("set an alarm for quarter to one", 45 * 60, ""),
    ],
)
def test_alarms_are_set_for_a_time_of_day(text: str, seconds: float, label: str):
    assert ask(text).acts == (SetTimer(seconds, label, NOON + timedelta(seconds=seconds)),)


def test_a_timer_without_a_time_is_asked_for():
    assert ask("set a timer") == Reply("For how long?", degraded="no length of time was named", expects=Expect.LENGTH)


def test_a_timer_that_makes_no_sense_is_refused():
    with pytest.raises(AnswerError, match="seven days"):
        ask("set a timer for 900 hours")
    untrusted = replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False)))
    with pytest.raises(AnswerError, match="clock"):
        ask("wake me at seven", facts=untrusted)
    assert ask("set a timer for one minute", facts=untrusted).acts


PASTA, PLAIN = Alarm(NOON + timedelta(minutes=5), "pasta"), Alarm(NOON + timedelta(seconds=61), "")


@pytest.mark.parametrize(
    ("text", "alarms", "answer", "acts"),
    [
        ("how much time is left", (PASTA,), "5 minutes left.", ()),
        ("how long is left on the pasta timer", (PASTA, PLAIN), "5 minutes left.", ()),
        ("how much time is left", (), "There is no timer running.", ()),
        ("cancel the timer", (PASTA,), "I cancelled your timer.", (CancelTimers(),)),
        (
            "cancel the pasta timer",
            (PASTA, PLAIN),
            "I cancelled the pasta timer.",
            (CancelTimers("pasta"),),
        ),
        ("cancel all timers", (PASTA, PLAIN), "I cancelled all timers.", (CancelTimers(),)),
        ("cancel the egg timer", (PASTA,), "There is no egg timer running.", ()),
        ("how long is left on the egg timer", (PASTA,), "There is no egg timer running.", ()),
        ("cancel my timer", (), "There is no timer running.", ()),
    ],
)
def test_timers_that_run(text: str, alarms: tuple[Alarm, ...], answer: str, acts: tuple[Act, ...]):
    assert ask(text, facts=replace(FACTS, alarms=alarms)) == Reply(answer, acts)


def test_two_timers_of_one_name_are_cancelled_once():
    reply = ask("cancel the pasta timer", facts=replace(FACTS, alarms=(PASTA, replace(PASTA, rings=NOON), PLAIN)))
    assert reply.acts == (CancelTimers("pasta"),)


EGG = Alarm(NOON + timedelta(hours=9), "egg", Instant(90.0), trusted=False)
UNSET = replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False)))


def test_how_long_is_left_is_what_the_timer_counts():
    assert ask("how long is left", facts=replace(FACTS, alarms=(EGG,))).text == "1 minute and 30 seconds left."
    assert ask("how long is left", facts=replace(UNSET, alarms=(EGG,))).text == "1 minute and 30 seconds left."


def test_a_clock_that_is_not_set_does_not_say_how_long_is_left():
    why = "my clock is not set"
    only = ask("how long is left", facts=replace(UNSET, alarms=(PASTA,)))
    assert only == Reply("I can't tell how long is left: my clock is not set.", degraded=why)
    both = ask("how long is left", facts=replace(UNSET, alarms=(PASTA, EGG)))
    assert "an unknown time (my clock is not set) on the pasta timer and 1 minute and 30 seconds on" in both.text
    assert both.degraded == why


def test_a_run_that_keeps_no_timers_does_not_say_that_none_runs():
    here = replace(FACTS, keeps=False)
    left = ask("how long is left", facts=here)
    assert left.degraded
    assert "ask a running Glint" in left.text
    assert ask("cancel the timer", facts=here) == Reply("", (CancelTimers(),))
    assert ask("set a timer", facts=here).expects is None, "nobody is asked for a length that would be of no use"
    assert ask("cancel the pasta timer", facts=here) == Reply("", (CancelTimers("pasta"),))


def test_which_of_two_timers_is_asked():
    reply = ask("cancel the timer", facts=replace(FACTS, alarms=(PASTA, PLAIN)))
    assert reply.acts == ()
    assert "Say which one" in reply.text


@given(st.integers(0, 23), st.integers(0, 59), st.booleans(), st.datetimes())
def test_an_alarm_rings_within_a_day_at_the_time_that_was_said(hour: int, minute: int, sure: bool, now: datetime):
    if now.year > 9998:
        return
    rings = next_time(now, Clock(hour, minute, sure))
    assert now < rings <= now + timedelta(hours=24 if sure else 12, minutes=1)
    assert (rings.minute, rings.hour if sure else rings.hour % 12) == (minute, hour if sure else hour % 12)


def test_a_length_of_time_alone_answers_the_question_for_how_long():
    past = Past(TurnId(1), Instant(0.0), "set a timer", "How long, please?", Outcome.DEGRADED, Expect.LENGTH)
    assert claimer("five minutes", (past,)) == "timer"
    assert claimer("five minutes", (replace(past, answered="For how long?", expects=None),)) is None
    assert claimer("five minutes") is None
