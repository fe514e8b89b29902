"""Every keeper of Glint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.store.alarms import Alarms
from edge.store.damaged import Damaged
from edge.store.entries import ENTRIES
from edge.store.keepers import Store
from edge.store.marks import Marks
from edge.store.orders import Orders
from edge.store.sent import Sent
from edge.store.tapes import Tapes
from edge.store.turns import Turns
from edge.store.waiting import WaitingQuestions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from edge.store.keepers import Keeper
    from edge.store.ledger import Ledger

KEEPERS: tuple[Keeper, ...] = (
    Turns(),
    Sent(),
    *ENTRIES,
    Tapes(),
    WaitingQuestions(),
    Alarms(),
    Marks(),
    Orders(),
    Damaged(),
)
"""In the order in which people are told of them. Forgetting goes backwards: what others are found by goes last."""


def store_at(ledger: Ledger, folder: Path, keepers: Sequence[Keeper] = KEEPERS) -> Store:
    """All that is kept in one place."""
    return Store(ledger, folder, keepers)
