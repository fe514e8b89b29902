"""Damaged ledgers that were set aside: they may hold anything, and cannot be searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.store import forget_files as files
from edge.store.keepers import Wiped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from edge.messages import TurnId
    from edge.store.keepers import Store
    from edge.store.ledger import Ledger


class Damaged:
    """The files, with what SQLite kept beside them."""

    name = "damaged ledgers"
    schema = ""

    def restored(self, ledger: Ledger) -> None:
        """Nothing: a start is told nothing of them."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """The number of files."""
        return {"files": len(files.set_aside(store.folder))}

    def wipe(self, _store: Store, _turns: Sequence[TurnId], /) -> Wiped:
        """Delete nothing: `forget_files.unsearched` says which may hold the turns."""
        return Wiped({"files": 0})

    def wipe_all(self, store: Store) -> Wiped:
        """Delete every file."""
        aside = files.remove(files.set_aside(store.folder))
        return Wiped({"files": aside.count}, aside.left)
