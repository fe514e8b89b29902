"""Forgetting: what was kept of a turn, a span or everything goes, wholly: rows, pictures, tapes, what waits, notes.

Files go first, as the rows are what leads to them. Rows are overwritten where they stood (secure_delete), the file is
written anew without its free pages, and its journal is emptied: what could not be done is named in `Wiped.left`. All
of it grows with what is wiped and with what is kept, never with the product. A daemon that runs beside is told first,
so that it drops what it has in mind.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.messages import TurnId
from edge.store import forget_files as files
from edge.store.ledger_row import utc
from edge.store.orders import DAEMON

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.config import PrivacyConfig
    from edge.store.ledger import Ledger

MEGABYTE = 1_000_000
BITE = 200
"""Turns that one transaction wipes: a few milliseconds, for which others who write have to wait."""
TRIES = 20
COMPACTED_AT_ONCE = 2 * MEGABYTE
"""A ledger of this size is written anew within some 30 ms, so that may be done while somebody else is served."""

_RELATED = """WITH RECURSIVE family (id) AS ({} UNION
               SELECT turns.id FROM family CROSS JOIN turns ON turns.late_of = family.id UNION
               SELECT turns.late_of FROM family CROSS JOIN turns ON turns.id = family.id
               WHERE turns.late_of IS NOT NULL)
             SELECT turns.id FROM family CROSS JOIN turns ON turns.id = family.id ORDER BY turns.id"""
_FAMILY = _RELATED.format("VALUES (?)")  # CROSS: each of the family is looked up, not all turns for each of it
_BETWEEN = _RELATED.format("SELECT id FROM turns WHERE began BETWEEN ? AND ?")


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much of each kind is gone, and what is not."""

    turns: int = 0
    receipts: int = 0
    pictures: int = 0
    tapes: int = 0
    waiting: int = 0
    notes: int = 0
    files: int = 0
    """Damaged ledgers that had been moved aside."""
    left: tuple[str, ...] = ()
    """What was to go and is still there, a line each, with what to do. Empty: no byte is left in any file."""

    def __str__(self) -> str:
        counts = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "left"}
        return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"

    def __add__(self, other: Wiped) -> Wiped:
        return Wiped(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)})


def always() -> bool:
    """Go on, and at once."""
    return True


def family(ledger: Ledger, turn: TurnId) -> tuple[TurnId, ...]:
    """A turn with its late answer, or with the question that it answers late."""
    return tuple(TurnId(row["id"]) for row in ledger.read(_FAMILY, (turn,)))


def between(ledger: Ledger, begin: datetime, end: datetime) -> tuple[TurnId, ...]:
    """The turns that began in a span, with their late answers."""
    return tuple(TurnId(row["id"]) for row in ledger.read(_BETWEEN, (utc(begin), utc(end))))


def wipe(ledger: Ledger, folder: Path, turns: tuple[TurnId, ...]) -> Wiped:
    """Forget some turns: what they left, and every tape that was running then, since a tape cannot be cut.

    Pictures that no receipt names go as well, whosesoever they were.
    """
    gone = _drop(ledger, folder, turns, always)
    kept = {path.name for path in _pictures(ledger, "WHERE picture IS NOT NULL")}
    lost, fresh = files.orphans(folder, kept, time.time())
    pictures = files.remove(lost)
    waits = (f"{fresh[0]}: no receipt names it yet; run this again in a minute",) if fresh else ()
    return gone + Wiped(pictures=pictures.count, left=(*pictures.left, *waits, *_compacted(ledger)))


def wipe_all(ledger: Ledger, folder: Path) -> Wiped:
    """Forget everything. Numbers of turns are not given again."""
    pictures = files.remove({*_pictures(ledger, ""), *(folder / files.SENT).glob("*")})
    tapes, aside = files.remove(files.tapes_in(folder)), files.remove(files.set_aside(folder))
    with ledger.write() as database:
        turns, receipts, waiting = (
            database.execute(f"DELETE FROM {name}").rowcount  # noqa: S608 - names of ours
            for name in ("turns", "receipts", "queue")
        )
        notes = database.execute("DELETE FROM notes WHERE key NOT LIKE ? || ' %'", (DAEMON,)).rowcount
    left = (*pictures.left, *tapes.left, *aside.left, *_compacted(ledger))
    return Wiped(turns, receipts, pictures.count, tapes.count, waiting, notes, aside.count, left)


def retain(
    ledger: Ledger, folder: Path, privacy: PrivacyConfig, now: datetime, go_on: Callable[[], bool] = always
) -> Wiped:
    """What the config says about age and size: old turns go, and the oldest pictures and tapes above the size.

    `go_on` is asked between bites, while nothing is locked: it may take its time, and False ends it there.
    """
    oldest = now - timedelta(days=privacy.keep_days)
    gone = _drop(ledger, folder, between(ledger, datetime(1970, 1, 1, tzinfo=UTC), oldest), go_on)
    too_many = files.too_many(folder, privacy.keep_megabytes * MEGABYTE, oldest)
    tapes = files.remove(path for path in too_many if path.parent.name == files.TAPES)
    pictures = files.remove(path for path in too_many if path.parent.name == files.SENT)
    gone += Wiped(pictures=pictures.count, tapes=tapes.count, left=(*pictures.left, *tapes.left))
    return gone + Wiped(left=_settled(ledger, go_on)) if gone.turns else gone


def _drop(ledger: Ledger, folder: Path, turns: Sequence[TurnId], go_on: Callable[[], bool]) -> Wiped:
    """Wipe what some turns left, bite by bite; what is wiped may still be in the file's free space and its journal."""
    bites = [turns[first : first + BITE] for first in range(0, len(turns), BITE)]
    spans = [span for bite in bites for span in _spans(ledger, bite)] if files.tapes_in(folder) else []
    tapes = files.remove(files.tapes_of(folder, spans))
    gone = Wiped(tapes=tapes.count, left=tapes.left)
    for bite in bites:
        if not go_on():
            break
        gone += _bite(ledger, bite)
    return gone


def _bite(ledger: Ledger, turns: Sequence[TurnId]) -> Wiped:
    listed = _listed(turns)
    where = f"WHERE turn IN ({listed})"
    pictures = files.remove(_pictures(ledger, where))
    with ledger.write() as database:
        receipts = database.execute(f"DELETE FROM receipts {where}").rowcount  # noqa: S608
        waiting = database.execute(f"DELETE FROM queue {where}").rowcount  # noqa: S608
        gone = database.execute(f"DELETE FROM turns WHERE id IN ({listed})").rowcount  # noqa: S608
    return Wiped(gone, receipts, pictures.count, 0, waiting, left=pictures.left)


def _spans(ledger: Ledger, turns: Sequence[TurnId]) -> list[files.Span]:
    rows = ledger.read(f"SELECT began, COALESCE(ended, began) AS ended FROM turns WHERE id IN ({_listed(turns)})")  # noqa: S608
    return [(row["began"], row["ended"]) for row in rows]


def _pictures(ledger: Ledger, where: str) -> list[Path]:
    rows = ledger.read(f"SELECT picture FROM receipts {where}")  # noqa: S608 - clauses of ours
    return [Path(row["picture"]) for row in rows if row["picture"] and Path(row["picture"]).is_absolute()]


def _listed(turns: Sequence[TurnId]) -> str:
    return ",".join(map(str, turns))


def _settled(ledger: Ledger, go_on: Callable[[], bool]) -> tuple[str, ...]:
    """As `_compacted`, tried until nobody reads, rather than waited for: to wait there is to hold up who writes."""
    left = _compacted(ledger, COMPACTED_AT_ONCE, 0.0)
    for _ in range(TRIES):
        if not left or not go_on():
            break
        left = _compacted(ledger, COMPACTED_AT_ONCE, 0.0)
    return left


def _compacted(ledger: Ledger, at_most: float = math.inf, patience: float | None = None) -> tuple[str, ...]:
    """Nothing, or why bytes of what was wiped are still in the ledger's file."""
    try:
        ledger.compact(at_most, patience)
    except LedgerError as error:
        stay = f"{ledger.path}: the rows are wiped, but bytes of them stay in the file ({error})"
        return (f"{stay}; end what else reads it or make room on the disk, and run glint forget again",)
    return ()
