"""Trigrams: how likely words follow each other, from a compact table. Pure.

Of each run of one, two or three words the table keeps 16 bits of a hash (the other 16 say in which drawer it lies) and
its probability in one byte, of runs that others begin with also the weight by which shorter runs are counted after
them. A run that is not there is taken for another in one of some thousand cases, which costs a guess some of its score.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.language.numbers import in_words
from edge.messages import Array

TASK = "trigrams"
BEGIN, END = "<s>", "</s>"
STEP = 0.08  # of a logarithm, from one number of a byte to the next
ZERO = 64  # the byte of a weight of 1: weights may be above it
UNKNOWN = math.log(1e-7)  # the logarithm of the probability of a word that is not in the table
MAGIC = b"trigram1"
DRAWERS = 1 << 16
_HEAD = struct.Struct("<8s3I")

_NUMBER = re.compile(r"\d{1,6}")
_NO_LETTER = re.compile(r"[^a-z' ]")
_IS = re.compile(r"\b(what|where|who|how|that|it|there|he|she|when|here)'s\b")
_SHORT = (
    ("can't", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("'m", " am"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'d", " would"),
)
_SAME = {
    "colour": "color", "colours": "colors", "favourite": "favorite", "mum": "mom", "okay": "ok", "cannot": "can not",
    "metre": "meter", "metres": "meters", "grey": "gray", "centre": "center",
    "summarise": "summarize", "litre": "liter", "litres": "liters", "whiteboard": "white board", "qr": "q r",
}  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as the table has them: numbers and short forms written out, one spelling, lower case."""
    text = text.lower().replace("’", "'")
    text = _NUMBER.sub(lambda digits: f" {in_words(int(digits[0])).replace('-', ' ').replace(' and ', ' ')} ", text)
    text = _IS.sub(r"\1 is", _NO_LETTER.sub(" ", text))
    for short, whole in _SHORT:
        text = text.replace(short, whole)
    return tuple(" ".join(_SAME.get(word, word) for word in text.replace("'", "").split()).split())


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of words of one length: where each drawer begins, and of each run its hash, probability and weight."""

    drawers: NDArray[np.uint32]
    hashes: NDArray[np.uint16]
    logs: NDArray[np.uint8]
    weights: NDArray[np.uint8]

    def find(self, words: Sequence[str]) -> int:
        """Where the run stands, or -1."""
        key = zlib.crc32(" ".join(words).encode())
        first, last = self.drawers[key >> 16], self.drawers[(key >> 16) + 1]
        at = first + self.hashes[first:last].searchsorted(key & 0xFFFF)
        return int(at) if at < last and self.hashes[at] == key & 0xFFFF else -1


class Trigrams:
    """Probabilities of words after the two before them."""

    def __init__(self, runs: Sequence[Runs]) -> None:
        self._runs = tuple(runs)

    def sentence(self, words: Sequence[str]) -> float:
        """The logarithm of the probability of these words, from the first to the end of the sentence."""
        said = (BEGIN, *words, END)
        return sum(self.word(said[max(0, at - 2) : at], said[at]) for at in range(1, len(said)))

    def word(self, before: Sequence[str], word: str) -> float:
        """The logarithm of the probability of a word after at most two others."""
        weight = 0.0
        for first in range(len(before) + 1):
            runs = self._runs[len(before) - first]
            at = runs.find((*before[first:], word))
            if at >= 0:
                return weight - float(runs.logs[at]) * STEP
            if first < len(before):
                weight += self._weight(before[first:])
        return weight + UNKNOWN

    def _weight(self, before: Sequence[str]) -> float:
        runs = self._runs[len(before) - 1]
        at = runs.find(before)
        return (ZERO - float(runs.weights[at])) * STEP if at >= 0 else 0.0


def read_trigrams(data: bytes) -> Trigrams:
    """The table in these bytes, which are not copied. ValueError where they are none."""
    try:
        magic, *counts = _HEAD.unpack_from(data)
    except struct.error:
        raise ValueError("is too short") from None
    if magic != MAGIC:
        raise ValueError("is of another format")
    at, runs = _HEAD.size, []
    for order, count in enumerate(counts):
        columns: list[Array] = []
        for kind, size in (
            (np.uint32, DRAWERS + 1),
            (np.uint16, count),
            (np.uint8, count),
            (np.uint8, count if order < 2 else 0),
        ):
            columns.append(np.frombuffer(data, kind, size, at))
            at += columns[-1].nbytes
            at += -at % 4
        drawers = columns[0]
        if drawers[0] or drawers[-1] != count or (drawers[1:] < drawers[:-1]).any():
            raise ValueError("is damaged")
        runs.append(Runs(*columns))
    if at != len(data):
        raise ValueError("has another length than it says")
    return Trigrams(runs)


def open_trigrams(bundle: Bundle) -> Trigrams:
    """The table of a bundle. Raises ModelError."""
    if bundle.card.task != TASK or "table" not in bundle.assets:
        raise ModelError(bundle.card.name, "is no table of words")
    try:
        return read_trigrams(bundle.assets["table"])
    except ValueError as error:
        raise ModelError(bundle.card.name, f"its table {error}: fetch it again") from error


@dataclass(frozen=True, slots=True)
class Rows:
    """Runs of one length before they are packed: their hashes, logarithms of probabilities and of weights."""

    keys: NDArray[np.uint32]
    logs: NDArray[np.float64]
    weights: NDArray[np.float64]


def pack_trigrams(orders: Sequence[Rows]) -> bytes:
    """The bytes of a table of runs of one, two and three words. Of two with one hash the first is kept."""
    parts, counts = list[bytes](), list[int]()
    for order, rows in enumerate(orders):
        keys, kept = np.unique(rows.keys, return_index=True)
        counts.append(len(keys))
        drawers = np.searchsorted(keys, np.arange(DRAWERS + 1, dtype=np.uint64) << 16).astype(np.uint32)
        columns: list[Array] = [drawers, (keys & 0xFFFF).astype(np.uint16), _byte(-rows.logs[kept] / STEP)]
        columns.append(_byte(ZERO - rows.weights[kept] / STEP) if order < 2 else np.zeros(0, np.uint8))
        parts += [column.tobytes() + bytes(-column.nbytes % 4) for column in columns]
    return _HEAD.pack(MAGIC, *counts) + b"".join(parts)


def _byte(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)
