"""The timers, alarms and reminders that run, over a restart: one note of the ledger, written whenever they change."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from edge.messages import Alarm, AlarmKind
from edge.store.keepers import Wiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger

KEY = "alarms"
NOT_SET = "unset clock"
"""In a note: the wall clock could not be believed."""
_MORE = {"kind": str, "text": str, "length": float, "held": float, "number": int}


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


def to_notes(alarms: tuple[Alarm, ...]) -> list[list[Any]]:
    """As the ledger keeps them: wall time, label, a mark where the clock could not be believed, and what else there is.

    An earlier Glint takes them all for timers.
    """
    return [
        [alarm.rings.isoformat(), alarm.label, *([] if alarm.trusted else [NOT_SET]), *_more(alarm)] for alarm in alarms
    ]


def _more(alarm: Alarm) -> list[dict[str, Any]]:
    """What is not as it is by default, by its name."""
    plain = Alarm(alarm.rings, alarm.label)
    more = {name: getattr(alarm, name) for name in _MORE if getattr(alarm, name) != getattr(plain, name)}
    return [more] if more else []


def from_notes(rows: Sequence[object]) -> tuple[Alarm, ...]:
    """As the ledger kept them, without those that cannot be read."""
    return tuple(alarm for alarm in map(_alarm, rows) if alarm is not None)


def _alarm(row: object) -> Alarm | None:
    match row:
        case [str(rings), str(label), *marks]:
            more = next((mark for mark in marks if isinstance(mark, dict)), {})
            with suppress(ValueError):
                when = datetime.fromisoformat(rings)
                alarm = Alarm(when, label, trusted=NOT_SET not in marks, **_read(more))
                return alarm if when.tzinfo is not None else None
    return None


def _read(more: dict[str, Any]) -> dict[str, Any]:
    """The other fields; raises ValueError for a kind that is not known here. One of another type is passed over."""
    told = {name: more[name] for name, kind in _MORE.items() if isinstance(more.get(name), kind)}
    return told | ({"kind": AlarmKind(told["kind"])} if "kind" in told else {})


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
