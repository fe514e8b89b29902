"""What machines are told of what was done."""

import pytest

from edge.messages import CancelTimers, Deed, SetTimer, StopAll, deed_row
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
    ],
)
def test_a_deed_is_a_row_in_this_order(deed: Deed, row: dict[str, object]):
    assert list(deed_row(deed).items()) == list(row.items())
