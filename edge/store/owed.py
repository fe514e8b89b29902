"""What could not be written yet, kept in memory until it can be: by turn and by note, so that none is kept by half."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.store.queue_rows import Statement

TURNS_AT_MOST = 5000
"""Turns that wait in memory, some ten megabytes of them: days of asking, while the disk is full."""

_LOST = """INSERT INTO turns (owner, began, began_at, trusted, text, outcome, why, ended)
           VALUES (:owner, :began, :began_at, :trusted, '', 'failed', :why, :ended)"""


class Owed:
    """Statements in the order of their turns; a note is owed only as it was last.

    Above the bound a turn that begins is not taken, and none goes for it: those are counted, and a row says so after
    the others once anything can be written again.
    """

    def __init__(self, at_most: int = TURNS_AT_MOST) -> None:
        self._at_most = at_most
        self._turns: dict[int, list[Statement]] = {}
        self._notes: dict[str, Statement] = {}
        self._last: Statement | None = None
        self._refused: set[int] = set()
        self._gap: dict[str, Any] = {}
        self.lost = 0

    def __len__(self) -> int:
        return len(self._turns) + len(self._notes)

    @property
    def turns(self) -> int:
        """How many turns are in memory alone, wholly or by half, or not even there."""
        return len(self._turns) + self.lost

    def __bool__(self) -> bool:
        return bool(self._turns or self._notes or self._last or self.lost)

    def begin(self, statement: Statement) -> None:
        """A turn without a number: it is written last, as its number is that of the last row. One at a time."""
        self._last = statement

    def number(self, turn: int) -> None:
        """The turn that was begun last could not be written, and goes by this number, if it can be kept at all."""
        if self._last is None:
            return
        (sql, row), self._last = self._last, None
        if len(self._turns) < self._at_most:
            self._turns[turn] = [(sql, row | {"id": turn})]
            return
        self.lost += 1
        self._refused.add(turn)
        why = f"{self.lost} turns are not kept: nothing could be written for too long"
        self._gap = {**row, **self._gap, "why": why, "ended": row["began"]}

    def end(self, turn: int, *statements: Statement) -> None:
        """How a turn ended, and what goes with that into one transaction."""
        if turn in self._refused:
            self._refused.discard(turn)
            return
        self._turns.setdefault(turn, []).extend(statements)

    def note(self, key: str, statement: Statement) -> None:
        """A note."""
        self._notes[key] = statement

    def statements(self) -> Iterator[Statement]:
        """All of it, in the order in which it is to be written."""
        for statements in self._turns.values():
            yield from statements
        if self.lost:
            yield _LOST, self._gap
        yield from self._notes.values()
        if self._last is not None:
            yield self._last

    def clear(self) -> None:
        """It was written."""
        self._turns.clear()
        self._notes.clear()
        self._gap = {}
        self._last, self.lost = None, 0
