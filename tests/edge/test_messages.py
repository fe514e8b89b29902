"""What machines are told of what was done."""

import pytest

from edge.messages import (
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Deed,
    Drop,
    Forget,
    Keep,
    Kind,
    SetAlarm,
    SetReminder,
    SetTimer,
    StopAll,
    StopClip,
    TakeClip,
    TakePhoto,
    TimerChange,
    deed_row,
)
from tests.edge.moments import NOON

AT = NOON.isoformat()
TIMER, ALARM, REMINDER = ({"skill": kind.value} for kind in AlarmKind)


@pytest.mark.parametrize(
    ("deed", "row"),
    [
        (Deed(SetTimer(60.0), True), {**TIMER, "do": "set", "seconds": 60.0, "label": "", "done": True}),
        (Deed(SetTimer(60.0, "tea"), False), {**TIMER, "do": "set", "seconds": 60.0, "label": "tea", "done": False}),
        (Deed(SetAlarm(NOON), True), {**ALARM, "do": "set", "at": AT, "done": True}),
        (Deed(SetAlarm(NOON, "gym", 5.0, 1), True), {**ALARM, "do": "set", "at": AT, "label": "gym", "done": True}),
        (
            Deed(SetReminder(NOON, "call mum"), True),
            {**REMINDER, "do": "set", "at": AT, "text": "call mum", "done": True},
        ),
        (
            Deed(ChangeTimer(TimerChange.LENGTH, 60.0, "tea", 3), True),
            {**TIMER, "do": "change", "seconds": 60.0, "label": "tea", "done": True},
        ),
        (Deed(ChangeTimer(TimerChange.ADD, -60.0), True), {**TIMER, "do": "change", "add": -60.0, "done": True}),
        (Deed(ChangeTimer(TimerChange.PAUSE), True), {**TIMER, "do": "pause", "done": True}),
        (
            Deed(ChangeTimer(TimerChange.RENAME, name="egg"), True),
            {**TIMER, "do": "rename", "name": "egg", "done": True},
        ),
        (Deed(CancelTimers(), True), {**TIMER, "do": "cancel", "done": True}),
        (Deed(CancelTimers("tea"), True), {**TIMER, "do": "cancel", "label": "tea", "done": True}),
        (Deed(CancelTimers(kind=AlarmKind.ALARM, at=NOON), True), {**ALARM, "do": "cancel", "at": AT, "done": True}),
        (
            Deed(CancelTimers("call mum", AlarmKind.REMINDER), True),
            {**REMINDER, "do": "cancel", "text": "call mum", "done": True},
        ),
        (Deed(StopAll(), True), {"skill": "cancel", "done": True}),
        (Deed(Keep(Kind.NOTE, "x"), True), {"skill": "note", "do": "add", "text": "x", "done": True}),
        (Deed(Keep(Kind.FACT, "x"), False), {"skill": "memory", "do": "add", "text": "x", "done": False}),
        (
            Deed(Keep(Kind.ITEM, "milk", "shopping"), True),
            {"skill": "list", "do": "add", "list": "shopping", "item": "milk", "done": True},
        ),
        (
            Deed(Drop(Kind.ITEM, 7, "milk", "shopping"), True),
            {"skill": "list", "do": "remove", "list": "shopping", "item": "milk", "done": True},
        ),
        (Deed(TakePhoto(), False), {"skill": "photo", "do": "take", "done": False}),
        (Deed(TakePhoto("photos/a.jpg"), True), {"skill": "photo", "do": "take", "file": "photos/a.jpg", "done": True}),
        (Deed(TakeClip(9.0), False), {"skill": "clip", "do": "take", "seconds": 9.0, "done": False}),
        (Deed(StopClip(), True), {"skill": "clip", "do": "stop", "done": True}),
        (Deed(Forget("everything"), True), {"skill": "forget", "do": "wipe", "what": "everything", "done": True}),
    ],
)
def test_a_deed_is_a_row_in_this_order(deed: Deed, row: dict[str, object]):
    assert list(deed_row(deed).items()) == list(row.items())
