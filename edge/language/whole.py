"""How long to wait after what was said so far: briefly when the sentence is whole, patiently when it is not. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.language.language import english
from edge.language.numbers import number_at
from edge.language.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.language.language import Language

SHORT, MIDDLE, LONG = 0.25, 0.6, 1.2  # seconds of silence
SURE, UNSURE = 0.7, 0.25


def patience(text: str, understood: float | None, language: Language | None = None) -> float:
    """Seconds of silence after which nothing more is to be expected.

    `understood`: how sure the understanding is, from 0 to 1, that it knows what is wanted; None where nobody asked it.
    """
    language = language or english()
    said = list(words(text))
    if not said:
        return MIDDLE
    if _is_open(said, language):
        return LONG
    if understood is None or _is_number(said[-1]):
        return MIDDLE
    return SHORT if understood >= SURE else LONG if understood < UNSURE else MIDDLE


def _is_number(word: str) -> bool:
    """After "for twenty" there may come "five minutes"; "one" is mostly no number."""
    found = number_at([word])
    return found is not None and found.value > 1


def _is_open(said: list[str], language: Language) -> bool:
    """Whether it ends in the middle, as far as its words tell."""
    if " ".join(said) in language.words_for("unfinished_leads"):
        return True
    ends = _ends(said, language.words_for("unfinished_ends"))
    return ends > 0 and _ends(said, language.words_for("finished_ends")) <= ends


def _ends(said: list[str], phrases: Iterable[str]) -> int:
    """How many words the longest phrase has with which it ends."""
    found = (phrase.split() for phrase in phrases)
    return max((len(phrase) for phrase in found if said[-len(phrase) :] == phrase), default=0)
