"""Server-sent events, bounded and without I/O: bytes in, the data of whole events out.

A line and the body as a whole have a limit, comments are counted and dropped, and where a line was cut makes no
difference. One thing is more lenient than the standard: `[DONE]` counts without the empty line that should follow it.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from edge.answer.endings import EndedError, Ending

LINE_AT_MOST = 64 * 1024
BODY_AT_MOST = 2 * 1024 * 1024
DONE = b"[DONE]"
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")


class Events:
    """Puts events together from the pieces in which they arrive."""

    def __init__(self, line_at_most: int = LINE_AT_MOST, body_at_most: int = BODY_AT_MOST) -> None:
        self._line_at_most = line_at_most
        self._left = body_at_most
        self._rest = b""
        self._data: list[bytes] = []
        self.comments = 0

    @property
    def unfinished(self) -> bool:
        """Whether a line has begun and not ended."""
        return bool(self._rest)

    def feed(self, piece: bytes) -> list[bytes]:
        """Take a piece, give the data of the events that it completes."""
        self._left -= len(piece)
        if self._left < 0:
            raise EndedError(Ending.BODY_TOO_BIG)
        lines = self._lines(piece)
        if max(map(len, lines), default=0) > self._line_at_most or len(self._rest) > self._line_at_most:
            raise EndedError(Ending.LINE_TOO_LONG)
        return [data for line in lines if (data := self._line(line)) is not None]

    def _lines(self, piece: bytes) -> list[bytes]:
        text = self._rest + piece
        if b"\r" not in text:
            *lines, self._rest = text.split(b"\n")
            return lines
        # A carriage return at the very end may be the first half of a line end: it waits for what follows.
        held = b"\r" if text.endswith(b"\r") else b""
        *lines, rest = _LINE_ENDS.split(text[: len(text) - len(held)])
        self._rest = rest + held
        return lines

    def _line(self, line: bytes) -> bytes | None:
        if not line:
            return self._event()
        if line.startswith(b"data:"):
            data = line[6:] if line[5:6] == b" " else line[5:]
            if data == DONE and not self._data:
                return DONE
            self._data.append(data)
            if sum(map(len, self._data)) > self._line_at_most:
                raise EndedError(Ending.LINE_TOO_LONG)
        elif line.startswith(b":"):
            self.comments += 1
        return None

    def _event(self) -> bytes | None:
        if not self._data:
            return None
        data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
        self._data.clear()
        return data


class Words(msgspec.Struct, gc=False):
    """What one chunk adds. Servers name their reasoning in different ways; none of it is ever spoken."""

    content: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None


class Choice(msgspec.Struct, gc=False):
    delta: Words | None = None
    message: Words | None = None
    finish_reason: str | None = None


class Usage(msgspec.Struct, gc=False):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Chunk(msgspec.Struct, gc=False):
    """One event of a streamed answer, or the whole of one that was not streamed. Unknown fields are ignored."""

    choices: list[Choice] = []
    error: Any = None
    usage: Usage | None = None


_DECODER = msgspec.json.Decoder(Chunk)


def read_chunk(data: bytes) -> Chunk:
    """Decode an event, or say in which way it is broken."""
    try:
        chunk = _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise EndedError(_how_broken(data)) from None
    if chunk.error is not None:
        raise EndedError(Ending.SERVER_ERROR)
    return chunk


def _how_broken(data: bytes) -> Ending:
    try:
        data.decode()
    except UnicodeDecodeError:
        return Ending.BAD_UTF8
    return Ending.BAD_JSON
