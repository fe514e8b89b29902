"""A turn as the ledger has it, and a moment as it writes one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

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


def utc(time: datetime) -> str:
    """A moment as the ledger writes it: as texts these are in the order of time."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


def turn_row(row: sqlite3.Row, unread: Callable[[str], None]) -> TurnRow:
    """A turn from its row. What cannot be read of it is empty, or 1970 for its begin, and `unread` is told the row."""
    values = {name: row[name] for name in TurnRow.__dataclass_fields__}
    found = {name: read(values[name]) for name, (read, _) in _READ.items()}
    if any(it is None and values[name] is not None for name, it in found.items()):
        unread(f"turn {row['id']}")
    return TurnRow(**values | {name: _READ[name][1] if it is None else it for name, it in found.items()})


def read_json(text: object, kind: type) -> Any:  # noqa: ANN401 - of that kind
    """What a column of JSON holds; None where that is not of the kind, or no JSON."""
    try:
        value = json.loads(str(text))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


def moment(text: object) -> str | None:
    """A moment out of a column; None where it is damaged."""
    try:
        return str(text) if datetime.fromisoformat(str(text)).tzinfo is not None else None
    except ValueError:
        return None


_READ: Mapping[str, tuple[Callable[[object], Any], Any]] = {
    "sources": (partial(read_json, kind=list), []),
    "acts": (partial(read_json, kind=list), []),
    "stages": (partial(read_json, kind=dict), {}),
    "began": (moment, "1970-01-01T00:00:00.000+00:00"),
    "ended": (moment, None),
}
"""How columns are read that may be damaged, and what stands for one that is."""
