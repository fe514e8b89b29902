"""What machines are told of what was done."""

import pytest

from edge.messages import (
    CancelTimers,
    Deed,
    Drop,
    Forget,
    Keep,
    Kind,
    SetTimer,
    StopAll,
    StopClip,
    TakeClip,
    TakePhoto,
    deed_row,
)
from tests.edge.moments import NOON


@pytest.mark.parametrize(
    ("deed", "row"),
    [
        (Deed(SetTimer(60.0), True), {"skill": "timer", "seconds": 60.0, "label": "", "done": True}),
        (
            Deed(SetTimer(60.0, "tea", NOON), False),
            {"skill": "timer", "seconds": 60.0, "label": "tea", "at": NOON.isoformat(), "done": False},
        ),
        (Deed(CancelTimers(), True), {"skill": "cancel_timer", "done": True}),
        (Deed(CancelTimers("tea"), True), {"skill": "cancel_timer", "label": "tea", "done": True}),
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
