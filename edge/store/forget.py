"""Forgetting: what was kept of a turn, a span or everything goes, wholly: rows, pictures, tapes, what waits, notes.

Rows are overwritten where they stood (secure_delete), the file is written anew without its free pages, and its
journal is emptied. A daemon that runs beside is told first, so that it drops what it has in mind.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.messages import TurnId
from edge.store.owner import is_alive

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.config import PrivacyConfig
    from edge.store.ledger import Ledger

TAPES, SENT = "tapes", "sent"
ORDER, DONE, DAEMON = "forget", "forgot", "daemon"  # keys of notes
ANSWER_WITHIN = 3.0
MEGABYTE = 1_000_000

_SPAN = "SELECT id FROM turns WHERE julianday(began) BETWEEN julianday(?) AND julianday(?)"
_FAMILY = """WITH RECURSIVE family (id) AS (VALUES (?) UNION
               SELECT turns.id FROM turns JOIN family ON turns.late_of = family.id UNION
               SELECT turns.late_of FROM turns JOIN family ON turns.id = family.id WHERE turns.late_of IS NOT NULL)
             SELECT id FROM family WHERE id IN (SELECT id FROM turns)"""


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much of each kind is gone."""

    turns: int = 0
    receipts: int = 0
    pictures: int = 0
    tapes: int = 0
    waiting: int = 0
    notes: int = 0
    files: int = 0
    """Damaged ledgers that had been moved aside."""

    def __str__(self) -> str:
        parts = [f"{count} {field.name}" for field in fields(self) if (count := getattr(self, field.name))]
        return ", ".join(parts) or "nothing"


def family(ledger: Ledger, turn: TurnId) -> tuple[TurnId, ...]:
    """A turn with its late answer, or with the question that it answers late."""
    return tuple(TurnId(row["id"]) for row in ledger.read(_FAMILY, (turn,)))


def between(ledger: Ledger, begin: datetime, end: datetime) -> tuple[TurnId, ...]:
    """The turns that began in a span, with their late answers."""
    rows = ledger.read(_SPAN, (begin.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat()))
    return tuple(dict.fromkeys(one for row in rows for one in family(ledger, TurnId(row["id"]))))


def wipe(ledger: Ledger, folder: Path, turns: tuple[TurnId, ...]) -> Wiped:
    """Forget some turns: what they left, and every tape that was running then, since a tape cannot be cut."""
    listed = ",".join(str(int(turn)) for turn in turns) or "NULL"
    times = ledger.read(f"SELECT began, ended FROM turns WHERE id IN ({listed})")  # noqa: S608 - numbers of ours
    spans = [(_time(row["began"]), _time(row["ended"] or row["began"])) for row in times]
    where = f"WHERE turn IN ({listed})"
    pictures = _pictures(ledger, where)
    with ledger.write() as database:
        receipts = database.execute(f"DELETE FROM receipts {where}").rowcount  # noqa: S608
        waiting = database.execute(f"DELETE FROM queue {where}").rowcount  # noqa: S608
        gone = database.execute(f"DELETE FROM turns WHERE id IN ({listed})").rowcount  # noqa: S608
    ledger.compact()
    tapes = [tape for tape in tapes_in(folder) if any(_overlaps(tape, span) for span in spans)]
    return Wiped(gone, receipts, _remove(pictures), _remove(tapes), waiting)


def wipe_all(ledger: Ledger, folder: Path) -> Wiped:
    """Forget everything. Numbers of turns are not given again."""
    pictures = {*_pictures(ledger, ""), *(folder / SENT).glob("*")}
    with ledger.write() as database:
        counts = [database.execute(f"DELETE FROM {name}").rowcount for name in ("turns", "receipts", "queue")]  # noqa: S608
        notes = database.execute("DELETE FROM notes WHERE key NOT LIKE ? || ' %'", (DAEMON,)).rowcount
    ledger.compact()
    tapes, aside = _remove(tapes_in(folder)), _remove(folder.glob("ledger.sqlite.damaged-*"))
    return Wiped(counts[0], counts[1], _remove(pictures), tapes, counts[2], notes, aside)


def retain(ledger: Ledger, folder: Path, privacy: PrivacyConfig, now: datetime) -> Wiped:
    """What the config says about age and size: old turns go, and the oldest pictures and tapes above the size."""
    oldest = now - timedelta(days=privacy.keep_days)
    old = between(ledger, datetime(1970, 1, 1, tzinfo=UTC), oldest)
    gone = wipe(ledger, folder, old) if old else Wiped()
    kept = sorted(
        [*tapes_in(folder), *(folder / SENT).glob("*.jpg")], key=lambda path: path.stat().st_mtime, reverse=True
    )
    size, too_many = 0, []
    for path in kept:
        size += path.stat().st_size
        if size > privacy.keep_megabytes * MEGABYTE or path.stat().st_mtime < oldest.timestamp():
            too_many.append(path)
    tapes = _remove(path for path in too_many if path.parent.name == TAPES)
    pictures = _remove(path for path in too_many if path.parent.name == SENT)
    return Wiped(gone.turns, gone.receipts, gone.pictures + pictures, gone.tapes + tapes, gone.waiting)


# --------------------------------------------------------------------------------------- a daemon that runs beside


def announce(ledger: Ledger) -> None:
    """A daemon says that it is here, and wants to be told."""
    ledger.remember(f"{DAEMON} {ledger.owner}", True)


def depart(ledger: Ledger) -> None:
    """It leaves."""
    with suppress(LedgerError), ledger.write() as database:
        database.execute(
            "DELETE FROM notes WHERE key IN (?, ?)", (f"{DAEMON} {ledger.owner}", f"{DONE} {ledger.owner}")
        )


def order(ledger: Ledger) -> tuple[str, tuple[TurnId, ...] | None]:
    """What a daemon was told to forget, and the token to confirm it with; None: everything."""
    token, turns = ledger.recall(ORDER, ["", []])
    return token, None if turns is None else tuple(TurnId(turn) for turn in turns)


def confirm(ledger: Ledger, token: str) -> None:
    """It has."""
    ledger.remember(f"{DONE} {ledger.owner}", token)


def tell(ledger: Ledger, turns: tuple[TurnId, ...] | None) -> tuple[int, int]:
    """Tell every living daemon and wait until each has confirmed; how many were told, and how many confirmed."""
    rows = ledger.read("SELECT key FROM notes WHERE key LIKE ? || ' %'", (DAEMON,))
    owners = [str(row["key"]).partition(" ")[2] for row in rows]
    living = [owner for owner in owners if is_alive(owner) and owner != ledger.owner]
    token = secrets.token_hex(8)
    ledger.remember(ORDER, [token, turns])
    for owner in living:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(int(owner.split("/")[1]), signal.SIGUSR1)
    deadline = time.monotonic() + ANSWER_WITHIN
    waiting = set(living)
    while waiting and time.monotonic() < deadline:
        time.sleep(0.02)
        waiting = {owner for owner in waiting if ledger.recall(f"{DONE} {owner}") != token}
    return len(living), len(living) - len(waiting)


# ------------------------------------------------------------------------------------------------------------- files


def tapes_in(folder: Path) -> list[Path]:
    """Every tape, and what was written of one."""
    return sorted((folder / TAPES).glob("*"))


def _pictures(ledger: Ledger, where: str) -> list[Path]:
    rows = ledger.read(f"SELECT picture FROM receipts {where}")  # noqa: S608 - one of two clauses of ours
    return [Path(row["picture"]) for row in rows if row["picture"] and Path(row["picture"]).is_absolute()]


def _overlaps(tape: Path, span: tuple[datetime, datetime]) -> bool:
    """A tape is named by its begin and was last written at its end."""
    end = datetime.fromtimestamp(tape.stat().st_mtime, UTC)
    try:
        begin = datetime.strptime(tape.name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return True  # when it began nobody knows: better gone than kept
    return begin <= span[1] and span[0] <= end


def _remove(paths: Iterable[Path]) -> int:
    return sum(_gone(path) for path in paths)


def _gone(path: Path) -> bool:
    if path.is_dir():
        shutil.rmtree(path)
        return True
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
