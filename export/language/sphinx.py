"""Reads a language model of (pocket)sphinx in its trie format: words, and runs of two and three with probabilities.

The file: `Trie Language Model`, the order, a count for each length; a type of quantising and its tables of floats;
words as (probability, weight, first run that ends with the word); bit-packed runs, by their last word and then the ones
before it; the words, each ended by a zero. Probabilities are logarithms to the base 1.0001.
"""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from export.errors import ExportError

MAGIC = b"Trie Language Model"
TABLE = 1 << 16  # entries of each table of floats: 16 bits a number
BASE = math.log(1.0001)
_WORD = np.dtype([("log", "<f4"), ("weight", "<f4"), ("next", "<u4")])
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SphinxModel:
    """Natural logarithms of probabilities and weights. Runs are rows of numbers of words, oldest word first."""

    words: tuple[str, ...]
    logs: Floats
    weights: Floats
    twos: Ints
    two_logs: Floats
    two_weights: Floats
    threes: Ints
    three_logs: Floats


def read_wheel(path: Path, inside: str, sha256: str) -> SphinxModel:
    """The model in a wheel. Raises ExportError, also where it is not the file with this hash."""
    try:
        with zipfile.ZipFile(path) as wheel:
            data = wheel.read(inside)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise ExportError("read", f"there is no {inside} in {path}: {error}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ExportError("read", f"{inside} in {path} is not the file of the recipe (sha256 {sha256[:12]}…)")
    return read_sphinx(data)


def read_sphinx(data: bytes) -> SphinxModel:
    """The model in these bytes. Raises ExportError where they are none."""
    file = io.BytesIO(data)
    if file.read(len(MAGIC)) != MAGIC or file.read(1) != b"\x03":
        raise ExportError("read", "this is no trigram model of sphinx in its trie format")
    counts = np.frombuffer(file.read(12), "<u4").astype(int).tolist()
    (kind,) = np.frombuffer(file.read(4), "<u4")
    if kind != 1:
        raise ExportError("read", f"its numbers are packed in a way ({kind}) that is not known")
    two_logs, two_weights, three_logs = (np.frombuffer(file.read(4 * TABLE), "<f4") for _ in range(3))
    ones = np.frombuffer(file.read(_WORD.itemsize * (counts[0] + 1)), _WORD)
    word_bits, next_bits = _bits(counts[0]), _bits(counts[2])
    twos = _Packed(file, counts[1] + 1, (word_bits, 16, 16, next_bits))
    threes = _Packed(file, counts[2] + 1, (word_bits, 16))
    size = int(np.frombuffer(file.read(4), "<u4")[0])
    words = file.read(size).split(b"\0")[: counts[0]]
    last, below = _under(ones["next"]), twos.column(3)
    first, below = twos.column(0)[: len(last)], below[: len(last) + 1]  # a few rows at the end were never used
    middle = _under(below)
    oldest = threes.column(0)[: len(middle)]
    return SphinxModel(
        tuple(word.decode("utf-8", "replace") for word in words),
        ones["log"][:-1] * BASE, ones["weight"][:-1] * BASE,
        np.stack([first, last], axis=1),
        two_logs[twos.column(2)[: len(last)]] * BASE, two_weights[twos.column(1)[: len(last)]] * BASE,
        np.stack([oldest, first[middle], last[middle]], axis=1),
        three_logs[threes.column(1)[: len(middle)]] * BASE,
    )  # fmt: skip


def _bits(most: int) -> int:
    """How many bits a number up to this takes."""
    return max(int(most).bit_length(), 1)


def _under(starts: NDArray[Any]) -> Ints:
    """For every row below, which row above it belongs to. `starts`: where each one's rows begin, and the end."""
    sizes: Ints = starts[1:].astype(np.int64) - starts[:-1].astype(np.int64)
    return np.repeat(np.arange(len(sizes)), sizes)


class _Packed:
    """Rows of numbers without gaps between their bits, the lowest bits first."""

    def __init__(self, file: io.BytesIO, rows: int, widths: Sequence[int]) -> None:
        self._widths = widths
        self._rows = rows
        size = (rows * sum(widths) + 7) // 8 + 8
        self._data = np.frombuffer(file.read(size), np.uint8)

    def column(self, number: int) -> Ints:
        """All numbers of one column; the last row only tells where things end."""
        at = np.arange(self._rows, dtype=np.int64) * sum(self._widths) + sum(self._widths[:number])
        whole = np.zeros(self._rows, np.uint64)
        for byte in range(5):
            whole |= self._data[np.minimum((at >> 3) + byte, len(self._data) - 1)].astype(np.uint64) << np.uint64(
                8 * byte
            )
        mask = np.uint64((1 << self._widths[number]) - 1)
        return ((whole >> (at & 7).astype(np.uint64)) & mask).astype(np.int64)
