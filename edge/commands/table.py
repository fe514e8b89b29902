"""Formats rows as a table for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.language.markup import clean
from edge.output import terminal_width
from edge.render import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NARROWEST = 6  # characters that a column keeps, however little room there is


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, widest: int = 60, room: int | None = None) -> str:
    """Lines of text; a cell of more than `widest` characters is cut, and the widest columns more where lines are long.

    `room`: the longest line that there is room for, of the terminal if None; 0: as long as they are.
    """
    room = terminal_width() if room is None else room
    cells = [[_cut(str(cell), widest) for cell in row] for row in (head, *rows)]
    widths = _fitted([max(width(row[n]) for row in cells) for n in range(len(head))], room)
    lines = ["  ".join(_padded(*cell) for cell in zip(row, widths, strict=True)).rstrip() for row in cells]
    return "\n".join([lines[0], "  ".join("-" * size for size in widths), *lines[1:]])


def _fitted(widths: list[int], room: int) -> list[int]:
    """The widths of columns so that a line fits, the widest made narrower first."""
    widths = list(widths)
    while room and sum(widths) + 2 * (len(widths) - 1) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _padded(cell: str, size: int) -> str:
    cell = _cut(cell, size)
    return cell + " " * (size - width(cell))


def _cut(text: str, widest: int) -> str:
    flat = " ".join(clean(text).split())
    if width(flat) <= widest:
        return flat
    kept = flat[: max(0, widest - 3)]
    while width(kept) > widest - 3:
        kept = kept[:-1]
    return kept + "..."
