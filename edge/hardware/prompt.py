"""A terminal at which questions are typed: a prompt with history, and taps while an answer is being given."""

from __future__ import annotations

import asyncio
import os
import sys
import termios
import threading
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Protocol, TextIO

from edge.hardware.keyboard import LONGEST, PIECE
from edge.hardware.terminal import written
from edge.output import command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROMPT = "> "
CLEAR = "\r\x1b[K"


class Prompt:
    """Asks for one line after the other on stdin and stdout, which are terminals.

    The line editor (readline, where Python has it) blocks, so it has a thread of its own for as long as it asks: a
    daemon, because only an Enter could end it. What was typed is remembered until the end of this process and never
    written down: `glint forget` would not find it.
    """

    watched = True

    def __init__(self, screen: TextIO) -> None:
        self._screen = screen
        self._asking = False
        self._kept: deque[str | None] = deque()
        self._readline = _line_editor()

    async def line(self) -> str | None:
        """The next line, without its end; None at the end of the input."""
        if self._kept:
            return self._kept.popleft()
        loop = asyncio.get_running_loop()
        typed: asyncio.Future[str | None] = loop.create_future()

        def ask() -> None:
            try:
                text: str | None = input(PROMPT)
            except (EOFError, OSError):  # OSError: the terminal hung up
                text = None
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                loop.call_soon_threadsafe(_give, typed, text)

        self._asking = True
        try:
            threading.Thread(target=ask, name="prompt", daemon=True).start()
            text = await typed
        finally:
            self._asking = False
        return text if text is None else text[:LONGEST]

    @contextmanager
    def answering(self, tap: Callable[[], None]) -> Iterator[None]:
        """While an answer is given: an empty line is a tap; all else, the end too, is kept for later."""
        loop, fd = asyncio.get_running_loop(), sys.stdin.fileno()
        rest = b""

        def read() -> None:
            nonlocal rest
            piece = os.read(fd, PIECE)
            *lines, rest = (rest + piece).split(b"\n")
            for text in (line.decode(errors="replace").strip() for line in lines):
                if text:
                    self._kept.append(text[:LONGEST])
                else:
                    tap()
            if not piece:
                loop.remove_reader(fd)
                self._kept.append(None)

        loop.add_reader(fd, read)
        try:
            yield
        finally:
            loop.remove_reader(fd)

    def write(self, text: str) -> None:
        """Print; above the line that is being typed, if one is."""
        begun = self._readline.get_line_buffer() if self._asking and self._readline else ""
        if self._asking:
            command(self._screen, CLEAR)
        self._screen.write(written(text, self._screen.encoding or "utf-8"))
        self._screen.write(f"{PROMPT}{begun}" if self._asking else "")
        self._screen.flush()

    @contextmanager
    def restored(self) -> Iterator[None]:
        """Afterwards the terminal is as it was before, whatever the line editor was doing when it was left."""
        before = termios.tcgetattr(sys.stdin)
        try:
            yield
        finally:
            if self._asking or termios.tcgetattr(sys.stdin) != before:
                self._screen.write("\n")
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _give(typed: asyncio.Future[str | None], text: str | None) -> None:
    if not typed.done():
        typed.set_result(text)


class LineEditor(Protocol):
    """The part of the module readline that we use."""

    def get_line_buffer(self) -> str: ...


def _line_editor() -> LineEditor | None:
    """Importing it is what gives `input` its history."""
    try:
        import readline
    except ImportError:
        return None
    return readline
