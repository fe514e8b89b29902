"""What happens to a sentence on its way: fillers and politeness, slips of a recogniser, slips of the keyboard."""

from __future__ import annotations

from numpy.random import Generator

from edge.understand.grasp import OUTSIDE
from export.meaning.fillers import one
from export.meaning.templates import Row, TaggedWords

LEADS = (
    "hey glint", "ok glint", "hey", "hi", "um", "uh", "so", "well", "please", "ok", "okay", "right", "now", "listen",
    "excuse me", "hello", "er", "just", "sorry", "glint", "hey glasses", "alright", "quick question", "let's see",
    "can you tell me", "could you tell me", "tell me", "i'd like to know", "i want to know", "could you please",
    "can you", "do me a favour and", "i was wondering", "i need you to", "would you", "go ahead and", "look", "oh",
    "i need to know", "do you know", "view glass", "my question is", "yo", "and",
)  # fmt: skip
TAILS = (
    "please", "thanks", "thank you", "please thanks", "if you can", "would you", "will you", "for me", "quickly", "now",
    "if you don't mind", "mate", "cheers", "by any chance", "right now", "ok", "i'd like to know", "at all", "then",
    "glint", "love", "again", "if possible", "sorry", "i wonder",
)  # fmt: skip
_DROPPED = frozenset("a an the is are of to my me you do does in on it for and".split())
_INSIDE = ("um", "uh", "er", "like", "erm", "you know")
_HEARD_AS = {
    "there": "their", "their": "there", "two": "to", "to": "two", "too": "to", "for": "four", "four": "for",
    "is": "his", "this": "his", "its": "it's", "it's": "its", "one": "won", "won": "one", "eight": "ate", "by": "buy",
    "buy": "by", "hour": "our", "our": "hour", "right": "write", "write": "right", "week": "weak", "read": "red",
    "red": "read", "see": "sea", "here": "hear", "where": "wear", "wear": "where", "know": "no", "no": "know",
    "your": "you're", "you're": "your", "then": "than", "than": "then", "an": "and", "a": "the", "the": "a",
    "in": "and", "and": "in", "what": "but", "whats": "what", "timer": "time", "are": "our", "any": "many",
    "can": "could", "of": "off", "off": "of", "mail": "male", "male": "mail", "flour": "flower", "flower": "flour",
    "i": "eye", "pear": "pair", "pair": "pear", "bin": "been", "been": "bin", "aloud": "allowed", "list": "lest",
    "note": "not", "not": "note", "cancel": "council", "alarm": "a lamb", "remind": "rewind", "colour": "color",
    "color": "colour", "scan": "can", "them": "him", "does": "dose", "there's": "there is", "that's": "that is",
}  # fmt: skip


def disturbed(sentence: TaggedWords, rng: Generator, share: float = 0.5) -> TaggedWords:
    """The sentence as it may arrive; in `1 - share` of all cases as it was."""
    rows: list[Row] = list(zip(sentence.words, sentence.tags, sentence.borrowed, strict=True))
    if rng.random() < share:
        rows = _framed(rows, rng)
    if rng.random() < share * 0.6:
        for _ in range(1 + (rng.random() < 0.3)):
            rows = one((_dropped, _misheard, _misheard, _doubled, _hesitated, _mistyped, _bare), rng)(rows, rng)
    return TaggedWords(*(tuple(column) for column in zip(*mended(rows), strict=True))) if rows else sentence


def mended(rows: list[Row]) -> list[Row]:
    """Tags that begin where they now must: a slot whose first word was lost begins with its second."""
    found, last = [], OUTSIDE
    for word, tag, borrowed in rows:
        kind = tag[2:]
        last = f"B-{kind}" if tag.startswith("I-") and last[2:] != kind else tag
        found.append((word, last, borrowed))
    return found


def _plain(text: str) -> list[Row]:
    return [(word, OUTSIDE, False) for word in text.split()]


def _framed(rows: list[Row], rng: Generator) -> list[Row]:
    lead = one(LEADS, rng) if rng.random() < 0.65 else ""
    tail = one(TAILS, rng) if rng.random() < 0.45 else ""
    return [*_plain(lead), *rows, *_plain(tail)]


def _dropped(rows: list[Row], rng: Generator) -> list[Row]:
    places = [at for at, row in enumerate(rows) if row[0] in _DROPPED]
    if not places or len(rows) < 3:
        return rows
    at = one(places, rng)
    return rows[:at] + rows[at + 1 :]


def _misheard(rows: list[Row], rng: Generator) -> list[Row]:
    places = [at for at, row in enumerate(rows) if row[0] in _HEARD_AS]
    if not places:
        return rows
    at = one(places, rng)
    word, tag, borrowed = rows[at]
    new = [
        (part, tag if not n else tag.replace("B-", "I-"), borrowed) for n, part in enumerate(_HEARD_AS[word].split())
    ]
    return rows[:at] + new + rows[at + 1 :]


def _doubled(rows: list[Row], rng: Generator) -> list[Row]:
    size = min(len(rows), int(rng.integers(1, 4)))
    if any(row[1] != OUTSIDE for row in rows[:size]):
        return rows
    return rows[:size] + rows


def _hesitated(rows: list[Row], rng: Generator) -> list[Row]:
    at = int(rng.integers(0, len(rows) + 1))
    if at < len(rows) and rows[at][1].startswith("I-"):
        return rows
    return rows[:at] + _plain(one(_INSIDE, rng)) + rows[at:]


def _mistyped(rows: list[Row], rng: Generator) -> list[Row]:
    """One letter lost, doubled, or exchanged with its neighbour, in a word of four letters or more."""
    places = [at for at, row in enumerate(rows) if len(row[0]) >= 4]
    if not places:
        return rows
    at = one(places, rng)
    word, tag, borrowed = rows[at]
    i = int(rng.integers(0, len(word) - 1))
    changed = one(
        (word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2 :]), rng
    )
    return [*rows[:at], (changed, tag, borrowed), *rows[at + 1 :]]


def _bare(rows: list[Row], rng: Generator) -> list[Row]:  # noqa: ARG001
    """Without apostrophes: `whats this`."""
    return [(word.replace("'", ""), tag, borrowed) for word, tag, borrowed in rows]
