"""Decodes a chunked HTTP body, with bounds and without I/O.

h11 does this too, and is the oracle in the test; but it makes an event of its own of every chunk, which costs more
than all else that happens to a token, since servers send each token as a chunk.
"""

from __future__ import annotations

import re

from edge.reach.wire.failures import EndedError, Failure

SIZE_AT_MOST = 64  # bytes for the line with a chunk's size and its extensions
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})(?:;[^\r\n]*+|[ \t]*+)")


class Chunked:
    """Takes pieces as they arrive, gives what they carry."""

    def __init__(self) -> None:
        self._rest = b""
        self._left = 0
        self._ending = b""
        self.untouched = True
        """Whether nothing was fed yet."""
        self.over = False
        """Whether the last chunk has come."""

    @property
    def clean(self) -> bool:
        """Whether nothing stands after the end, so that the connection can be used again."""
        return self.over and self._rest == b"\r\n"

    def feed(self, piece: bytes) -> list[bytes]:
        """What a piece carries, in parts."""
        self.untouched = False
        data = self._rest + piece
        found: list[bytes] = []
        at = 0
        while not self.over:
            if self._left:
                part = data[at : at + self._left]
                found.append(part)
                at += len(part)
                self._left -= len(part)
                if self._left:
                    break
                self._ending = b"\r\n"
            if self._ending:
                if not data.startswith(self._ending, at):
                    self._wait(data[at:], self._ending)
                    break
                at += 2
                self._ending = b""
            end = data.find(b"\r\n", at)
            if end < 0:
                self._wait(data[at:], b"")
                break
            self._left = self._size(data[at:end])
            self.over = not self._left
            at = end + 2
        self._rest = data[at:]
        return found

    def _wait(self, rest: bytes, wanted: bytes) -> None:
        """What is left must be the beginning of something."""
        if len(rest) > SIZE_AT_MOST or (wanted and not wanted.startswith(rest)):
            raise EndedError(Failure.BAD_HTTP)

    def _size(self, line: bytes) -> int:
        match = _SIZE.fullmatch(line) if len(line) <= SIZE_AT_MOST else None
        if match is None:
            raise EndedError(Failure.BAD_HTTP)
        return int(match[1], 16)
