"""What the glasses answer about themselves: timers, clock, battery, sums, talk, and whom to call in danger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.language.times import Clock
from edge.messages import (
    Act,
    Alarm,
    CancelTimers,
    Expect,
    Facts,
    Instant,
    Now,
    Query,
    Scene,
    SetTimer,
    StopAll,
    TurnId,
    Vitals,
    Wall,
)
from edge.skills import all_skills
from edge.skills.arithmetic import read, shown, value
from edge.skills.skill import Asked, Reply
from edge.skills.timer import next_time
from edge.understand.understand import best_claim
from tests.edge.moments import NOON

FACTS = Facts(Now(Instant(0.0), Wall(NOON)))
SKILLS = all_skills()


def ask(text: str, facts: Facts = FACTS) -> Reply:
    query = Query(TurnId(1), text)
    claim, _ = best_claim(query, (), SKILLS)
    assert claim is not None, f"nobody claims {text!r}"
    skill = next(skill for skill in SKILLS if skill.name == claim.skill)
    return skill.answer(Asked(query, claim.wants, Scene(), facts))


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
        ask("wake me at seven", untrusted)
    assert ask("set a timer for one minute", untrusted).acts


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
        ("cancel my timer", (), "There is no timer running.", ()),
    ],
)
def test_timers_that_run(text: str, alarms: tuple[Alarm, ...], answer: str, acts: tuple[Act, ...]):
    assert ask(text, replace(FACTS, alarms=alarms)) == Reply(answer, acts)


def test_two_timers_of_one_name_are_cancelled_once():
    reply = ask("cancel the pasta timer", replace(FACTS, alarms=(PASTA, replace(PASTA, rings=NOON), PLAIN)))
    assert reply.acts == (CancelTimers("pasta"),)


EGG = Alarm(NOON + timedelta(hours=9), "egg", Instant(90.0), trusted=False)
UNSET = replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False)))


def test_how_long_is_left_is_what_the_timer_counts():
    assert ask("how long is left", replace(FACTS, alarms=(EGG,))).text == "1 minute and 30 seconds left."
    assert ask("how long is left", replace(UNSET, alarms=(EGG,))).text == "1 minute and 30 seconds left."


def test_a_clock_that_is_not_set_does_not_say_how_long_is_left():
    why = "my clock is not set"
    only = ask("how long is left", replace(UNSET, alarms=(PASTA,)))
    assert only == Reply("I can't tell how long is left: my clock is not set.", degraded=why)
    both = ask("how long is left", replace(UNSET, alarms=(PASTA, EGG)))
    assert "an unknown time (my clock is not set) on the pasta timer and 1 minute and 30 seconds on" in both.text
    assert both.degraded == why


def test_a_run_that_keeps_no_timers_does_not_say_that_none_runs():
    here = replace(FACTS, keeps=False)
    left = ask("how long is left", here)
    assert left.degraded
    assert "ask a running Glint" in left.text
    assert ask("cancel the timer", here) == Reply("", (CancelTimers(),))
    assert ask("cancel the pasta timer", here) == Reply("", (CancelTimers("pasta"),))


def test_which_of_two_timers_is_asked():
    reply = ask("cancel the timer", replace(FACTS, alarms=(PASTA, PLAIN)))
    assert reply.acts == ()
    assert "Say which one" in reply.text


@given(st.integers(0, 23), st.integers(0, 59), st.booleans(), st.datetimes())
def test_an_alarm_rings_within_a_day_at_the_time_that_was_said(hour: int, minute: int, sure: bool, now: datetime):
    if now.year > 9998:
        return
    rings = next_time(now, Clock(hour, minute, sure))
    assert now < rings <= now + timedelta(hours=24 if sure else 12, minutes=1)
    assert (rings.minute, rings.hour if sure else rings.hour % 12) == (minute, hour if sure else hour % 12)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what time is it", "It's 12:00."),
        ("what's the date today", "Today is Tuesday, 4 March 2025."),
        ("what day is it", "Today is Tuesday, 4 March 2025."),
        ("what day is tomorrow", "Tomorrow is Wednesday, 5 March 2025."),
        ("what month is it", "It's March."),
        ("what year is it", "It's 2025."),
    ],
)
def test_the_clock(text: str, answer: str):
    assert ask(text).text == answer


def test_a_clock_that_is_not_set_is_not_quoted():
    with pytest.raises(AnswerError, match="not set"):
        ask("what time is it", replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False))))


def test_the_battery():
    assert (
        ask("how much battery is left", replace(FACTS, vitals=Vitals(battery=0.414))).text == "The battery is at 41%."
    )
    assert "Charge me" in ask("battery level", replace(FACTS, vitals=Vitals(battery=0.1))).text
    assert ask("battery level").degraded


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what is 15% of 80", "12"),
        ("what's twelve times seven", "84"),
        ("18 divided by 45", "0.4"),
        ("square root of 2", "about 1.4142"),
        ("2 to the power of 10", "1,024"),
        ("20 percent off 50", "40"),
        ("what is an 18 percent tip on $45", "8.1"),
        ("half of 90", "45"),
        ("two thirds of 90", "60"),
        ("3/4 + 1/2", "1.25"),
        ("subtract 3 from 10", "7"),
        ("80 + 15%", "92"),
        ("100 minus 10%", "90"),
        ("-3 * (2+4)", "-18"),
        ("2 + 3 * 4 ^ 2", "50"),
        ("Can you calculate 18 divided by 4 please?", "4.5"),
        ("what's twenty-five percent of two hundred and forty", "60"),
        ("0.1 + 0.2", "0.3"),
    ],
)
def test_sums(text: str, result: str):
    assert ask(text).text == f"That's {result}."


@pytest.mark.parametrize(
    "text",
    ["5 divided by 0", "2^1000", "(-4)^0.5", "square root of (0 - 4)", "0^-1", "9^99", "(" * 60 + "1+1" + ")" * 60],
)
def test_sums_that_cannot_be_said_are_refused(text: str):
    with pytest.raises(AnswerError):
        ask(text)


Sum = tuple[str, Fraction | None]  # how it is written, and what it is: None where something is divided by nothing
SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def joined(left: Sum, sign: str, right: Sum) -> Sum:
    written = f"({left[0]} {sign} {right[0]})"
    if left[1] is None or right[1] is None or (sign == "/" and right[1] == 0):
        return written, None
    return written, SIGNS[sign](left[1], right[1])


SUMS = st.recursive(
    st.integers(0, 999).map(lambda n: (str(n), Fraction(n))),
    lambda inner: st.builds(joined, inner, st.sampled_from("+-*/"), inner),
    max_leaves=8,
)


@given(SUMS)
def test_sums_agree_with_exact_arithmetic(written: Sum):
    text, exact = written
    tokens = read(text)
    if tokens is None:
        assert text.isdigit()
        return
    try:
        assert value(tokens) == exact
    except AnswerError:
        assert exact is None or "*" in text  # divided by nothing, or too large on the way


@given(st.text(alphabet="0123456789+-*/^%(). ofsqrt", max_size=40))
def test_nothing_that_looks_like_a_sum_breaks_it(text: str):
    tokens = read(text)
    if tokens is not None:
        try:
            shown(value(tokens))
        except (SyntaxError, AnswerError):
            return


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I have chest pain", "Sit down"),
        ("my son swallowed bleach", "package"),
        ("she is bleeding badly", "Press firmly"),
        ("I want to die", "not alone"),
        ("my house is on fire", "Get everybody out"),
        ("he is not breathing", "chest compressions"),
    ],
)
def test_danger_is_answered_at_once_with_whom_to_call(text: str, words: str):
    reply = ask(text)
    assert reply.text.startswith("Call your local emergency number now: 112, 911 or 999.")
    assert words in reply.text
    assert not reply.degraded


def test_stop_stops():
    assert ask("stop") == Reply("OK.", (StopAll(),))


@pytest.mark.parametrize(
    ("text", "answer"), [("hello", "Hello."), ("thanks a lot", "You're welcome."), ("who are you", "I'm Glint.")]
)
def test_small_talk_is_small(text: str, answer: str):
    assert ask(text).text.startswith(answer)


def test_help_says_what_there_is():
    assert "Set a timer" in ask("what can you do").text
