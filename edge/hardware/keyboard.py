"""The keyboard as a button: a line is a question, an empty line is a tap."""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
from typing import TYPE_CHECKING

from edge.messages import Touch, Typed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from typing import IO

PIECE = 4096
LONGEST = 4000  # characters in one question


class Keyboard:
    """Reads lines from a file descriptor in the event loop, without a thread and without changing its settings."""

    def __init__(self, stream: IO[str] | IO[bytes] | None = None) -> None:
        self._stream = stream

    async def touches(self) -> AsyncGenerator[Touch | Typed, None]:
        """Yield until the end of the file, or until the terminal is gone."""
        fd = (self._stream or sys.stdin).fileno()
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        rest = ""
        while piece := await _read(fd):
            *lines, rest = (rest + decoder.decode(piece)).split("\n")
            for line in lines:
                yield _meant(line)
            rest = rest[:LONGEST]
        if rest.strip():
            yield _meant(rest)


async def _read(fd: int) -> bytes:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    try:
        loop.add_reader(fd, ready.set)
    except PermissionError:  # a regular file or /dev/null: always ready
        await asyncio.sleep(0)
    else:
        try:
            await ready.wait()
        finally:
            loop.remove_reader(fd)
    try:
        return os.read(fd, PIECE)
    except OSError:  # a terminal that hung up
        return b""


def _meant(line: str) -> Touch | Typed:
    text = line.strip()[:LONGEST]
    return Typed(text) if text else Touch("tap")
