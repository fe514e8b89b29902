"""What format 1 told in words is a value in format 2: who waits no more, and which picture was not kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.store.ledger import open_ledger
from edge.store.waiting import still_waiting

OLD = Path(__file__).with_name("format_1.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("outcome", "answer", "why", "waits"),
    [
        ("answered_remote", "Yes.", "asked", False), ("failed", "", "damaged", False), ("cancelled", "In", "", False),
        ("cancelled", "", "", True), ("deferred", "", "", True), ("failed", None, "interrupted", True),
        (None, None, None, True),
    ],
)  # fmt: skip
def test_who_waits_in_format_1_waits_in_format_2(tmp_path, outcome, answer, why, waits):
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(OLD)
        (late,) = database.execute("SELECT id FROM turns WHERE late_of = 1").fetchone()
        row = (outcome, answer, why, late)
        database.execute("UPDATE turns SET outcome = ?, answer = ?, why = ? WHERE id = ?", row)
        database.commit()
    with open_ledger(path) as ledger:
        assert still_waiting(ledger) == ((1,) if waits else ())


@pytest.mark.parametrize(
    ("was", "pictured", "picture"), [("not kept", 1, None), ("/sent/a.jpg", 1, "/sent/a.jpg"), (None, 0, None)]
)
def test_a_receipt_of_format_1_says_whether_a_picture_left(tmp_path, was, pictured, picture):
    path = tmp_path / "ledger.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(OLD)
        database.execute("UPDATE receipts SET picture = ?", (was,))
        database.commit()
    with open_ledger(path) as ledger:
        assert [tuple(row) for row in ledger.read("SELECT pictured, picture FROM receipts")] == [(pictured, picture)]
