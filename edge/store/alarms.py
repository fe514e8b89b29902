"""The timers that run, over a restart: one note of the ledger, written whenever they change."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from edge.messages import Alarm
from edge.store.keepers import Wiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

KEY = "alarms"
NOT_SET = "unset clock"
"""In a note: the wall clock could not be believed."""


def keep(ledger: Ledger, alarms: tuple[Alarm, ...]) -> None:
    """Write down the timers that run now. Never fails: see `Ledger.remember`."""
    ledger.remember(KEY, to_notes(alarms))


def kept(ledger: Ledger) -> tuple[Alarm, ...]:
    """The timers that were last kept; one that cannot be read is left out, and named by the ledger's `trouble`."""
    rows = ledger.recall(KEY, [])
    read = from_notes(rows) if isinstance(rows, list) else ()
    if not isinstance(rows, list) or len(read) < len(rows):
        ledger.unread("a timer")
    return read


def to_notes(alarms: tuple[Alarm, ...]) -> list[list[str]]:
    """As the ledger keeps them: wall time, label, and a mark where the clock could not be believed."""
    return [[alarm.rings.isoformat(), alarm.label, *([] if alarm.trusted else [NOT_SET])] for alarm in alarms]


def from_notes(rows: Sequence[object]) -> tuple[Alarm, ...]:
    """As the ledger kept them, without those that cannot be read."""
    return tuple(alarm for alarm in map(_alarm, rows) if alarm is not None)


def _alarm(row: object) -> Alarm | None:
    match row:
        case [str(rings), str(label), *marks]:
            try:
                when = datetime.fromisoformat(rings)
            except ValueError:
                return None
            return Alarm(when, label, trusted=NOT_SET not in marks) if when.tzinfo is not None else None
    return None


class Alarms:
    """Timers are not turns: they stay when single turns are forgotten."""

    name = KEY
    schema = ""

    def restored(self, ledger: Ledger) -> tuple[Alarm, ...]:
        """The timers that have not rung."""
        return kept(ledger)

    def counted(self, store: Store) -> Mapping[str, int]:
        """How many timers have not rung."""
        return {self.name: len(kept(store.ledger))}

    def wipe(self, _store: Store, _turns: Sequence[TurnId], /) -> Wiped:
        """Delete nothing: timers belong to no turn."""
        return Wiped({self.name: 0})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every timer."""
        gone = len(kept(store.ledger))
        with store.ledger.write() as database:
            database.execute("DELETE FROM notes WHERE key = ?", (KEY,))
        return Wiped({self.name: gone})
