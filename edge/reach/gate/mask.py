"""Masking: numbers of cards, accounts and phones, mail addresses and the wearer's own words, before text leaves.

Pure, and the same for a question, its context and whatever was read in the picture, codes too. A text is folded first
(folded.py), so that what only looks like a number or a name is masked as one. What a number is, is told by its
shape (a card's check digit, an IBAN's, a phone's groups) or by the words around it; a sum, a date, a price and a
barcode stay. `Masked.counts` goes into the receipt: kinds and counts, never what was masked.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from edge.reach.gate import mask_codes as codes
from edge.reach.gate import mask_mails as mails
from edge.reach.gate import mask_numbers as numbers
from edge.reach.gate.folded import folded, hides
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from edge.reach.gate.folded import Folded, Span

_HYPHEN = r"[ \-‐‑–—]"
_GAP = r"(?:['’]?s)?[\s_\-‐‑–—]*"
_NO_MASK = r"(?!(?<=\[)(?:mail|word|card|account|phone|secret)\])"
SPELLED = 4  # letters: shorter ones, spelled, stand in a text by chance
LONG = 6  # letters: so many do not stand in a row by chance, whatever gaps are between them


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text, and how many of each kind were masked."""

    text: str
    counts: Mapping[str, int]


class Masker:
    """Masks by the general rules and by a list of words that the wearer keeps."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        whole = [" ".join(word.split()) for word in words if word.strip()]
        # As it looks, so that one in disguise is found; and as it is, where a capital and its small letter look apart.
        looks = {folded(word, disguised=disguised).letters.casefold() for word in whole for disguised in (True, False)}
        pattern = "|".join(_pattern(word) for word in sorted(looks, key=lambda word: (-len(word), word)))
        self._words = re.compile(rf"{_NO_MASK}(?<![^\W\d_])(?:{pattern})s?(?![^\W\d_])") if looks else None

    def __call__(self, text: str) -> Masked:
        pieces, at = [], 0
        spans = self.spans(text)
        for begin, end, kind in spans:
            pieces += [text[at:begin], f"[{kind}]"]
            at = end
        return Masked("".join([*pieces, text[at:]]), dict(Counter(span.kind for span in spans)))

    def lines(self, lines: Sequence[str]) -> set[int]:
        """The numbers of those lines, from 0, of which something would be masked where all stand in one text."""
        begins = list(accumulate((len(line) + 1 for line in lines), initial=0))
        spans = self.spans("\n".join(lines))
        return {n for begin, end, _ in spans for n in range(bisect(begins, begin) - 1, bisect(begins, end - 1))}

    def spans(self, text: str) -> list[Span]:
        """What is to be masked, in order and apart."""
        # What is hidden stands between letters of one word, or between words: either way it is looked for.
        ways: list[Callable[[list[Span]], Folded]] = [lambda masks: folded(text, masks)]
        if hides(text):
            ways.append(lambda masks: folded(text, masks, hidden=" "))
        if self._words is not None and not text.isascii():
            ways.append(lambda masks: folded(text, masks, disguised=False))
        masks: list[Span] = []
        for fold in ways:
            seen = fold(masks)
            for find in (codes.find, mails.find, self._own, numbers.find):
                if found := seen.spans(find(seen.letters)):
                    masks = _with(masks, found, len(text))
                    seen = fold(masks)
        return masks

    def _own(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self._words is None:
            return
        small, origin = _small(text)
        for match in self._words.finditer(small):
            yield origin[match.start()], origin[match.end() - 1] + 1, "word"


def _with(masks: list[Span], found: list[Span], size: int) -> list[Span]:
    """All of them, without the masks that lie in one that was found later."""
    taken = bytearray(size)
    for begin, end, _ in found:
        taken[begin:end] = b"\1" * (end - begin)
    return sorted([*found, *(mask for mask in masks if taken.find(1, mask.begin, mask.end) < 0)])


def _pattern(word: str) -> str:
    """A word as it is looked for: also spelled, with its parts apart, or joined."""
    parts = [_one_word(part) for part in re.split(_HYPHEN, word)]
    return _GAP.join(parts)


def _one_word(word: str) -> str:
    """Any apostrophe, or none, or a gap; parted at the end of a line; spelled; and long ones also fallen apart."""
    parts = re.split(r"['’ʼ‘`]", word)
    between = r"[\s_-]?" if len(word) >= LONG else r"(?:-\s)?"
    whole = r"['’ʼ‘` ]?".join(between.join(map(re.escape, part)) for part in parts)
    spelled = r"[\s._-]".join(map(re.escape, word))
    return f"(?:{whole}|{spelled})" if len(word) >= SPELLED else whole


def _small(text: str) -> tuple[str, list[int]]:
    """The text without capitals; and for each letter, where it came from."""
    small = text.lower()
    if len(small) == len(text) and text.isascii():
        return small, list(range(len(text)))
    pairs = [(letter, at) for at, one in enumerate(text) for letter in one.casefold()]
    return "".join(letter for letter, _ in pairs), [at for _, at in pairs]
