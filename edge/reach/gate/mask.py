"""Masking: numbers of cards, accounts and phones, mail addresses and the wearer's own words, before text leaves.

Pure, and the same for a question, its context and whatever was read in the picture. What a number is, is told by its
shape (a card's check digit, an IBAN's, a phone's groups) or by the words around it; a sum, a date, a price and a
barcode stay. `Masked.counts` goes into the receipt: kinds and counts, never what was masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from edge.reach.gate import mask_mails as mails
from edge.reach.gate import mask_numbers as numbers
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HYPHEN = r"[ \-‐‑–—]"
_GAP = r"(?:['’]?s)?[\s_\-‐‑–—]*"
_NO_MASK = r"(?!(?<=\[)(?:mail|word|card|account|phone)\])"


LONG = 6  # letters: so many do not stand in a row by chance, whatever gaps are between them


class Span(NamedTuple):
    """What is to be masked, and as what."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text, and how many of each kind were masked."""

    text: str
    counts: Mapping[str, int]


class Masker:
    """Masks by the general rules and by a list of words that the wearer keeps."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        folded = sorted({_fold(" ".join(word.split()))[0] for word in words if word.strip()}, key=len, reverse=True)
        pattern = "|".join(_GAP.join(map(_pattern, re.split(_HYPHEN, word))) for word in folded)
        self._words = re.compile(rf"{_NO_MASK}(?<![^\W\d_])(?:{pattern})s?(?![^\W\d_])") if folded else None

    def __call__(self, text: str) -> Masked:
        counts: Counter[str] = Counter()
        for find in (mails.find, self._own, numbers.find):
            pieces, at = [], 0
            for begin, end, kind in find(text):
                pieces += [text[at:begin], f"[{kind}]"]
                counts[kind] += 1
                at = end
            text = "".join([*pieces, text[at:]])
        return Masked(text, dict(counts))

    def _own(self, text: str) -> list[Span]:
        if self._words is None:
            return []
        folded, origin = _fold(text)
        return [Span(origin[m.start()], origin[m.end() - 1] + 1, "word") for m in self._words.finditer(folded)]


def _pattern(word: str) -> str:
    """A word as it is looked for: any apostrophe, or none, or a gap; and long ones also spelled, or fallen apart."""
    parts = re.split(r"['’ʼ‘`]", word)
    between = r"[\s_-]?" if len(word) >= LONG else ""
    return r"['’ʼ‘` ]?".join(between.join(map(re.escape, part)) for part in parts)


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without case, accents, width and hidden letters; and for each letter, where it came from."""
    letters, origin = [], []
    for at, one in enumerate(text):
        for letter in unicodedata.normalize("NFKD", one).casefold():
            if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf":
                letters.append(letter)
                origin.append(at)
    return "".join(letters), origin
