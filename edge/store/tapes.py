"""The tapes: what the daemon sensed, a file a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.store import forget_files as files
from edge.store.keepers import Wiped, listed
from edge.store.ledger_row import moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger


class Tapes:
    """A tape cannot be cut: it goes whole with any turn that it ran in."""

    name = "tapes"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: a start is told nothing of them."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """The number of files."""
        return {self.name: files.held(store.folder / files.TAPES)}

    def wipe(self, store: Store, turns: Sequence[TurnId]) -> Wiped:
        """Delete those that were running in one of the turns."""
        spans = _spans(store.ledger, turns) if files.tapes_in(store.folder) else []
        tapes = files.remove(files.tapes_of(store.folder, spans))
        return Wiped({self.name: tapes.count}, tapes.left)

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every tape."""
        tapes = files.remove(files.tapes_in(store.folder))
        return Wiped({self.name: tapes.count}, tapes.left)


def _spans(ledger: Ledger, turns: Sequence[TurnId]) -> list[files.Span]:
    """When each was open; at any time, where the row is damaged: better gone than kept."""
    rows = ledger.read(f"SELECT began, COALESCE(ended, began) AS ended FROM turns WHERE id IN ({listed(turns)})")  # noqa: S608
    return [(moment(row["began"]) or files.EVER[0], moment(row["ended"]) or files.EVER[1]) for row in rows]
