"""WordPiece: the words of a sentence as pieces of a vocabulary, as BERT cuts them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from edge.language.patterns import Pattern
from edge.records import dataclass

PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 40  # characters; what is longer is one unknown piece
_PART = Pattern(r"[^\W_]+|[^\w\s]|_")


class Pieces(NamedTuple):
    """A question and the one before it as numbers of pieces; `starts`: where each word's first piece stands."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    """Of the words of the question, then of those of the question before it, as far as there was room."""


@dataclass(frozen=True)
class WordPieces:
    """Cuts words with one vocabulary: a piece a line; those that go on with a word begin with `##`."""

    vocabulary: tuple[str, ...]
    longest: int = 64
    """Pieces of both questions together; of what is longer the end is left out."""

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {piece: number for number, piece in enumerate(self.vocabulary)}

    @cached_property
    def _cut(self) -> dict[str, tuple[int, ...]]:
        return {}

    def pieces(self, words: Sequence[str], before: Sequence[str] = ()) -> Pieces:
        """The question's words and those of the question before it, as `[CLS] question [SEP] before [SEP]`."""
        numbers = self.numbers
        ids, starts = [numbers[BEGIN]], []
        for side, room in ((words, self.longest - 2), (before, self.longest - 1)):
            for word in side:
                cut = self.cut(word)
                if len(ids) + len(cut) > room:
                    break
                starts.append(len(ids))
                ids += cut
            ids.append(numbers[END])
        return Pieces(tuple(ids), tuple(starts))

    def cut(self, word: str) -> tuple[int, ...]:
        """The pieces of one word."""
        found = self._cut.get(word)
        if found is None:
            if len(self._cut) > 20_000:
                self._cut.clear()
            parts = _PART.findall(_without_accents(word))
            found = self._cut[word] = tuple(n for part in parts for n in self._greedy(part)) or (self.numbers[UNKNOWN],)
        return found

    def _greedy(self, part: str) -> tuple[int, ...]:
        """The longest pieces from left to right, as BERT does it."""
        numbers, found, at = self.numbers, [], 0
        if len(part) > LONGEST_WORD:
            return (numbers[UNKNOWN],)
        while at < len(part):
            head = "##" if at else ""
            end = next((end for end in range(len(part), at, -1) if head + part[at:end] in numbers), 0)
            if not end:
                return (numbers[UNKNOWN],)
            found.append(numbers[head + part[at:end]])
            at = end
        return tuple(found)


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn")
