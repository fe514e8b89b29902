"""Receipts: a row for each request, written before its first byte and settled afterwards; the budget sums them.

A row begins as `part`, with the most that its answer may cost: should the process die, nothing is claimed that may be
wrong. Settled, it says whole, part or none, and what the server really counted.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.errors import LedgerError
from edge.messages import Spent, TurnId
from edge.records import dataclass
from edge.store.ledger_row import COUNTS, MOMENT, NUMBER, NUMBER_OR_NONE, TEXT, TEXT_OR_NONE, Column, read_row
from edge.store.private_file import write_private

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from sqlite3 import Row

    from edge.messages import Wall
    from edge.store.ledger import Ledger

_OPEN = """INSERT INTO receipts (turn, owner, at, seconds, "to", cause, mode, bytes, sent, sha256, picture, pictured,
                                 blurred, masked, why, tokens_in, tokens_out, money)
           VALUES (:turn, :owner, :at, :seconds, :to, :cause, :mode, :bytes, 'part', :sha256, :picture, :pictured,
                   :blurred, :masked, :why, :tokens_in, :tokens_out, :money)"""
_SETTLE = """UPDATE receipts SET sent = :sent, why = :why, tokens_in = :tokens_in, tokens_out = :tokens_out,
                                money = :money, picture = CASE WHEN :sent = 'none' THEN NULL ELSE picture END,
                                pictured = pictured AND :sent != 'none'
             WHERE id = :id"""
_SPENT = """SELECT TOTAL(MAX(tokens_in, 0)) + TOTAL(MAX(tokens_out, 0)) AS tokens, TOTAL(MAX(bytes, 0)) AS bytes,
                   TOTAL(MAX(money, 0)) AS money
            FROM receipts WHERE seconds > ? AND sent != 'none'"""
_MOST = 2**53
"""Above this a sum is damage, and everything is spent."""
_NEWEST = "SELECT * FROM (SELECT * FROM receipts ORDER BY id DESC LIMIT ?) ORDER BY id"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a receipt holds before the first byte leaves."""

    turn: TurnId | None
    to: str
    cause: str
    mode: str
    bytes: int
    sha256: str
    blurred: Mapping[str, int]
    masked: Mapping[str, int]
    why: str
    tokens_in: int
    tokens_out: int
    money: float


@dataclass(frozen=True, slots=True)
class Settled:
    """What a receipt holds afterwards: how much left, what was counted, how it ended."""

    sent: str
    tokens_in: int
    tokens_out: int
    money: float
    why: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as the ledger has it, and as it is shown."""

    id: int
    turn: TurnId | None
    at: str
    to: str
    cause: str
    mode: str | None
    bytes: int
    sent: str
    sha256: str
    picture: str | None
    """The file with the very JPEG that left; None: none left, or it was not kept."""
    pictured: bool
    """Whether a picture left."""
    blurred: Mapping[str, int]
    masked: Mapping[str, int]
    why: str

    @property
    def kept(self) -> Path | None:
        """The file with the picture that left; None where none left, or it was not kept."""
        return Path(self.picture) if self.picture is not None else None

    def row(self) -> dict[str, Any]:
        """As promised to machines: `picture` is the file, "not kept", or null where none left."""
        unkept = "not kept" if self.pictured else None
        row = {name: value for name, value in asdict(self).items() if name != "pictured"}
        return row | {"picture": self.picture or unkept}


class Receipts:
    """The receipts of one ledger. `folder` is where pictures that left are kept; None: they are not."""

    def __init__(self, ledger: Ledger, folder: Path | None = None) -> None:
        self._ledger = ledger
        self._folder = folder

    def open(self, wall: Wall, attempt: Attempt, jpeg: bytes) -> int:
        """Write it down before anything leaves. Raises LedgerError, and then nothing may leave."""
        if not self._ledger.lasts:
            raise LedgerError("the ledger is not on disk just now, and without a receipt nothing leaves")
        values = asdict(attempt) | {
            "owner": self._ledger.owner,
            "at": wall.time.isoformat(timespec="milliseconds"),
            "seconds": wall.time.timestamp(),
            "blurred": json.dumps(attempt.blurred),
            "masked": json.dumps(attempt.masked),
            "picture": self._keep(attempt.sha256, jpeg),
            "pictured": bool(jpeg),
        }
        with self._ledger.write() as database:
            number = database.execute(_OPEN, values).lastrowid
        if number is None:
            raise LedgerError("the ledger gave a receipt no number")
        return number

    def settle(self, number: int, settled: Settled) -> None:
        """Say what became of it. Where that cannot be written the row stays at `part`, which claims nothing wrong."""
        with suppress(LedgerError), self._ledger.write() as database:
            row = database.execute("SELECT picture FROM receipts WHERE id = ?", (number,)).fetchone()
            if settled.sent == "none" and row is not None and isinstance(row["picture"], str):
                Path(row["picture"]).unlink(missing_ok=True)  # it did not leave
            database.execute(_SETTLE, asdict(settled) | {"id": number})

    def spent(self, wall: Wall, seconds: float) -> Spent:
        """What was spent in a span up to now. Receipts from a clock that was ahead count as well."""
        row = self._ledger.read(_SPENT, (wall.time.timestamp() - seconds,))[0]
        tokens, size, money = (min(row[name], _MOST) for name in ("tokens", "bytes", "money"))
        return Spent(int(tokens), int(size), money)

    def newest(self, limit: int = 20) -> list[Receipt]:
        """The newest ones, the oldest of them first; -1 means all."""
        return [_receipt(row, self._ledger.unread) for row in self._ledger.read(_NEWEST, (limit,))]

    def one(self, number: int) -> Receipt | None:
        """A receipt by its number."""
        rows = self._ledger.read("SELECT * FROM receipts WHERE id = ?", (number,))
        return _receipt(rows[0], self._ledger.unread) if rows else None

    def _keep(self, sha256: str, jpeg: bytes) -> str | None:
        if not jpeg or self._folder is None:
            return None
        path = self._folder / f"{sha256[:24]}.jpg"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(path, jpeg)
        except OSError as error:
            raise LedgerError(f"the picture that is to leave cannot be kept ({error.strerror})") from error
        return str(path)


def _receipt(row: Row, unread: Callable[[str], None]) -> Receipt:
    """A receipt from its row. What cannot be read of it is empty, and `unread` is told the row."""
    return Receipt(**read_row(row, _COLUMNS, partial(unread, f"receipt {row['id']}")))


_COLUMNS: Mapping[str, Column] = {
    "id": NUMBER,
    "turn": NUMBER_OR_NONE,
    "at": MOMENT,
    "mode": TEXT_OR_NONE,
    "bytes": NUMBER,
    "picture": TEXT_OR_NONE,
    "pictured": Column(bool),
    **dict.fromkeys(("to", "cause", "sent", "sha256", "why"), TEXT),
    **dict.fromkeys(("blurred", "masked"), COUNTS),
}
