"""What is kept on the device, a keeper for each kind of it: start-up, forgetting and doctor go over the keepers.

A new kind (reminders, lists ...) is a file in this folder and a row in `edge.store.registry`; it is then restored when
a run starts, forgotten with the rest, and named by doctor, and nothing else has to know of it.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from edge.errors import LedgerError
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from edge.messages import TurnId
    from edge.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Wiped:
    """How much is gone, by the noun that people are told, and what is not."""

    counts: Mapping[str, int] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    """What was to go and is still there, a line each, with what to do. Empty: no byte is left in any file."""
    broken: bool = False
    """Whether it broke off: what follows in the order of wiping is still there."""

    @property
    def total(self) -> int:
        """How many of anything."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        return in_words(self.counts)

    def __add__(self, other: Wiped) -> Wiped:
        both = {name: self.counts.get(name, 0) + other.counts.get(name, 0) for name in {**self.counts, **other.counts}}
        return Wiped(both, (*self.left, *other.left), self.broken or other.broken)


@dataclass(frozen=True, slots=True)
class Store:
    """Where everything is kept: a ledger, and the folder of the files beside it."""

    ledger: Ledger
    folder: Path
    keepers: Sequence[Keeper]
    """What others are found by stands first, and is wiped last."""


class Keeper(Protocol):
    """One kind of what is kept."""

    @property
    def name(self) -> str:
        """What people call it, a plural: "turns"; also the field of `Started` that `restored` fills, if it does."""

    @property
    def schema(self) -> str:
        """SQL that makes its tables where they are missing; empty: none, or those of the ledger's format."""

    def restored(self, ledger: Ledger) -> Any:  # noqa: ANN401 - as the field of `Started` has it
        """What a run that goes on with an earlier one must be told of it; None: nothing. Raises LedgerError."""

    def counted(self, store: Store) -> Mapping[str, int]:
        """How much there is, by the nouns of `Wiped.counts`. Raises LedgerError."""

    def wipe(self, store: Store, turns: Sequence[TurnId], /) -> Wiped:
        """Forget what came of some turns, whose rows are still there. Every noun is counted. Raises LedgerError."""

    def wipe_all(self, store: Store) -> Wiped:
        """Forget all of it. Every noun is counted. Raises LedgerError."""


def in_words(counts: Mapping[str, int]) -> str:
    """For people: "3 turns, 1 receipt", or "nothing"."""
    named = (f"{count} {name if count != 1 else name.removesuffix('s')}" for name, count in counts.items() if count)
    return ", ".join(named) or "nothing"


def prepare(ledger: Ledger, keepers: Iterable[Keeper]) -> None:
    """Make the tables that are missing. Raises LedgerError."""
    schemas = [keeper.schema for keeper in keepers if keeper.schema]
    if not schemas:
        return
    with ledger.write() as database:
        for statement in ";".join(schemas).split(";"):  # executescript would commit what came before it
            if statement.strip():
                database.execute(statement)


def restored(ledger: Ledger, keepers: Sequence[Keeper]) -> dict[str, Any]:
    """What each keeper has to tell a run that starts, by its name; a keeper that cannot be read tells nothing."""
    told: dict[str, Any] = {}
    for keeper in keepers:
        try:
            prepare(ledger, (keeper,))
            told[keeper.name] = keeper.restored(ledger)
        except LedgerError:
            ledger.unread(f"the {keeper.name}")
    return {name: it for name, it in told.items() if it is not None}


def wiped(store: Store, turns: Sequence[TurnId] | None) -> Wiped:
    """What went of each keeper: of some turns, or everything (None).

    Where a keeper cannot wipe, those after it are left, as theirs is what others are found by. Raises LedgerError where
    not even the first can begin.
    """
    prepare(store.ledger, store.keepers)
    gone, keepers = Wiped(), list(reversed(store.keepers))
    for done, keeper in enumerate(keepers):
        try:
            gone = (keeper.wipe_all(store) if turns is None else keeper.wipe(store, turns)) + gone
        except LedgerError as error:
            left = ", ".join(one.name for one in reversed(keepers[done:]))
            return gone + Wiped(left=(f"not wiped: {left} ({error}); put that right and run this again",), broken=True)
    return gone


def delete(ledger: Ledger, table: str, column: str, turns: Sequence[TurnId] | None) -> int:
    """Delete the rows of some turns, or all (None): how many there were. Names of ours only. Raises LedgerError."""
    if turns is not None and not turns:
        return 0
    where = "" if turns is None else f" WHERE {column} IN ({listed(turns)})"
    with ledger.write() as database:
        return database.execute(f"DELETE FROM {table}{where}").rowcount  # noqa: S608


def count(ledger: Ledger, table: str) -> int:
    """How many rows a table of ours has. Raises LedgerError."""
    return int(ledger.read(f"SELECT COUNT(*) FROM {table}")[0][0])  # noqa: S608


def listed(turns: Sequence[TurnId]) -> str:
    """As SQL wants them between brackets."""
    return ",".join(map(str, turns))
