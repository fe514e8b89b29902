"""The ledger: every turn is one row, on SQLite (WAL), open in a daemon and in commands at once.

A disk that is full or a file that is damaged never costs a turn: what could not be written is owed, and written as
soon as it can be; `trouble` has a word for the wearer meanwhile. Whoever must know that a row is safe before going
on (a receipt before the first byte leaves) uses `write`, which raises LedgerError.
"""

from __future__ import annotations

import json
import math
import secrets
import sqlite3
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from edge.errors import LedgerError
from edge.messages import Begin, End, Now, Query, TurnId, deed_row
from edge.store.ledger_file import (
    BUSY_WITHIN,
    empty_journal,
    go_on_after,
    is_damage,
    open_or_replace,
    transaction,
    write_anew,
)
from edge.store.ledger_row import TurnRow, read_json, turn_row, utc
from edge.store.owed import Owed
from edge.store.owner import is_alive, this_process
from edge.store.queue_rows import GIVE_BACK, settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

__all__ = ["Ledger", "TurnRow", "open_ledger"]

OWED_AFTER = 0.1
"""Seconds that a turn waits for another process that is writing; the voice of whoever asks must not wait longer."""

_BEGIN = """INSERT INTO turns (id, owner, began, began_at, trusted, text, mode, follows, late_of)
            VALUES (:id, :owner, :began, :began_at, :trusted, :text, :mode, :follows, :late_of)"""
_END = """UPDATE turns SET outcome = :outcome, answer = :answer, route = :route, intent = :intent, why = :why,
                           sources = :sources, acts = :acts, stages = :stages, ended = :ended
          WHERE id = :id AND outcome IS NULL"""
_CLOSE = """UPDATE turns SET outcome = 'failed', why = :why, ended = :ended WHERE owner = :owner AND outcome IS NULL"""
_INTERRUPTED = "interrupted"
"""Why a turn failed whose process died: for people. Nothing is decided by it."""
_OWNERS = """SELECT owner FROM turns WHERE outcome IS NULL
             UNION SELECT lease_owner FROM queue WHERE state = 'asking' AND lease_owner IS NOT NULL"""
_REMEMBER = "INSERT INTO notes VALUES (:key, :value) ON CONFLICT DO UPDATE SET value = excluded.value"
_NEWEST = "SELECT * FROM (SELECT * FROM turns ORDER BY began DESC, id DESC LIMIT ?) ORDER BY began, id"


def spelled(text: str) -> str:
    """The same text, with a sign for each half letter: bytes of a command line that are no UTF-8, half an emoji."""
    return text.encode(errors="replace").decode()


def open_ledger(path: Path | str, *, owner: str | None = None, patience: float = BUSY_WITHIN) -> Ledger:
    """Open or make a ledger; ":memory:" keeps nothing. Refuses one that a newer Glint wrote with a FormatError.

    A damaged file is moved aside; where none can be had, the ledger is kept in memory. `trouble` says so. `patience`:
    seconds that whoever must write, or compact, waits for another process.
    """
    return Ledger(str(path), owner or this_process(), patience)


class Ledger:
    """Turns, and a connection for what else is kept beside them. Any thread may use it."""

    def __init__(self, path: str, owner: str, patience: float) -> None:
        self.owner = owner
        self.path = path
        self._patience = patience
        self._lock = threading.RLock()
        self._owed = Owed()
        self._opened = open_or_replace(path)
        self._trouble = ""
        self._unread: dict[str, None] = {}
        self._newest = 0

    @property
    def _database(self) -> sqlite3.Connection:
        return self._opened.database

    @property
    def trouble(self) -> str:
        """What the wearer should know: the file was damaged, or nothing is kept just now. Empty: all is well."""
        if self._trouble or not self.unusable:
            return self._trouble or self._opened.word or self._unread_word()
        return f"{self.unusable}: nothing of this run is kept"

    @property
    def unusable(self) -> str:
        """Why the file that was asked for cannot be used and memory stands in for it; empty where it can."""
        return self._opened.word if self._opened.stands_in else ""

    @property
    def lasts(self) -> bool:
        """Whether what is written now is kept as the caller asked: on disk, or, for an in-memory ledger, in memory."""
        return not self._opened.stands_in

    @property
    def refused(self) -> int:
        """How many turns could not even be kept in memory since anything was written last."""
        return self._owed.lost

    @property
    def unwritten(self) -> str:
        """Which turns go with this process if it ends now: said once it is closed; empty: none does."""
        turns = self._owed.turns
        return f"{self._trouble or self.trouble}; so {turns} turns are not kept" if turns else ""

    def unread(self, row: str) -> None:
        """Whoever read this row found it damaged, and went on without it: `trouble` names it from now on."""
        self._unread[row] = None

    def _unread_word(self) -> str:
        if not self._unread:
            return ""
        first, *more = self._unread
        others = f" and {len(more)} more" if more else ""
        return f"{first}{others} cannot be read and counts as empty; glint forget --all wipes it"

    # ---------------------------------------------------------------------------------------------------- turns

    def begin(self, now: Now, begin: Begin) -> Query:
        """Open a turn and give it its number. Never fails: a turn that cannot be written yet gets a negative one."""
        text = spelled(begin.text)
        row: dict[str, Any] = {
            "id": None, "owner": self.owner, "began": utc(now.wall.time), "began_at": now.at,
            "trusted": now.wall.trusted, "text": text, "mode": begin.mode,
            "follows": begin.follows, "late_of": begin.late_of,
        }  # fmt: skip
        with self._lock:
            self._owed.begin((_BEGIN, row))
            number = self._pay(OWED_AFTER)
            if number is None:
                self._owed.number(number := -1 - secrets.randbelow(2**52))
        self._newest = max(self._newest, number)
        return Query(
            TurnId(number), text, begin.confidence, begin.follows, begin.mode, begin.picture, begin.late_of,
            begin.ref, begin.intent, begin.conversation, begin.others,
        )  # fmt: skip

    def end(self, now: Now, end: End) -> None:
        """Close a turn, and with it what waits for its answer. Never fails; a turn that has ended stays as it is."""
        row = {
            "id": end.turn, "outcome": str(end.outcome), "answer": spelled(end.text), "why": spelled(end.why),
            "route": None if end.route is None else str(end.route),
            "intent": None if end.intent is None else str(end.intent),
            "sources": json.dumps(end.sources),
            "acts": json.dumps([deed_row(deed) for deed in end.acts]),
            "stages": json.dumps({name: round(1000 * seconds, 3) for name, seconds in end.stages.items()}),
            "ended": utc(now.wall.time),
        }  # fmt: skip
        with self._lock:
            self._owed.end(end.turn, (_END, row), *settled(end, self.owner))
            self._pay(OWED_AFTER)

    def turns(self, limit: int = 20) -> list[TurnRow]:
        """The newest turns, the oldest of them first; a limit of -1 means all."""
        return [turn_row(row, self.unread) for row in self.read(_NEWEST, (limit,))]

    def turn(self, number: TurnId) -> TurnRow | None:
        """One turn."""
        rows = self.read("SELECT * FROM turns WHERE id = ?", (number,))
        return turn_row(rows[0], self.unread) if rows else None

    def close_dead(self, now: Now) -> int:
        """Close, as failed, the turns whose process is gone, and let what it was asking wait again. Says how many.

        Those of a living process are its own. Raises LedgerError.
        """
        owners = [str(row["owner"]) for row in self.read(_OWNERS)]
        gone = [owner for owner in owners if owner != self.owner and not is_alive(owner)]
        dead = [{"owner": owner, "why": _INTERRUPTED, "ended": utc(now.wall.time)} for owner in gone]
        with self.write() as database:
            database.executemany(GIVE_BACK, dead)
            return database.executemany(_CLOSE, dead).rowcount if dead else 0

    # ---------------------------------------------------------------------------------------------------- notes

    def remember(self, key: str, value: object) -> None:
        """Keep something JSON can hold under a key, such as the alarms that must survive a restart. Never fails."""
        with self._lock:
            self._owed.note(key, (_REMEMBER, {"key": key, "value": json.dumps(value)}))
            self._pay(OWED_AFTER)

    def recall(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - whatever was remembered
        """What was last remembered under a key; the default where that is nothing, or cannot be read any more."""
        rows = self.read("SELECT value FROM notes WHERE key = ?", (key,))
        found = read_json(rows[0]["value"], object) if rows else default
        if found is None and rows and rows[0]["value"] != "null":
            self.unread(f"the note '{key}'")
            return default
        return found

    # ------------------------------------------------------------------------------- what others keep beside turns

    def read(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """All rows of a SELECT, with what was owed if that can be written now; raises LedgerError."""
        with self._guarded():
            self._pay(OWED_AFTER)
            return self._database.execute(sql, values).fetchall()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: what is written inside is kept once this ends, all of it or nothing; raises LedgerError."""
        with self._guarded():
            self._pay(self._patience)  # first what was owed, so that all is written in the order in which it happened
            with transaction(self._database, self._patience) as database:
                yield database

    def compact(self, at_most: float = math.inf, patience: float | None = None) -> None:
        """Write the file anew and empty its journal: no byte of what was wiped stays in either, or LedgerError.

        A file that holds more than `at_most` bytes is not written anew, as nobody else can write meanwhile: its rows
        were overwritten where they stood, but a copy that SQLite made of one when it moved it may stay. `patience`:
        seconds to wait for whoever reads, in which nobody else can write either; as this ledger's, if not said.
        """
        with self._guarded():
            write_anew(self._database, at_most)
            if not empty_journal(self._database, self._patience if patience is None else patience):
                raise LedgerError("another program still reads it as it was before")

    def close(self) -> None:
        """Pay what is owed, if it can be paid, and close the file."""
        with self._lock:
            self._pay(self._patience)
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # ---------------------------------------------------------------------------------------------- when it fails

    def _pay(self, busy_within: float) -> int | None:
        try:
            number = self._write_owed(busy_within) if self._owed else None
        except LedgerError as error:
            lost = f", and {self._owed.lost} newer turns are not kept" if self._owed.lost else ""
            self._trouble = f"{error}: {len(self._owed)} entries are in memory alone{lost}"
            return None
        self._trouble = ""
        return number

    def _write_owed(self, busy_within: float) -> int | None:
        number = None
        with self._guarded(), transaction(self._database, busy_within) as database:
            for sql, values in self._owed.statements():
                number = database.execute(sql, values).lastrowid
        self._owed.clear()
        return number

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """One caller at a time; SQLite's errors become ours, and a damaged file makes place for a new one."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as error:
                if is_damage(error):
                    self.set_aside()
                    raise LedgerError(self._opened.word or str(error)) from error
                raise LedgerError(f"the ledger cannot be used just now ({error})") from error
            except OverflowError:
                raise LedgerError("no number in the ledger is as large as that") from None

    def set_aside(self) -> None:
        """Begin a new file in place of a damaged one, and no number is given again that a turn of this process has."""
        with self._lock, suppress(sqlite3.Error):
            self._database.close()
            self._opened = open_or_replace(self.path, suspect=True)
            go_on_after(self._database, self._newest)
