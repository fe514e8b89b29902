"""What the parsers of times have in common: the words of a sentence, what was found in them, and corrections. Pure.

A correction ("ten no fifteen minutes") means what was said last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from edge.language.numbers import number_at
from edge.language.text import words
from edge.records import dataclass

T = TypeVar("T")
Words = tuple[str, ...]

MARKS = frozenset("no sorry wait actually rather mean meant instead oops correction nope better scratch".split())
"""Words that say, between two values, that the second one counts."""
_CLOCK_MARKS = frozenset({"am", "pm"})
_UNIT_MARKS = frozenset("h hr hrs hour hours m min mins minute minutes s sec secs second seconds d day days".split())
_SPLIT = frozenset({"half", "quarter", "a", "an", "mid"})


@dataclass(frozen=True, slots=True)
class FoundValue(Generic[T]):
    """A value, where its words begin and end, and how plainly they say it: of several the plainest counts."""

    value: T
    start: int
    end: int
    plain: int = 1


def time_words(text: str) -> Words:
    """The words of a text with what is glued together apart: `1h30`, `7pm`, `five-minute`, `half-past`, `a.m.`."""
    return tuple(part for token in words(text) for part in _apart(token))


def _apart(word: str) -> Words:
    if word in ("a.m", "p.m", "oclock"):
        return ({"a.m": "am", "p.m": "pm"}.get(word, "o'clock"),)
    parts = re.findall(r"[0-9.:]+|[a-z]+", word)
    letters = [part for part in parts if part.isalpha()]
    if word[0].isdigit() and "".join(parts) == word and set(letters) <= _UNIT_MARKS | _CLOCK_MARKS:
        return tuple(parts)
    head, dash, tail = word.partition("-")
    if dash and (head in _SPLIT or number_at((head,)) is not None):
        return (head, *_apart(tail))
    return (word,)


def every(tokens: Words, parse: Callable[[Words, int], FoundValue[T] | None]) -> tuple[FoundValue[T], ...]:
    """All that a parser finds, from left to right; what is negated ("not five") is left out."""
    found: list[FoundValue[T]] = []
    at = 0
    while at < len(tokens):
        one = parse(tokens, at)
        if one is not None and not _negated(tokens, at):
            found.append(one)
        at = one.end if one is not None else at + 1
    return tuple(found)


def chosen(tokens: Words, found: Sequence[FoundValue[T]]) -> FoundValue[T] | None:
    """Of several the one that counts: after a correction the last one, else the first of the plainest."""
    for before, one in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        if MARKS & set(tokens[before.end : one.start]):
            return one
    return max(found, key=lambda one: one.plain, default=None)


def corrects(tokens: Words) -> bool:
    """Whether a sentence puts right what was said before."""
    said = set(tokens)
    return bool(said & (MARKS - {"wait"} | {"not", "change"})) or bool({"make", "said", "should"} & said)


def after(tokens: Words, at: int, *phrases: str) -> int | None:
    """Where the first of these phrases that stands here ends; None: none does."""
    for phrase in phrases:
        parts = tuple(phrase.split())
        if tokens[at : at + len(parts)] == parts:
            return at + len(parts)
    return None


def _negated(tokens: Words, at: int) -> bool:
    return "not" in tokens[max(0, at - 2) : at] and tokens[at - 1] in ("not", "at", "in", "for", "on")
