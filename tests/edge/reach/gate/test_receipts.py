"""A receipt says whether a picture left, apart from where it is kept; one that is damaged is named, and told."""

import pytest

from edge.messages import TurnId
from edge.reach.gate.receipts import Attempt, Receipts, Settled
from edge.store.ledger import open_ledger
from tests.edge.reach.test_queue import at


def attempt(**changes):
    values = {"turn": TurnId(1), "to": "x", "cause": "asked", "mode": "know", "bytes": 4, "sha256": "ab" * 32}
    counts = {"blurred": {"face": 1}, "masked": {}, "why": "", "tokens_in": 0, "tokens_out": 0, "money": 0.0}
    return Attempt(**values | counts | changes)


def settled(sent):
    return Settled(sent, 1, 2, 0.0, "")


@pytest.fixture
def ledger():
    with open_ledger(":memory:") as opened:
        yield opened


@pytest.mark.parametrize(
    ("jpeg", "kept", "sent", "row"),
    [
        (b"j", True, "whole", ("FILE", True, "FILE")), (b"j", False, "whole", (None, True, "not kept")),
        (b"j", False, "part", (None, True, "not kept")), (b"", True, "whole", (None, False, None)),
        (b"j", True, "none", (None, False, None)), (b"j", False, "none", (None, False, None)),
    ],
)  # fmt: skip
def test_what_left_of_a_picture(ledger, tmp_path, jpeg, kept, sent, row):
    receipts = Receipts(ledger, tmp_path if kept else None)
    number = receipts.open(at(0).wall, attempt(), jpeg)
    receipts.settle(number, settled(sent))
    receipt = receipts.one(number)
    file = str(tmp_path / f"{'ab' * 12}.jpg")
    assert (receipt.picture, receipt.pictured, receipt.row()["picture"]) == tuple(
        file if it == "FILE" else it for it in row
    )
    assert [path.name for path in tmp_path.iterdir()] == ([f"{'ab' * 12}.jpg"] if row[0] else [])
    assert "pictured" not in receipt.row()


@pytest.mark.parametrize("value", ["{", "[1]", b"\xff", "5"])
def test_a_damaged_receipt_is_told_with_what_can_be_read_and_named(ledger, value):
    receipts = Receipts(ledger)
    receipts.open(at(0).wall, attempt(), b"")
    receipts.open(at(1).wall, attempt(), b"")
    with ledger.write() as database:
        database.execute("UPDATE receipts SET blurred = ? WHERE id = 1", (value,))
    assert [receipt.blurred for receipt in receipts.newest()] == [{}, {"face": 1}]
    assert ledger.trouble.startswith("receipt 1 cannot be read")
