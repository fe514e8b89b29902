"""A ledger with many turns in it, each with a word that must not be found once they are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from edge.messages import Begin, End, Instant, Local, Now, Outcome, TurnId, Wall
from edge.reach.gate.receipts import Attempt, Receipts
from edge.store.ledger import Ledger, open_ledger

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
SECRET = b"zanzibar"


def now(minutes: float = 0.0) -> Now:
    """So many minutes after the first turn began."""
    return Now(Instant(0.0), Wall(START + timedelta(minutes=minutes)))


def fill(ledger: Ledger, count: int, first: int = 0) -> None:
    """Turns a minute apart; every tenth answers the fifth one before it late, and every fourth left a receipt."""
    receipts = Receipts(ledger)
    for n in range(first, first + count):
        late = TurnId(n - 4) if n % 10 == 9 else None
        turn = ledger.begin(now(n), Begin(f"zanzibar {n}", late_of=late)).turn
        if n % 4 == 0:
            receipts.open(now(n).wall, Attempt(turn, "x", "asked", "know", 1, "00", {}, {}, "", 0, 0, 0.0), b"")
        ledger.end(now(n), End(turn, Outcome.ANSWERED_LOCAL, "zanzibar " * 5, Local("x"), "y"))


def large(path: Path) -> None:
    """A ledger that is too large to be checked whole when it is opened, with damage where start-up does not look."""
    with open_ledger(path) as ledger:
        turn = ledger.begin(now(), Begin("large")).turn
        ledger.end(now(), End(turn, Outcome.ANSWERED_LOCAL, "x" * 9_000_000, Local("x"), "y"))
    with path.open("r+b") as file:
        file.seek(4_000_000 // 4096 * 4096)
        file.write(b"\xff" * 4096)


def holding(folder: Path) -> list[str]:
    """The names of the files that hold the secret."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes())
