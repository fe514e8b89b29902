"""What a running Glint understands of the orders of commands beside it."""

import pytest

from edge.daemon.listener import event_of
from edge.messages import (
    Act,
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Forgotten,
    Ref,
    SetAlarm,
    SetReminder,
    SetTimer,
    StopAll,
    TimerChange,
    TurnId,
    Wanted,
)
from edge.store import orders
from edge.tape.codec import encode
from tests.edge.moments import NOON


def test_acts_arrive_as_they_were_given():
    acts: tuple[Act, ...] = (
        SetTimer(60.0, "tea"), CancelTimers("egg", AlarmKind.ALARM, (1,), NOON), ChangeTimer(TimerChange.ADD, 5.0),
        SetAlarm(NOON), SetReminder(NOON, "x", 5.0, 1), StopAll(),
    )  # fmt: skip
    order = orders.Order("7", orders.ACT, encode(tuple[Act, ...], acts))
    assert event_of(order) == Wanted(Ref("7"), acts)


@pytest.mark.parametrize(
    ("do", "what"),
    [(orders.ACT, [["timer", {"seconds": 60}]]), (orders.ACT, [{"is": "FlyAway"}]), (orders.ACT, 7), ("dance", None)],
)
def test_an_order_of_another_glint_is_not_guessed_at(do: str, what: object):
    assert event_of(orders.Order("7", do, what)) is None


def test_turns_are_forgotten_one_by_one_or_all():
    assert event_of(orders.Order("7", orders.FORGET, [1, 2])) == Forgotten((TurnId(1), TurnId(2)), Ref("7"))
    assert event_of(orders.Order("7", orders.FORGET, None)) == Forgotten(None, Ref("7"))
