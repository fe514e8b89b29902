"""Folding: a text as it looks, so that what is written to look alike is masked alike; and where each letter stands.

Letters lose their width, accents and disguises (by Unicode's decompositions, digits and table of confusables), and
what nobody sees goes: format characters, marks on letters, fillers.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from edge.reach.gate.lookalikes import LOOKALIKES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = {letter: plain for plain, letters in LOOKALIKES.items() for letter in letters} | dict.fromkeys("‐‑‒", "-")
_BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u034f")  # letters, a symbol and a mark that show nothing
_UNSEEN = frozenset({"Cf", "Mn", "Me"})


class Span(NamedTuple):
    """What is to be masked, and as what."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it looks, and for each letter of it where what stands there begins and ends."""

    letters: str
    begins: Sequence[int]
    ends: Sequence[int]

    def spans(self, places: Iterable[tuple[int, int, str]]) -> list[Span]:
        """Places among the letters as places in the text."""
        return [Span(self.begins[begin], self.ends[end - 1], kind) for begin, end, kind in places]


def folded(text: str, masks: Sequence[Span] = (), hidden: str = "", *, disguised: bool = True) -> Folded:
    """The text as it looks, with its masks and with `hidden` for each hidden character.

    `disguised`: letters in disguise are seen as what they look like.
    """
    if text.isascii() and not masks:
        return Folded(text, range(len(text)), range(1, len(text) + 1))
    units: list[tuple[str, int, int]] = []
    at = 0
    for begin, end, kind in (*masks, Span(len(text), len(text), "")):
        units += ((_look(text[n], hidden, disguised), n, n + 1) for n in range(at, begin))
        units.append((f"[{kind}]" if kind else "", begin, end))
        at = end
    begins = [begin for letters, begin, _ in units for _ in letters]
    ends = [end for letters, _, end in units for _ in letters]
    return Folded("".join(letters for letters, _, _ in units), begins, ends)


def _look(one: str, hidden: str, disguised: bool) -> str:
    return one if one.isascii() else hidden if hides(one) else _seen(one, disguised)


def hides(text: str) -> bool:
    """Whether there is something in it that nobody sees, marks on letters aside."""
    return not text.isascii() and any(one in _BLANK or unicodedata.category(one) == "Cf" for one in text)


@lru_cache(maxsize=4096)
def _seen(one: str, disguised: bool) -> str:
    """What a character looks like: nothing, or letters."""
    if disguised and one in _PLAIN:
        return _PLAIN[one]
    return "".join(_plain(part, disguised) for part in unicodedata.normalize("NFKD", one))


def _plain(part: str, disguised: bool) -> str:
    if part.isascii():
        return part
    if part in _BLANK or unicodedata.category(part) in _UNSEEN:
        return ""
    digit = unicodedata.digit(part, None)
    if digit is not None:
        return str(digit)
    return _PLAIN.get(part, part) if disguised else part
