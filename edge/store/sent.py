"""What left the device: receipts, and pictures that were kept with them. `edge.reach.gate.receipts` writes both."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.messages import Leaving
from edge.store import forget_files as files
from edge.store.keepers import Wiped, count, delete, listed
from edge.store.ledger_row import moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger


class Sent:
    """Receipts with their pictures. A picture goes before the row that leads to it."""

    name = "receipts"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: the budget is summed over the rows."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """The number of receipts, and of files beside them."""
        return {self.name: count(store.ledger, "receipts"), "pictures": files.held(store.folder / files.SENT)}

    def wipe(self, store: Store, turns: Sequence[TurnId]) -> Wiped:
        """Delete those of some turns; a picture that no receipt names is not found by one: see `orphans`."""
        pictures = files.remove(_named(store.ledger, f"WHERE turn IN ({listed(turns)})"))
        receipts = delete(store.ledger, "receipts", "turn", turns)
        return Wiped({self.name: receipts, "pictures": pictures.count}, pictures.left)

    def wipe_all(self, store: Store) -> Wiped:
        """Delete everything, with the pictures that no receipt names."""
        pictures = files.remove({*_named(store.ledger, ""), *_files(store)})
        receipts = delete(store.ledger, "receipts", "turn", None)
        return Wiped({self.name: receipts, "pictures": pictures.count}, pictures.left)


def orphans(store: Store) -> Wiped:
    """Remove the pictures that no receipt names, whosesoever they were; those of the last minute are named instead."""
    kept = {path.name for path in _named(store.ledger, "WHERE picture IS NOT NULL")}
    lost, fresh = files.orphans(store.folder, kept, time.time())
    pictures = files.remove(lost)
    waits = (f"{fresh[0]}: no receipt names it yet; run this again in a minute",) if fresh else ()
    return Wiped({"pictures": pictures.count}, (*pictures.left, *waits))


_LEFT = """SELECT receipts.at, receipts."to", receipts.bytes, receipts.pictured, COALESCE(turns.text, '') AS asked
           FROM receipts LEFT JOIN turns ON turns.id = receipts.turn
           WHERE receipts.sent != 'none' ORDER BY receipts.id"""


def what_left(ledger: Ledger) -> tuple[Leaving, ...]:
    """What left the device, wholly or in part, oldest first; a receipt that cannot be read is named by `trouble`.

    Raises LedgerError.
    """
    left: list[Leaving] = []
    for row in ledger.read(_LEFT):
        try:
            at = datetime.fromisoformat(moment(row["at"]) or "")
            left.append(Leaving(at, str(row["to"]), str(row["asked"]), int(row["bytes"]), bool(row["pictured"])))
        except (TypeError, ValueError, OverflowError):
            ledger.unread("a receipt")
    return tuple(left)


def _files(store: Store) -> list[Path]:
    return files.inside(store.folder / files.SENT)


def _named(ledger: Ledger, where: str) -> list[Path]:
    rows = ledger.read(f"SELECT picture FROM receipts {where}")  # noqa: S608 - clauses of ours
    paths = (Path(row["picture"]) for row in rows if isinstance(row["picture"], str))
    return [path for path in paths if path.is_absolute()]
