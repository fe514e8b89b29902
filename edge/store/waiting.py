"""The questions that wait for a server. `edge.reach.queue` puts them there and asks them again."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from edge.errors import LedgerError
from edge.messages import TurnId
from edge.store.keepers import Wiped, delete
from edge.store.queue_rows import CLEAR_AWAY, STILL_OWED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.store.keepers import Store
    from edge.store.ledger import Ledger


def still_waiting(ledger: Ledger) -> tuple[TurnId, ...]:
    """Whose answers are still owed, oldest first; what was answered just before a crash is cleared away.

    Empty where the ledger cannot be read.
    """
    with suppress(LedgerError), ledger.write() as database:
        database.execute(CLEAR_AWAY)
    with suppress(LedgerError):
        return tuple(TurnId(row["turn"]) for row in ledger.read(STILL_OWED))
    return ()


class WaitingQuestions:
    """With all that is to be sent of them, pictures included."""

    name = "waiting"
    schema = ""

    def restored(self, ledger: Ledger) -> tuple[TurnId, ...]:
        """The turns whose answers are still owed."""
        return still_waiting(ledger)

    def counted(self, store: Store) -> Mapping[str, int]:
        """How many answers are still owed."""
        return {self.name: len(store.ledger.read(STILL_OWED))}

    def wipe(self, store: Store, turns: Sequence[TurnId]) -> Wiped:
        """Delete what waits of these turns."""
        return Wiped({self.name: delete(store.ledger, "queue", "turn", turns)})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete everything that waits."""
        return Wiped({self.name: delete(store.ledger, "queue", "turn", None)})
