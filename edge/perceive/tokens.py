"""Tokens: the pieces of words that a recogniser writes, read from a vocabulary of Moonshine's or of the hub's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from edge.errors import ModelError
from edge.parsed import parse_json

_MARK = re.compile(rb"<[^ ]+>")  # such as <s> or <|en|>: never said
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")
_SPACE = "▁"
_PRINTED = (
    *range(33, 127),
    *range(161, 173),
    *range(174, 256),
)  # bytes that a byte-level vocabulary writes as they are


@dataclass(frozen=True)
class Tokens:
    """A vocabulary: what each token writes, in bytes, since some of them write less than a whole letter."""

    pieces: tuple[bytes, ...]

    def text(self, ids: Sequence[int]) -> str:
        """What these tokens write, without marks and without space around it."""
        written = b"".join(self.pieces[n] for n in ids if 0 <= n < len(self.pieces) and n not in self.marks)
        return " ".join(written.decode("utf-8", "replace").split())

    def ids(self, text: str) -> tuple[int, ...]:
        """The tokens that a recogniser would write for this text at the beginning of a sentence.

        Pieces are joined two by two, those with the lowest number first: vocabularies are numbered in the order in
        which their pieces were joined when they were made. Letters that no token writes are left out.
        """
        parts = [letter.encode() for letter in f" {text.strip()}"]
        while len(parts) > 1:
            joined = [self.numbers.get(a + b, len(self.pieces)) for a, b in pairwise(parts)]
            least = min(joined)
            if least == len(self.pieces):
                break
            at = joined.index(least)
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return tuple(number for part in parts for number in self._numbers_of(part))

    def _numbers_of(self, part: bytes) -> Iterator[int]:
        if part in self.numbers:
            yield self.numbers[part]
        else:
            yield from (
                self.numbers[byte] for byte in (part[n : n + 1] for n in range(len(part))) if byte in self.numbers
            )

    def number(self, mark: str) -> int:
        """The number of a mark such as `<|notimestamps|>`; ValueError where there is none."""
        return self.pieces.index(mark.encode())

    @cached_property
    def marks(self) -> frozenset[int]:
        return frozenset(n for n, piece in enumerate(self.pieces) if _MARK.fullmatch(piece))

    @cached_property
    def numbers(self) -> Mapping[bytes, int]:
        """The number of each piece; of two that write the same, such as a letter and its byte, the later one."""
        return {piece: number for number, piece in enumerate(self.pieces)}


def read_tokens(assets: Mapping[str, bytes], bundle: str) -> Tokens:
    """The vocabulary in a bundle's files: `tokens` (Moonshine's own) or `tokenizer` (the hub's). Raises ModelError."""
    try:
        if "tokens" in assets:
            return Tokens(tuple(_own(assets["tokens"])))
        if "tokenizer" in assets:
            return Tokens(_hub(parse_json(assets["tokenizer"])))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(bundle, f"its vocabulary cannot be read ({error!r}): fetch it again") from error
    raise ModelError(bundle, "has no vocabulary: a recogniser needs a file `tokens` or `tokenizer`")


def _own(data: bytes) -> Iterator[bytes]:
    """Pieces, each behind its length: one byte, or two where the first is 128 or more."""
    at = 0
    while at < len(data):
        length, at = data[at], at + 1
        if length >= 128:
            length, at = length - 128 + 128 * data[at], at + 1
        if at + length > len(data):
            raise ValueError("cut off")
        yield data[at : at + length].replace(_SPACE.encode(), b" ")
        at += length


def _hub(tree: Mapping[str, Any]) -> tuple[bytes, ...]:
    model = tree["model"]
    rows: dict[int, bytes] = {}
    read = _fallback if model.get("byte_fallback") else _byte_level()
    for piece, number in model["vocab"].items():
        rows[number] = read(piece)
    for row in tree.get("added_tokens", ()):
        rows[row["id"]] = row["content"].encode()
    return tuple(rows.get(number, b"") for number in range(max(rows) + 1))


def _fallback(piece: str) -> bytes:
    """Of a vocabulary of letters, with bytes for the rest."""
    if byte := _BYTE.fullmatch(piece):
        return bytes([int(byte[1], 16)])
    return piece.replace(_SPACE, " ").encode()


def _byte_level() -> Any:  # noqa: ANN401
    """Of a vocabulary of bytes, of which those that cannot be printed are written as letters from 256 on."""
    hidden = [byte for byte in range(256) if byte not in _PRINTED]
    byte_of = {chr(byte): byte for byte in _PRINTED} | {chr(256 + n): byte for n, byte in enumerate(hidden)}

    def read(piece: str) -> bytes:
        return bytes(byte_of[letter] for letter in piece) if all(x in byte_of for x in piece) else piece.encode()

    return read
