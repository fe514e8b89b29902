"""Text as a speech recogniser would write it, the words of a text, and lists as people say them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from edge.language.patterns import Pattern

_APOSTROPHES = str.maketrans("’‘ʼ`", "''''")
# A number with its sign of money or percent, or a word with what may stand inside it (what's, t-shirt, a.m).
_TOKEN = Pattern(r"[$€£]?\d+(?:[.,:/]\d+)*%?(?![^\W_])|[^\W_]+(?:['.&-][^\W_]+)*")


def normalise(text: str) -> str:
    """As a speech recogniser would write it: lower case, no punctuation except inside words and numbers."""
    return " ".join(words(text))


def words(text: str) -> tuple[str, ...]:
    """The words of a text, normalised."""
    return tuple(_TOKEN.findall(_fold(text)))


def _fold(text: str) -> str:
    """Folding case can undo a normal form and the other way round, so both until nothing changes."""
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES)).casefold()
    return folded if folded == text else _fold(folded)


def as_written(text: str, said: str) -> str:
    """The part of a text that has these normalised words, as it is written there; the words where it has no such part.

    `as_written("Note: call Anna.", "call anna")` is `call Anna`.
    """
    parts = text.split()
    tokens = [(place, token) for place, part in enumerate(parts) for token in words(part)]
    wanted = said.split()
    for first in range(len(tokens) - len(wanted) + 1):
        here = tokens[first : first + len(wanted)]
        if wanted and [token for _, token in here] == wanted:
            return " ".join(parts[here[0][0] : here[-1][0] + 1]).strip(_ROUND)
    return said


_ROUND = ' \t.,:;!?"“”()'


def listing(items: Sequence[str], last: str = "and") -> str:
    """`a cup, two books and a laptop`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
