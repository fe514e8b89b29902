"""Rows as the ledger has them: read column by column, so that damage costs itself alone; and its moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from edge.parsed import parse_json
from edge.records import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from edge.messages import TurnId


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn as the ledger has it. `outcome` is None while it is open; stages are milliseconds."""

    id: TurnId
    began: str
    text: str
    mode: str | None
    follows: TurnId | None
    late_of: TurnId | None
    outcome: str | None
    answer: str | None
    route: str | None
    intent: str | None
    why: str | None
    sources: Sequence[str]
    acts: Sequence[Mapping[str, Any]]
    stages: Mapping[str, float]
    ended: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """How a column is read: None where it is damaged, and then `empty` stands for it."""

    read: Callable[[object], Any]
    empty: Any = None


def read_row(row: sqlite3.Row, columns: Mapping[str, Column], unread: Callable[[], None]) -> dict[str, Any]:
    """A row by its columns. `unread` is called where any of it cannot be read."""
    found = {name: column.read(row[name]) for name, column in columns.items()}
    if any(it is None and row[name] is not None for name, it in found.items()):
        unread()
    return {name: columns[name].empty if it is None else it for name, it in found.items()}


def turn_row(row: sqlite3.Row, unread: Callable[[str], None]) -> TurnRow:
    """A turn from its row. What cannot be read of it is empty, or 1970 for its begin, and `unread` is told the row."""
    return TurnRow(**read_row(row, TURN, partial(unread, f"turn {row['id']}")))


# -------------------------------------------------------------------------------------------------- kinds of columns


def text(value: object) -> str | None:
    """A text; None for anything else."""
    return value if isinstance(value, str) else None


def whole(value: object) -> int | None:
    """A whole number; None for anything else."""
    return value if isinstance(value, int) else None


def moment(value: object) -> str | None:
    """A moment, as it was written; None where it is none, or so far off that clocks elsewhere would have no date."""
    try:
        when = datetime.fromisoformat(str(value))
        return str(value) if when.tzinfo is not None and _DAY < when - _FIRST < _LAST - _FIRST - _DAY else None
    except (ValueError, OverflowError):
        return None


_FIRST, _LAST, _DAY = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), timedelta(days=1)


def utc(time: datetime) -> str:
    """A moment as the ledger writes it: as texts these are in the order of time."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def read_json(value: object, kind: type, of: type | tuple[type, ...] = object) -> Any:  # noqa: ANN401 - of that kind
    """A list or an object of values of a type, out of JSON; None where it is not that, or no JSON."""
    try:
        found = parse_json(str(value))
    except ValueError:
        return None
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return found if isinstance(found, kind) and all(isinstance(one, of) for one in inside) else None


TEXT, TEXT_OR_NONE = Column(text, ""), Column(text)
NUMBER, NUMBER_OR_NONE = Column(whole, 0), Column(whole)
MOMENT, MOMENT_OR_NONE = Column(moment, "1970-01-01T00:00:00.000+00:00"), Column(moment)
COUNTS = Column(partial(read_json, kind=dict, of=int), {})

TURN: Mapping[str, Column] = {
    "id": NUMBER,
    "began": MOMENT,
    "text": TEXT,
    "follows": NUMBER_OR_NONE,
    "late_of": NUMBER_OR_NONE,
    **dict.fromkeys(("mode", "outcome", "answer", "route", "intent", "why"), TEXT_OR_NONE),
    "sources": Column(partial(read_json, kind=list, of=str), []),
    "acts": Column(partial(read_json, kind=list, of=dict), []),
    "stages": Column(partial(read_json, kind=dict, of=(int, float)), {}),
    "ended": MOMENT_OR_NONE,
}
