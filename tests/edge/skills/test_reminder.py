"""Reminders: what and when, asked for where it is missing, changed, told and cancelled."""

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
    SetReminder,
    Slot,
)
from edge.skills.skill import Reply
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, UNSET, ask, claim_on, meant
from tests.edge.skills.asking import past as past_turn

past = partial(past_turn, task="reminder_set")


@pytest.mark.parametrize(
    ("said", "text", "hours", "answer"),
    [
        (
            "remind me to {text:call mum} {date:tomorrow} at {time:9}",
            "call mum", 21, "I'll remind you to call mum tomorrow at 9:00.",
        ),
        ("remind me to call mum tomorrow", "call mum", 21, "I'll remind you to call mum tomorrow at 9:00."),
        (
            "remind me to {text:take my tablets at six}",
            "take my tablets", 6, "I'll remind you to take your tablets at 18:00.",
        ),
        (
            "remind me to {text:hand in the essay on} {date:friday} at {time:noon}",
            "hand in the essay", 72, "I'll remind you to hand in the essay on Friday at 12:00.",
        ),
        (
            "remind me to {text:turn it on} at 5 pm", "turn it on", 5, "I'll remind you to turn it on at 17:00.",
        ),
        ("remind me about {text:the dentist} at 5 pm", "the dentist", 5, "I'll remind you about the dentist at 17:00."),
        ("tell me {text:it's over} at 5 pm", "it's over", 5, "I'll remind you at 17:00: it's over."),
        (
            "on sunday at 3 pm no 4 pm remind me to {text:boil eggs for ten minutes}",
            "boil eggs for ten minutes", 124, "I'll remind you to boil eggs for ten minutes on Sunday at 16:00.",
        ),
    ],
)  # fmt: skip
def test_reminders_are_set(said: str, text: str, hours: float, answer: str):
    assert ask(meant("reminder_set", said)) == Reply(answer, (SetReminder(NOON + timedelta(hours=hours), text),))


def test_after_a_length_of_time_no_clock_is_needed():
    act = SetReminder(NOON + timedelta(minutes=20), "check the oven", 1200.0)
    said = meant("reminder_set", "um remind me in like {duration:20 minutes} to check the oven")
    for facts in (FACTS, UNSET):
        assert ask(said, facts=facts) == Reply("I'll remind you to check the oven in 20 minutes.", (act,))
    with pytest.raises(AnswerError, match="clock is not set"):
        ask(meant("reminder_set", "remind me to {text:call mum} at noon"), facts=UNSET)


def test_what_is_missing_is_asked_for():
    reply = ask(meant("reminder_set", "remind me to {text:call mum}"))
    assert (reply.text, reply.acts, reply.expects) == ("Remind you when?", (), Expect.TIME)
    before, slots = past("remind me to call mum", expects=Expect.TIME), (Slot("text", "call mum"),)
    for said, hours in (("at six", 6), ("{date:tomorrow}", 21), ("{duration:an hour}", 1), ("tomorrow at six pm", 30)):
        told = ask(meant("reminder_set", said, replace(before, slots=slots), borrowed=slots, score=0.1))
        (act,) = told.acts
        assert isinstance(act, SetReminder)
        assert (act.at, act.text) == (NOON + timedelta(hours=hours), "call mum")
        assert told.text.startswith("I'll remind you to call mum ")
    assert claim_on(meant("reminder_set", "what is this", before, score=0.1)) is None
    what = ask(meant("reminder_set", "remind me at six"))
    assert (what.text, what.expects) == ("Remind you of what?", Expect.TEXT)
    then = past("remind me at six", expects=Expect.TEXT)
    assert ask(meant("reminder_set", "to {text:call mum}", then)).acts == (
        SetReminder(NOON + timedelta(hours=6), "call mum"),
    )


def test_nothing_is_repeated_and_the_next_single_one_is_offered():
    asked = "every monday remind me to take the bins out"
    reply = ask(meant("reminder_set", "every monday remind me to {text:take the bins out}"))
    assert (reply.acts, reply.expects) == ((), Expect.YES_OR_NO)
    assert reply.text == "I can't repeat reminders. Shall I remind you once, on Monday at 9:00?"
    before = past(asked, expects=Expect.YES_OR_NO, slots=(Slot("text", "take the bins out"),))
    act = SetReminder(NOON + timedelta(days=5, hours=21), "take the bins out")
    assert ask(meant("reminder_set", "yes", before, score=0.1)).acts == (act,)
    assert ask(meant("reminder_set", "no", before, score=0.1)) == Reply("All right, no reminder.")


MUM = Alarm(NOON + timedelta(hours=6), "", kind=AlarmKind.REMINDER, text="call mum", number=2)
CAT = Alarm(NOON + timedelta(hours=21), "", kind=AlarmKind.REMINDER, text="feed my cat", number=3)
BOTH = replace(FACTS, alarms=(MUM, CAT, Alarm(NOON, "", number=4)))
SET = past("remind me to feed my cat tomorrow at 9", deeds=(Deed(SetReminder(CAT.rings, CAT.text), True),))


@pytest.mark.parametrize(
    ("said", "text", "hours", "replaces"),
    [
        ("no at {time:eight pm}", "feed my cat", 32, 3),
        ("actually {date:friday} is better", "feed my cat", 69, 3),
        ("and to {text:water the plants}", "water the plants", 21, 0),
        ("move the reminder to {text:call mum} to {time:eight pm}", "call mum", 8, 2),
        ("make that reminder for {time:eight pm} instead", "feed my cat", 8, 3),
    ],
)
def test_the_last_one_is_changed_unless_another_is_wanted(said: str, text: str, hours: float, replaces: int):
    before = () if "reminder" in said else (SET,)
    (act,) = ask(meant("reminder_set", said, *before), facts=BOTH).acts
    assert act == SetReminder(NOON + timedelta(hours=hours), text, replaces=replaces)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("what reminders do i have", "You have 2 reminders: call mum, at 18:00 and feed your cat, tomorrow at 9:00."),
        ("what am i supposed to do {date:tomorrow}", "You have one reminder: feed your cat, tomorrow at 9:00."),
        ("when is the reminder to {text:call mum}", "You have one reminder: call mum, at 18:00."),
        ("is there one about {text:the dentist}", "There is no such reminder. You have: call mum and feed your cat."),
    ],
)
def test_reminders_are_told(said: str, answer: str):
    assert ask(meant("reminder_list", said), facts=BOTH) == Reply(answer)


@pytest.mark.parametrize(
    ("said", "numbers", "text"),
    [
        ("cancel the reminder to {text:call mum}", (2,), "call mum"),
        ("i don't want the reminder at {time:six}", (2,), "call mum"),
        ("forget the last reminder", (3,), "feed my cat"),
        ("delete all my reminders", (2, 3), ""),
    ],
)
def test_reminders_are_cancelled(said: str, numbers: tuple[int, ...], text: str):
    reply = ask(meant("reminder_list", said), facts=BOTH)
    assert reply.acts == (CancelTimers(text, AlarmKind.REMINDER, numbers),)
    assert reply.text.startswith("I cancelled the reminder")


def test_which_reminder_is_asked():
    reply = ask(meant("reminder_list", "cancel the reminder"), facts=BOTH)
    assert (reply.text, reply.expects) == ("Which one: call mum or feed your cat?", Expect.TEXT)
    before = past("cancel the reminder", task="reminder_list", expects=Expect.TEXT)
    assert len(ask(meant("reminder_list", "{text:the cat}", before, score=0.1), facts=BOTH).acts) == 1
    none = ask(meant("reminder_list", "cancel the reminder"), facts=FACTS)
    assert none == Reply("You have no reminders.")


def test_a_run_that_keeps_none_says_so_or_hands_it_over():
    here = replace(FACTS, keeps=False)
    assert ask(meant("reminder_list", "my reminders"), facts=here).degraded
    cancelled = ask(meant("reminder_list", "cancel the reminder to {text:call mum}"), facts=here)
    assert cancelled == Reply("", (CancelTimers("call mum", AlarmKind.REMINDER),))


@pytest.mark.parametrize(
    ("said", "number", "hours"), [("make that half past", 3, 21.5), ("make the other one half past", 2, 6.5)]
)
def test_the_hour_stays_where_only_minutes_are_said(said: str, number: int, hours: float):
    (act,) = ask(meant("reminder_set", said, past("remind me to feed my cat at six")), facts=BOTH).acts
    text = next(one.text for one in BOTH.alarms if one.number == number)
    assert act == SetReminder(NOON + timedelta(hours=hours), text, None, number)


def test_nobody_is_reminded_at_three_at_night():
    on_day = ask(meant("reminder_set", "remind me {date:tomorrow} at {time:three} to {text:ring}"))
    assert on_day.text == "I'll remind you to ring tomorrow at 15:00."
    early = ask(meant("reminder_set", "remind me {date:tomorrow} at {time:three in the morning} to {text:ring}"))
    assert early.text == "I'll remind you to ring tomorrow at 3:00."
