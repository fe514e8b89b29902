"""A turn as the ledger has it, and a moment as it writes one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

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


def turn_row(row: sqlite3.Row) -> TurnRow:
    """A turn from its row."""
    values = {name: row[name] for name in TurnRow.__dataclass_fields__}
    return TurnRow(**values | {name: json.loads(row[name]) for name in ("sources", "acts", "stages")})
