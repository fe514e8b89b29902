"""Masking: numbers of cards, accounts and phones, mail addresses and the wearer's own words, before text leaves.

Pure, and the same for a question, its context and whatever was read in the picture. What a number is, is told by its
shape (a card's check digit, an IBAN's, a phone's groups) or by the words around it; a sum, a date, a price and a
barcode stay. `Masked.counts` goes into the receipt: kinds and counts, never what was masked.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from edge.answer import numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_AT, _DOT = r"(?:@|[(\[]at[)\]])", r"(?:\.|[(\[]dot[)\]])"
# A name is looked for only where one begins: from every letter of a long word it would take the square of its length.
_MAIL = re.compile(rf"(?<![\w.+%'-])[\w.+%'-]+ ?{_AT} ?[\w-]+(?: ?{_DOT} ?[\w-]+)+", re.IGNORECASE)
_ENDS = (
    "com|org|net|edu|gov|io|info|biz|co|uk|us|eu|de|at|ch|fr|es|it|nl|be|se|no|dk|fi|pl|ie|ca|au|nz|in|jp|br|me|dev|app"
)
_HOUSES = frozenset("gmail googlemail outlook hotmail yahoo icloud proton protonmail aol gmx web live mail".split())
_SPOKEN_MAIL = re.compile(
    r"(?<![\w.+-])(?P<who>[\w.+-]+(?: (?:dot|point|period|underscore|dash|hyphen|minus|plus) [\w+-]+){0,5}) at "
    rf"(?P<house>[\w-]+)(?: (?:dot|point|dash) [\w-]+){{0,5}} ?(?:dot |point |\.)(?:{_ENDS})\b",
    re.IGNORECASE,
)
_MAIL_TALK = re.compile(
    r"\b(?:e-?mail|mail|address|write|contact|reach|send|forward|cc|invite|login|account)\b", re.IGNORECASE
)
_NO_NAME = frozenset("look is was me found see go buy read sign log up arrive available hosted us them it page".split())


class Span(NamedTuple):
    """What is to be masked, and as what."""

    begin: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text fit to leave, and what was masked in it."""

    text: str
    counts: Mapping[str, int]


class Masker:
    """Masks by the general rules and by a list of words that the wearer keeps."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        folded = sorted({_fold(" ".join(word.split()))[0] for word in words if word.strip()}, key=len, reverse=True)
        pattern = "|".join(r"[\s_-]+".join(map(re.escape, word.split(" "))) for word in folded)
        self._words = re.compile(rf"(?<!\w)(?:{pattern})s?(?!\w)") if folded else None

    def __call__(self, text: str) -> Masked:
        counts: Counter[str] = Counter()
        for find in (self._own, _mails, numbers.find):
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


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without case, accents, width and hidden letters; and for each letter, where it came from."""
    letters, origin = [], []
    for at, one in enumerate(text):
        for letter in unicodedata.normalize("NFKD", one).casefold():
            if not unicodedata.combining(letter) and unicodedata.category(letter) != "Cf":
                letters.append(letter)
                origin.append(at)
    return "".join(letters), origin


def _mails(text: str) -> list[Span]:
    found = [Span(match.start(), match.end(), "mail") for match in _MAIL.finditer(text)]
    for match in _SPOKEN_MAIL.finditer(text):
        apart = all(match.end() <= span.begin or span.end <= match.start() for span in found)
        if apart and _is_mail(match):
            found.append(Span(match.start(), match.end(), "mail"))
    return sorted(found)


def _is_mail(match: re.Match[str]) -> bool:
    """A name that was put together, a house of mail, or talk of it; "look at example dot com" is a page."""
    if match["who"].lower() in _NO_NAME:
        return False
    talk = _MAIL_TALK.search(match.string[max(0, match.start() - 40) : match.start()])
    return bool(talk or re.search(r"[ \d_]", match["who"]) or match["house"].lower() in _HOUSES)
