"""What is said of the reminders that are set: one is found by a word of its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.messages import Alarm, AlarmKind, CancelTimers
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, meant

GARAGE = Alarm(NOON + timedelta(hours=1), "", kind=AlarmKind.REMINDER, text="ring the garage", number=1)
CLEANING = Alarm(NOON + timedelta(hours=3), "", kind=AlarmKind.REMINDER, text="pick up the dry cleaning", number=2)
BOTH = replace(FACTS, alarms=(GARAGE, CLEANING))


@pytest.mark.parametrize(
    "said",
    [
        "{text:drop the garage} one",
        "{text:drop} {text:the garage} one",
        "drop the garage one",
        "delete the one at {time:one}",
        "drop the one o'clock one",
    ],
)
def test_one_of_two_is_cancelled(said: str):
    reply = ask(meant("reminder_list", said), facts=BOTH)
    assert reply.acts == (CancelTimers("ring the garage", AlarmKind.REMINDER, (1,)),)
    assert reply.text == "I cancelled the reminder: ring the garage."


@pytest.mark.parametrize("said", ["cancel the other one", "cancel one"])
def test_what_only_points_is_asked_back_for(said: str):
    assert ask(meant("reminder_list", said), facts=BOTH).expects is not None


def test_what_is_about_none_is_said_to_be_about_none():
    reply = ask(meant("reminder_list", "drop the dentist one"), facts=BOTH)
    assert reply.acts == ()
    assert reply.text.startswith("There is no such reminder.")


def test_one_is_named_by_its_place():
    assert ask(meant("reminder_list", "cancel the second one"), facts=BOTH).acts == (
        CancelTimers("pick up the dry cleaning", AlarmKind.REMINDER, (2,)),
    )
    assert ask(meant("reminder_list", "cancel the fourth one"), facts=BOTH).acts == ()


@pytest.mark.parametrize("task", ["what", "list_read"])
def test_what_lies_ahead_are_the_reminders(task: str):
    assert "ring the garage" in ask(meant(task, "what have I got coming up"), facts=BOTH).text
