"""A sentence that names or points at what was set a moment ago is about that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from edge.messages import (
    Act,
    AlarmKind,
    CancelTimers,
    Deed,
    Instant,
    Outcome,
    Past,
    SetAlarm,
    SetReminder,
    SetTimer,
    TurnId,
)
from edge.understand.following import family, goes_on
from tests.edge.moments import NOON

TIMER, ALARM = SetTimer(600.0, "sauce"), SetAlarm(NOON)
REMINDER = SetReminder(NOON + timedelta(hours=1), "ring the garage")


def after(*acts: Act, task: str = "", done: bool = True) -> tuple[Past, ...]:
    past = Past(TurnId(1), Instant(0.0), "so", "So.", Outcome.ANSWERED_LOCAL, task=task)
    deeds = tuple(Deed(act, done) for act in acts)
    return (Past(**{name: getattr(past, name) for name in past.__slots__} | {"deeds": deeds}),)


@pytest.mark.parametrize(
    ("said", "act", "task"),
    [
        ("actually make the sauce twenty five", TIMER, "timer_change"),
        ("never mind stop the sauce", TIMER, "timer_cancel"),
        ("what time will the sauce be done", TIMER, "timer_left"),
        ("pause the sauce", TIMER, "timer_change"),
        ("rename it to gravy", TIMER, "timer_change"),
        ("excuse me not ten i want twelve", TIMER, "timer_change"),
        ("which one is first", TIMER, "timer_left"),
        ("what's left", TIMER, "timer_left"),
        ("which ones are still going", TIMER, "timer_left"),
        ("add another at eight", ALARM, "alarm_set"),
        ("make the other one half past", ALARM, "alarm_set"),
        ("how long is that from now", ALARM, "alarm_list"),
        ("cancel that too", ALARM, "alarm_cancel"),
        ("drop the garage one", REMINDER, "reminder_list"),
        ("make the garage quarter past", REMINDER, "reminder_set"),
        ("cancel that too", CancelTimers(kind=AlarmKind.REMINDER), "reminder_list"),
        ("cancel that", TIMER, ""),
        ("what is that", TIMER, ""),
        ("what is left on the plate", TIMER, ""),
        ("is that one red", TIMER, ""),
        ("five", TIMER, ""),
        ("set another alarm for five", TIMER, ""),
        ("add two more to the list", TIMER, ""),
        ("the sauce was good", TIMER, ""),
    ],
)
def test_what_goes_on(said: str, act: Act, task: str):
    assert goes_on(said, after(act)) == task


def test_only_what_was_done_counts():
    assert not goes_on("add another at eight", ())
    assert not goes_on("stop the sauce", after(TIMER, done=False))


def test_the_task_before_tells_the_kind_too():
    assert goes_on("cancel that too", after(task="alarm_list")) == "alarm_cancel"
    assert not goes_on("cancel that too", after(task="count"))


def test_where_another_meaning_is_sure_only_a_plain_name_counts():
    assert goes_on("when will the sauce be ready", after(TIMER), by_name=True) == "timer_left"
    assert not goes_on("when is sauce ready", after(TIMER), by_name=True)
    assert not goes_on("which one is first", after(TIMER), by_name=True)


def test_families():
    assert [family(task) for task in ("timer_set", "alarm_list", "reminder_set", "count")] == [
        "timer", "alarm", "reminder", "",
    ]  # fmt: skip
