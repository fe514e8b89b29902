"""Sentences with their slots marked, as skills give them for examples: `set a timer for {duration:five minutes}`."""

from __future__ import annotations

from edge.language.patterns import Pattern
from edge.language.text import normalise
from edge.messages import Slot
from edge.records import dataclass

_MARK = Pattern(r"\{([a-z_]+)!?(?::([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence without its marks, and the words that were marked."""

    text: str
    slots: tuple[Slot, ...] = ()


def read_marked(sentence: str) -> MarkedSentence:
    """The sentence and its slots; a mark without words (`{duration}`) stands for its own name."""
    slots: list[Slot] = []

    def plain(kind: str, words: str) -> str:
        slots.append(Slot(kind, normalise(words)))
        return words

    text = _MARK.sub(lambda match: plain(match[1], match[2] or match[1]), sentence)
    return MarkedSentence(text, tuple(slots))
