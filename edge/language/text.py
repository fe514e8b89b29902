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


def listing(items: Sequence[str], last: str = "and") -> str:
    """`a cup, two books and a laptop`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}" if items else ""
