"""Receipts go with their pictures, and pictures that no receipt names go too, once they are no longer fresh."""

import shutil

import pytest

from edge.messages import TurnId
from edge.store import forget
from edge.store.keepers import Wiped
from edge.store.sent import Sent, orphans, what_left
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_an_orphan_that_is_fresh_is_named_and_one_with_a_receipt_stays(store):
    (store.folder / "sent" / "fresh.jpg").write_bytes(b"x")
    gone = orphans(store)
    assert gone.counts == {"pictures": 0}
    assert "fresh.jpg: no receipt names it yet" in gone.left[0]


def test_what_a_damaged_receipt_says_of_its_picture_is_no_path(store):
    with store.ledger.write() as database:
        database.execute("UPDATE receipts SET picture = x'ff00'")
    assert forget.wipe_all(store).counts["pictures"] == 1


def test_a_picture_goes_with_the_turn_of_its_receipt(store):
    assert Sent().wipe(store, [TurnId(2)]) == Wiped({"receipts": 0, "pictures": 0})
    assert Sent().wipe(store, [TurnId(1)]) == Wiped({"receipts": 1, "pictures": 1})
    assert list((store.folder / "sent").iterdir()) == []


def test_a_folder_that_cannot_be_looked_into_is_no_picture(store):
    assert Sent().counted(store)["pictures"] == 1
    shutil.rmtree(store.folder / "sent")
    (store.folder / "sent").write_bytes(b"x")
    assert Sent().counted(store)["pictures"] == 0


def test_what_left_is_told_with_what_was_asked_and_what_did_not_leave_is_not(store):
    one = what_left(store.ledger)[0]
    assert (one.to, one.asked, one.bytes, one.pictured) == ("x", "private", 1, True)
    with store.ledger.write() as database:
        database.execute("UPDATE receipts SET sent = 'none'")
    assert what_left(store.ledger) == ()


@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "noon"), ("at", "2026-03-01T12:00"), ("at", b"\xff"), ("bytes", 9e999), ("bytes", "x")],
)
def test_a_receipt_that_cannot_be_read_is_named(store, column, value):
    with store.ledger.write() as database:
        database.execute(f"UPDATE receipts SET {column} = ?", (value,))  # noqa: S608
    assert what_left(store.ledger) == ()
    assert "a receipt cannot be read" in store.ledger.trouble
