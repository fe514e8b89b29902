"""Decodes server-sent events, with bounds and without I/O: bytes in, the data of whole events out.

An event and the body as a whole have a limit, comments are counted and dropped, and where the bytes were cut makes no
difference. One thing is more lenient than the standard: `[DONE]` counts without the empty line that should follow it.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from edge.reach.wire.failures import EndedError, Failure

EVENT_AT_MOST = 64 * 1024
BODY_AT_MOST = 2 * 1024 * 1024
DONE = b"[DONE]"
_BOM = b"\xef\xbb\xbf"


class Events:
    """A decoder of events that arrive in pieces."""

    def __init__(self, event_at_most: int = EVENT_AT_MOST, body_at_most: int = BODY_AT_MOST) -> None:
        self._at_most = event_at_most
        self._left = body_at_most
        self._rest = b""
        self._begun = False
        self.comments = 0

    @property
    def unfinished(self) -> bool:
        """Whether an event has begun and not ended."""
        return bool(self._rest)

    def feed(self, piece: bytes) -> list[bytes]:
        """Take a piece, give the data of the events that it completes."""
        self._left -= len(piece)
        if self._left < 0:
            raise EndedError(Failure.BODY_TOO_BIG)
        text = self._rest + piece
        if not self._begun:
            if len(text) < len(_BOM) and _BOM.startswith(text):
                self._rest = text
                return []
            self._begun, text = True, text.removeprefix(_BOM)
        *events, self._rest = self._split(text)
        found = []
        for event in events:
            if len(event) > self._at_most:
                raise EndedError(Failure.LINE_TOO_LONG)
            if event.startswith(b"data: ") and b"\n" not in event:  # nearly all are
                found.append(event[6:])
            else:
                found += self._data(event)
        if len(self._rest) > self._at_most:
            raise EndedError(Failure.LINE_TOO_LONG)
        if self._rest == b"data: [DONE]\n":
            self._rest = b""
            found.append(DONE)
        return found

    def _split(self, text: bytes) -> list[bytes]:
        if b"\r" not in text:
            return text.split(b"\n\n")
        # A carriage return at the very end may be the first half of a line end: it waits for what follows.
        held = b"\r" if text.endswith(b"\r") else b""
        text = text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *events, rest = text.split(b"\n\n")
        return [*events, rest + held]

    def _data(self, event: bytes) -> list[bytes]:
        """The data of an event of several lines, in a list of one; none where it has no data."""
        data = []
        for line in event.split(b"\n"):
            if line.startswith(b"data:"):
                data.append(line[6:] if line[5:6] == b" " else line[5:])
            elif line.startswith(b":"):
                self.comments += 1
        whole = b"\n".join(data)
        return [whole] if whole else []


class Words(msgspec.Struct, gc=False):
    """What one chunk adds. Servers name their reasoning in different ways; none of it is ever spoken."""

    content: str | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    reasoning: str | None = None

    @property
    def thought(self) -> str:
        """What is not for the wearer."""
        return self.reasoning_content or self.reasoning or ""


class Choice(msgspec.Struct, gc=False):
    index: int = 0
    delta: Words | None = None
    message: Words | None = None
    finish_reason: str | None = None


class Usage(msgspec.Struct, gc=False):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Chunk(msgspec.Struct, gc=False):
    """One event of a streamed answer, or the whole of one that was not streamed. Unknown fields are ignored."""

    choices: list[Choice] | None = None
    error: Any = None
    object: str = ""
    usage: msgspec.Raw = msgspec.Raw()
    """As it came: what stands there may be a number that is none, and the answer is good all the same."""


_DECODER = msgspec.json.Decoder(Chunk)
_HIGH, _LOW = rb"\\u[dD][89abAB][0-9a-fA-F]{2}", rb"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_HALF = re.compile(rb"%s(?!%s)|(?<!%s)%s" % (_HIGH, _LOW, _HIGH, _LOW))
"""Half of an emoji, which some servers send when it is cut by the end of an event; nobody can say it anyway."""


def read_chunk(data: bytes) -> Chunk:
    """Decode an event, or say in which way it is broken."""
    chunk = _decoded(data) or _decoded(_HALF.sub(b"", data))
    if chunk is None:
        raise EndedError(_how_broken(data))
    if chunk.error is not None or chunk.object == "error":
        raise EndedError(Failure.SERVER_ERROR)
    return chunk


def _decoded(data: bytes) -> Chunk | None:
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def read_usage(told: msgspec.Raw) -> Usage:
    """What a server counted; nothing where that makes no sense: a good answer is not lost to it."""
    try:
        return msgspec.json.decode(told, type=Usage)
    except (msgspec.DecodeError, RecursionError):
        return Usage()


def _how_broken(data: bytes) -> Failure:
    try:
        data.decode()
    except UnicodeDecodeError:
        return Failure.BAD_UTF8
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return Failure.BAD_JSON
    return Failure.WRONG_SHAPE
