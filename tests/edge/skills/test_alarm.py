"""Alarms: set for the next such time, changed, cancelled and told, and never by a clock that is not set."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from edge.errors import AnswerError
from edge.messages import (
    Alarm,
    AlarmKind,
    CancelTimers,
    Deed,
    Expect,
    SetAlarm,
)
from edge.skills.skill import Reply
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, UNSET, ask, claim_on, meant
from tests.edge.skills.asking import past as past_turn

past = partial(past_turn, task="alarm_set")


@pytest.mark.parametrize(
    ("said", "hours", "answer"),
    [
        ("wake me up at {time:7:30}", 7.5, "Your alarm is set: at 19:30."),
        ("alarm at fifteen hundred hours", 3, "Your alarm is set: at 15:00."),
        ("alarm {time:6 30 am}", 18.5, "Your alarm is set: tomorrow at 6:30."),
        ("set an alarm for {time:half past six} {date:on friday}", 66.5, "Your alarm is set: on Friday at 6:30."),
        ("i have to be up by quarter to one", 0.75, "Your alarm is set: at 12:45."),
        ("{label:gym} alarm at {time:6 pm} no {time:7 pm}", 7, "Your gym alarm is set: at 19:00."),
    ],
)
def test_alarms_are_set(said: str, hours: float, answer: str):
    reply = ask(meant("alarm_set", said))
    assert reply.text == answer
    assert reply.acts == (SetAlarm(NOON + timedelta(hours=hours), "gym" if "gym" in said else ""),)


def test_an_alarm_after_a_length_of_time_needs_no_clock():
    act = SetAlarm(NOON + timedelta(hours=8), seconds=8 * 3600.0)
    assert ask(meant("alarm_set", "wake me in {duration:eight hours}")) == Reply(
        "Your alarm is set: in 8 hours, at 20:00.", (act,)
    )
    assert ask(meant("alarm_set", "wake me in eight hours"), facts=UNSET) == Reply(
        "Your alarm is set: in 8 hours.", (act,)
    )
    with pytest.raises(AnswerError, match="clock is not set"):
        ask(meant("alarm_set", "wake me at seven"), facts=UNSET)


def test_a_time_that_is_missing_is_asked_for_and_the_day_is_kept():
    reply = ask(meant("alarm_set", "wake me up on {date:friday}"))
    assert (reply.text, reply.acts, reply.expects) == ("At what time?", (), Expect.TIME)
    before = past("wake me up on friday", expects=Expect.TIME)
    for said in ("{time:seven}", "at seven please"):
        assert ask(meant("alarm_set", said, before, score=0.1)).acts == (SetAlarm(NOON + timedelta(hours=67)),)
    assert claim_on(meant("alarm_set", "is there a dog", before, score=0.1)) is None


def test_which_of_two_days_is_asked():
    reply = ask(meant("alarm_set", "alarm on {date:3/5} at {time:noon}"))
    assert (reply.text, reply.expects) == ("Do you mean 3 May or 5 March?", Expect.DATE)
    before = past("alarm on 3/5 at noon", expects=Expect.DATE)
    assert ask(meant("alarm_set", "{date:the third of may}", before)).acts == (SetAlarm(NOON.replace(month=5, day=3)),)


@pytest.mark.parametrize("said", ["every weekday wake me at {time:seven}", "alarm at 7 on mondays", "daily at 7"])
def test_nothing_is_repeated_and_the_next_single_one_is_offered(said: str):
    reply = ask(meant("alarm_set", said))
    assert reply.acts == ()
    assert reply.text.startswith("I can't repeat alarms.")
    before = past(said.replace("{time:", "").replace("}", ""), expects=Expect.YES_OR_NO)
    if reply.expects is Expect.YES_OR_NO:
        assert len(ask(meant("alarm_set", "yes please", before, score=0.1)).acts) == 1
    assert ask(meant("alarm_set", "no thanks", before, score=0.1)) == Reply("All right, no alarm.")
    assert claim_on(meant("alarm_set", "what time is it", before, score=0.1)) is None


SEVEN = Alarm(NOON + timedelta(hours=7), "gym", kind=AlarmKind.ALARM, number=4)
EIGHT = Alarm(NOON + timedelta(hours=32), "", kind=AlarmKind.ALARM, number=5)
TIMER = Alarm(NOON + timedelta(hours=1), "", number=6)
BOTH = replace(FACTS, alarms=(TIMER, SEVEN, EIGHT))
SET = past("wake me tomorrow at 8 pm", deeds=(Deed(SetAlarm(NOON + timedelta(hours=32)), True),))


@pytest.mark.parametrize(
    ("said", "hours", "replaces"),
    [
        ("no {time:nine pm}", 33, 5),
        ("actually on {date:friday}", 80, 5),
        ("and again at {time:nine pm}", 33, 0),
        ("move my alarm to {time:nine pm}", 9, 5),
        ("move the {time:seven} alarm to {time:nine pm}", 9, 4),
        ("change the alarm from {time:eight pm} to {time:ten pm}", 10, 5),
    ],
)
def test_the_last_one_is_changed_unless_another_is_wanted(said: str, hours: float, replaces: int):
    before = () if said.startswith(("move", "change")) else (SET,)
    (act,) = ask(meant("alarm_set", said, *before), facts=BOTH).acts
    label = "gym" if replaces == SEVEN.number else ""
    assert act == SetAlarm(NOON + timedelta(hours=hours), label, replaces=replaces)


@pytest.mark.parametrize(
    ("said", "numbers", "answer"),
    [
        ("turn off the {time:seven} alarm", (4,), "I cancelled your alarm at 19:00."),
        ("don't wake me {date:tomorrow}", (5,), "I cancelled your alarm tomorrow at 20:00."),
        ("cancel the last one", (5,), "I cancelled your alarm tomorrow at 20:00."),
        ("cancel all alarms", (4, 5), "I cancelled your alarms at 19:00 and tomorrow at 20:00."),
    ],
)
def test_alarms_are_cancelled(said: str, numbers: tuple[int, ...], answer: str):
    reply = ask(meant("alarm_cancel", said), facts=BOTH)
    (act,) = reply.acts
    assert isinstance(act, CancelTimers)
    assert (act.kind, act.numbers, reply.text) == (AlarmKind.ALARM, numbers, answer)


def test_which_alarm_is_asked():
    reply = ask(meant("alarm_cancel", "cancel the alarm"), facts=BOTH)
    assert (reply.text, reply.expects) == ("Which one: at 19:00 or tomorrow at 20:00?", Expect.TIME)
    before = past("cancel the alarm", task="alarm_cancel", expects=Expect.TIME)
    assert len(ask(meant("alarm_cancel", "the one at seven", before, score=0.1), facts=BOTH).acts) == 1
    assert claim_on(meant("alarm_cancel", "what is this", before, score=0.1)) is None


@pytest.mark.parametrize("said", ["snooze", "let me lie in a bit", "five more minutes", "ring again in five minutes"])
def test_a_snooze_rings_again(said: str):
    minutes = 5 if "five" in said else 10
    reply = ask(meant("alarm_cancel", said), facts=UNSET)
    assert reply.acts == (SetAlarm(NOON + timedelta(minutes=minutes), seconds=60.0 * minutes),)
    assert reply.text == f"I'll ring again in {minutes} minutes."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("when is my alarm", "You have 2 alarms: at 19:00 and tomorrow at 20:00."),
        ("any alarms {date:tomorrow}", "Your alarm is set tomorrow at 20:00."),
        ("is there an alarm for {time:six}", "There is no such alarm. There is one at 19:00 and tomorrow at 20:00."),
    ],
)
def test_alarms_are_told(said: str, answer: str):
    assert ask(meant("alarm_list", said), facts=BOTH) == Reply(answer)
    assert ask(meant("alarm_list", said), facts=replace(FACTS, alarms=(TIMER,))) == Reply("There is no alarm set.")


def test_a_run_that_keeps_none_says_so_or_hands_it_over():
    here = replace(FACTS, keeps=False)
    assert ask(meant("alarm_list", "my alarms"), facts=here).degraded
    assert ask(meant("alarm_cancel", "cancel my alarm"), facts=here) == Reply("", (CancelTimers(kind=AlarmKind.ALARM),))
    at = ask(meant("alarm_cancel", "cancel the seven am alarm"), facts=here)
    assert at.acts == (CancelTimers(kind=AlarmKind.ALARM, at=NOON + timedelta(hours=19)),)


AT_SEVEN = Alarm(NOON + timedelta(hours=19), "", kind=AlarmKind.ALARM, number=3)


@pytest.mark.parametrize(
    ("said", "hours"),
    [("make that half past", 19.5), ("no {time:quarter past}", 19.25), ("make it quarter to", 18.75)],
)
def test_the_hour_stays_where_only_minutes_are_said(said: str, hours: float):
    before = past("set an alarm for seven", deeds=(Deed(SetAlarm(AT_SEVEN.rings), True),))
    (act,) = ask(meant("alarm_set", said, before), facts=replace(FACTS, alarms=(AT_SEVEN,))).acts
    assert act == SetAlarm(NOON + timedelta(hours=hours), replaces=3)


def test_another_is_added_and_one_is_turned_off():
    facts = replace(FACTS, alarms=(AT_SEVEN,))
    (act,) = ask(meant("alarm_set", "add another at {time:eight}", past("which alarms are on")), facts=facts).acts
    assert act == SetAlarm(NOON + timedelta(hours=8))
    off = ask(meant("alarm_set", "turn off the {time:seven} one"), facts=facts)
    assert off.acts == (CancelTimers(kind=AlarmKind.ALARM, numbers=(3,), at=AT_SEVEN.rings),)


def test_a_correction_after_a_question_goes_for_the_one_that_is_set():
    before = past("when is my alarm", task="alarm_list")
    (act,) = ask(
        meant("alarm_set", "actually make it {time:nine}", before), facts=replace(FACTS, alarms=(AT_SEVEN,))
    ).acts
    assert isinstance(act, SetAlarm)
    assert act.replaces == 3


@pytest.mark.parametrize("said", ["drop the {number:seven} one", "turn off the seven o'clock one", "cancel the 7 one"])
def test_the_one_at_seven_is_meant_and_no_snooze(said: str):
    eight = replace(AT_SEVEN, rings=NOON + timedelta(hours=20), number=4)
    reply = ask(meant("alarm_cancel", said), facts=replace(FACTS, alarms=(AT_SEVEN, eight)))
    assert reply.acts == (CancelTimers(kind=AlarmKind.ALARM, numbers=(3,), at=AT_SEVEN.rings),)
    moved = ask(meant("alarm_set", "move the seven one to eight"), facts=replace(FACTS, alarms=(AT_SEVEN, eight)))
    assert moved.acts == (SetAlarm(NOON + timedelta(hours=8), replaces=3),)
