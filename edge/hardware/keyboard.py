"""The keyboard as a button: a line is a question, an empty line is a tap."""

from __future__ import annotations

import asyncio
import codecs
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from edge.hardware.terminal import written
from edge.messages import Touch, Typed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator
    from typing import IO, TextIO

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


class Lines:
    """The same lines one by one, for who answers each before the next: from a pipe, or from a file.

    An empty line is a tap if it comes while an answer is given, and nothing otherwise.
    """

    watched = False

    def __init__(self, stdin: IO[str] | None = None, stdout: TextIO | None = None) -> None:
        self._touches = Keyboard(stdin).touches()
        self._screen = stdout or sys.stdout
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._tap: Callable[[], None] | None = None
        self._reading: asyncio.Task[None] | None = None

    async def line(self) -> str | None:
        """The next line; None at the end of the input."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._read(), name="input")
        return await self._lines.get()

    async def _read(self) -> None:
        try:
            async for touch in self._touches:
                if isinstance(touch, Typed):
                    self._lines.put_nowait(touch.text)
                elif self._tap is not None:
                    self._tap()
        finally:  # whoever waits for a line must not wait for ever
            self._lines.put_nowait(None)

    @contextmanager
    def answering(self, tap: Callable[[], None]) -> Iterator[None]:
        """While an answer is given: an empty line is a tap."""
        self._tap = tap
        try:
            yield
        finally:
            self._tap = None

    def write(self, text: str) -> None:
        """Print; what the encoding has no letter for becomes a question mark. Nothing where nobody reads any more."""
        with suppress(BrokenPipeError):
            self._screen.write(written(text, self._screen.encoding or "utf-8"))
            self._screen.flush()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Afterwards nothing is read any more."""
        try:
            yield
        finally:
            if self._reading is not None:
                self._reading.cancel()
