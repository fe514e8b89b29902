"""The turns, and which of them belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.messages import TurnId
from edge.store.keepers import Wiped, count, delete
from edge.store.ledger_row import utc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

_RELATED = """WITH RECURSIVE family (id) AS ({} UNION
               SELECT turns.id FROM family CROSS JOIN turns ON turns.late_of = family.id UNION
               SELECT turns.late_of FROM family CROSS JOIN turns ON turns.id = family.id
               WHERE turns.late_of IS NOT NULL)
             SELECT turns.id FROM family CROSS JOIN turns ON turns.id = family.id ORDER BY turns.id"""
_FAMILY = _RELATED.format("VALUES (?)")  # CROSS: each of the family is looked up, not all turns for each of it
_BETWEEN = _RELATED.format("SELECT id FROM turns WHERE began BETWEEN ? AND ?")


def family(ledger: Ledger, turn: TurnId) -> tuple[TurnId, ...]:
    """A turn with its late answer, or with the question that it answers late."""
    return tuple(TurnId(row["id"]) for row in ledger.read(_FAMILY, (turn,)))


def between(ledger: Ledger, begin: datetime, end: datetime) -> tuple[TurnId, ...]:
    """The turns that began in a span, with their late answers."""
    return tuple(TurnId(row["id"]) for row in ledger.read(_BETWEEN, (utc(begin), utc(end))))


def unfinished(ledger: Ledger) -> frozenset[TurnId]:
    """The turns that have not ended yet. Raises LedgerError."""
    return frozenset(TurnId(row["id"]) for row in ledger.read("SELECT id FROM turns WHERE outcome IS NULL"))


class Turns:
    """What was asked and answered."""

    name = "turns"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: what was open when a process died is closed by `Ledger.close_dead`."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """The number of turns."""
        return {self.name: count(store.ledger, "turns")}

    def wipe(self, store: Store, turns: Sequence[TurnId]) -> Wiped:
        """Delete these turns."""
        return Wiped({self.name: delete(store.ledger, "turns", "id", turns)})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every turn; their numbers are not given again."""
        return Wiped({self.name: delete(store.ledger, "turns", "id", None)})
