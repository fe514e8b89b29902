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
    """Statements in the order of their turns; a note is owed only as it was last. Above the bound whole turns go.

    Those that go are counted, and a row says so in their place once anything can be written again.
    """

    def __init__(self, at_most: int = TURNS_AT_MOST) -> None:
        self._at_most = at_most
        self._turns: dict[int, list[Statement]] = {}
        self._notes: dict[str, Statement] = {}
        self._last: Statement | None = None
        self._lost: list[dict[str, Any]] = []
        self.lost = 0

    def __len__(self) -> int:
        return len(self._turns) + len(self._notes)

    def __bool__(self) -> bool:
        return bool(self._turns or self._notes or self._last or self.lost)

    def begin(self, statement: Statement) -> None:
        """A turn without a number: it is written last, as its number is that of the last row. One at a time."""
        self._last = statement

    def number(self, turn: int) -> None:
        """The turn that was begun last could not be written, and goes by this number."""
        if self._last is None:
            return
        self._last[1]["id"] = turn
        self._turns[turn], self._last = [self._last], None
        if len(self._turns) > self._at_most:
            self._drop()

    def end(self, turn: int, *statements: Statement) -> None:
        """How a turn ended, and what goes with that into one transaction."""
        self._turns.setdefault(turn, []).extend(statements)

    def note(self, key: str, statement: Statement) -> None:
        """A note."""
        self._notes[key] = statement

    def statements(self) -> Iterator[Statement]:
        """All of it, in the order in which it is to be written."""
        if self.lost:
            yield _LOST, self._gap()
        for statements in self._turns.values():
            yield from statements
        yield from self._notes.values()
        if self._last is not None:
            yield self._last

    def clear(self) -> None:
        """It was written."""
        self._turns.clear()
        self._notes.clear()
        self._lost.clear()
        self._last, self.lost = None, 0

    def _drop(self) -> None:
        """The oldest that was begun in memory; of those that are in the file already only the end waits here."""
        oldest = next(turn for turn, statements in self._turns.items() if "began" in statements[0][1])
        row = self._turns.pop(oldest)[0][1]
        self._lost = [*self._lost[:1], row]  # the first and the last of them
        self.lost += 1

    def _gap(self) -> dict[str, Any]:
        first, last = self._lost[0], self._lost[-1]
        why = f"{self.lost} turns are not kept: nothing could be written for too long"
        return first | {"why": why, "ended": last["began"]}
