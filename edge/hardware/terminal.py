"""The terminal as the display: a card in a small box, or plain lines where the output is no terminal."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING, TextIO

from edge.errors import DeviceError, OutputError
from edge.language.markup import clean
from edge.messages import Size
from edge.render import width

if TYPE_CHECKING:
    from edge.messages import Card

COLUMNS, ROWS = 40, 6


class Terminal:
    """Prints one card after the other. What was read in the world cannot command the terminal: see `_harmless`."""

    def __init__(self, stream: TextIO | None = None, *, columns: int = COLUMNS) -> None:
        self._stream = stream
        self.size = Size(columns, ROWS)

    async def show(self, card: Card) -> None:
        """Print a card; one without lines is a line by itself. Raises DeviceError where the terminal is gone."""
        stream: TextIO = self._stream or sys.stdout
        title, lines = _harmless(card.title), [_harmless(line) for line in card.lines]
        if not stream.isatty():
            text = "\n".join([title, *(f"  {line}" for line in lines)])
        elif lines:
            text = _boxed(title, [piece for line in lines for piece in _wrapped(line, self.size.columns)])
        else:
            text = title
        try:
            stream.write(f"{written(text, stream.encoding or 'utf-8')}\n")
            stream.flush()
        except BrokenPipeError:
            raise DeviceError("display", "nobody reads the output any more") from None
        except OutputError as error:
            raise DeviceError("display", str(error)) from None


def written(text: str, encoding: str) -> str:
    """What a terminal with this encoding can show of it."""
    return text.encode(encoding, "replace").decode(encoding)


def _boxed(title: str, lines: list[str]) -> str:
    wide = max(width(title) + 2, *(width(line) for line in lines))
    top = f"╭─ {title} " + "─" * (wide - width(title) - 1) + "╮"
    body = [f"│ {line}{' ' * (wide - width(line))} │" for line in lines]
    return "\n".join([top, *body, "╰" + "─" * (wide + 2) + "╯"])


def _wrapped(line: str, columns: int) -> list[str]:
    return [line] if width(line) <= columns else textwrap.wrap(line, columns)


def _harmless(text: str) -> str:
    """On one line, without escape sequences, and without marks that turn the direction of writing around."""
    return clean(text).replace("\n", " ")
