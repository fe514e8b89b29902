"""One answer read from one connection: h11 over the Link's streams, under three clocks that bytes alone do not wind.

The first word, the gap between words, and the whole: a server that only keeps the line open, or sends its answer
letter by letter, runs into them as surely as one that is silent.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import h11
import msgspec

from edge.answer.endings import EndedError, Ending
from edge.answer.spoken import plain
from edge.answer.sse import DONE, Chunk, Events, Usage, Words, read_chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PIECE = 64 * 1024
HEAD_AT_MOST = 32 * 1024
WHOLE_AT_MOST = 256 * 1024  # an answer that was not streamed
ERROR_AT_MOST = 8 * 1024
ENOUGH = "length"  # the finish reason when it was we who had enough
AFTER_THE_END = 0.5  # seconds in which the usage may still come
WAIT_AT_MOST = 3600.0  # seconds: a Retry-After above this is not believed


@dataclass(frozen=True, slots=True)
class Clocks:
    """Seconds to the first word, between words, and for all of it."""

    first: float = 12.0
    gap: float = 6.0
    total: float = 30.0


@dataclass(frozen=True, slots=True)
class Finish:
    """How an answer ended well: the server's reason, what it counted, and what we did."""

    reason: str
    words: int
    thoughts: int
    usage: Usage
    body: bytes = b""
    """What came, where nobody took the words one by one."""


@dataclass(eq=False, slots=True)
class Wire:
    """An open connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def cut(self) -> None:
        """Let go of it at once, leaving nothing behind."""
        self.writer.transport.abort()


class Answer:
    """Reads one response. `take` gets the words of each chunk as it comes, and says when it has enough."""

    def __init__(self, wire: Wire, http: h11.Connection, clocks: Clocks, take: Callable[[Words], bool] | None) -> None:
        self._wire = wire
        self._http = http
        self._clocks = clocks
        self._take = take
        self._events = Events()
        self._loop = asyncio.get_running_loop()
        self._clock = asyncio.timeout(None)
        self._ends = 0.0
        self._bytes = 0
        self._over = False
        self._at_word = (0, 0)
        self._head: h11.Response | None = None
        self._reason = ""
        self._words = self._thoughts = 0
        self._body = b""
        self.usage = Usage()
        """What the server counted, if it told."""

    @property
    def heard(self) -> int:
        """Pieces of speech and of thought that came: about one token each."""
        return self._words + self._thoughts

    @property
    def began(self) -> bool:
        """Whether the server has sent anything at all."""
        return self._bytes > 0

    @property
    def spoke(self) -> bool:
        """Whether a word of the answer came: from then on nobody else is asked."""
        return self._words > 0

    async def read(self, ends: float) -> Finish:
        """Read to the end, at the latest until the loop's clock says `ends`; raises EndedError."""
        self._ends = ends
        self._clock = asyncio.timeout_at(min(self._loop.time() + self._clocks.first, ends))
        try:
            async with self._clock:
                await self._read()
        except (TimeoutError, h11.RemoteProtocolError, OSError) as error:
            if not self._reason:  # after the finish reason nothing is missing
                raise EndedError(self._name(error)) from None
        if not self._reason:
            raise EndedError(Ending.UNFINISHED)
        return Finish(self._reason, self._words, self._thoughts, self.usage, self._body)

    async def settle(self, within: float = 0.05) -> bool:
        """Read what belongs to the end of the response: whether the connection can be used again."""
        if self._http.their_state is h11.DONE:
            return not self._wire.reader.at_eof()
        with suppress(TimeoutError, h11.RemoteProtocolError, OSError, EndedError):
            async with asyncio.timeout(within):
                while isinstance(event := await self._next(), h11.Data):
                    self._events.feed(bytes(event.data))
                return isinstance(event, h11.EndOfMessage) and self._http.their_state is h11.DONE
        return False

    async def _read(self) -> None:
        head = await self._next()
        while isinstance(head, h11.InformationalResponse):
            head = await self._next()
        if not isinstance(head, h11.Response):
            raise EndedError(Ending.CUT, "without a word")
        self._head = head
        headers = {name.decode(): value.decode("latin-1") for name, value in head.headers}
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if head.status_code != 200:
            detail = b"" if 300 <= head.status_code < 400 else await self._collect(ERROR_AT_MOST)
            raise refusal(head.status_code, headers, kind, detail)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise EndedError(Ending.COMPRESSED)
        if kind == "text/event-stream":
            await self._stream()
        elif kind == "application/json":
            await self._whole()
        else:
            raise EndedError(Ending.PORTAL if kind == "text/html" else Ending.NOT_A_STREAM)

    async def _stream(self) -> None:
        while isinstance(event := await self._next(), h11.Data):
            for data in self._events.feed(bytes(event.data)):
                if data is DONE:
                    self._reason = self._reason or "stop"
                    return
                self._chunk(read_chunk(data))
                if self._reason == ENOUGH:
                    return

    async def _next(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # mypy does not narrow h11's sentinels
            piece = await self._wire.reader.read(PIECE)
            self._bytes += len(piece)
            self._over = not piece
            self._http.receive_data(piece)

    async def _whole(self) -> None:
        self._body = await self._collect(WHOLE_AT_MOST)
        if self._take is not None:
            self._chunk(read_chunk(self._body))
        self._reason = self._reason or "stop"

    async def _collect(self, at_most: int) -> bytes:
        body = bytearray()
        while len(body) <= at_most and isinstance(event := await self._next(), h11.Data):
            body += event.data
        if len(body) > at_most and at_most == WHOLE_AT_MOST:
            raise EndedError(Ending.BODY_TOO_BIG)
        return bytes(body)

    def _chunk(self, chunk: Chunk) -> None:
        self.usage = chunk.usage or self.usage
        if not chunk.choices:
            return
        choice = chunk.choices[0]
        words = choice.delta or choice.message
        if words is not None and (words.content or words.reasoning_content or words.reasoning):
            self._words += bool(words.content)
            self._thoughts += not words.content
            self._wind(self._clocks.gap)
            if self._take is not None and self._take(words):
                self._reason = ENOUGH
        if choice.finish_reason:
            self._reason = self._reason or choice.finish_reason
            self._wind(AFTER_THE_END)

    def _wind(self, seconds: float) -> None:
        self._at_word = self._bytes, self._events.comments
        self._clock.reschedule(min(self._loop.time() + seconds, self._ends))

    def _name(self, error: Exception) -> Ending:
        if isinstance(error, TimeoutError):
            return self._stall()
        if isinstance(error, h11.RemoteProtocolError):
            return Ending.CUT if self._over else Ending.BAD_HTTP
        return Ending.RESET

    def _stall(self) -> Ending:
        heard, comments = self._at_word
        begun = self._words or self._thoughts
        if not self._bytes:
            return Ending.SILENT
        if begun and self._loop.time() >= self._ends:
            return Ending.TOO_SLOW
        if self._events.comments > comments:
            return Ending.ONLY_KEEPALIVES
        if self._head is None or self._events.unfinished or (begun and self._bytes > heard):
            return Ending.DRIPPED
        return Ending.STALLED if begun else Ending.NO_TOKEN


def refusal(status: int, headers: Mapping[str, str], kind: str, body: bytes) -> EndedError:
    """What a status other than 200 means."""
    if 300 <= status < 400:
        return EndedError(Ending.REDIRECTED)
    if status == 511 or (kind == "text/html" and status in {403, 407}):
        return EndedError(Ending.PORTAL)
    if status in {408, 429, 500, 502, 503, 504, 529}:
        wait = retry_after(headers)
        if wait is not None and wait > WAIT_AT_MOST:
            return EndedError(Ending.BUSY_FOR_LONG, f"HTTP {status}")
        how = Ending.BUSY if status in {408, 429, 503, 529} else Ending.SERVER_ERROR
        return EndedError(how, f"HTTP {status}", wait or None)
    named = {401: Ending.KEY_REFUSED, 403: Ending.KEY_REFUSED, 404: Ending.NO_SUCH_MODEL}
    return EndedError(named.get(status, Ending.REFUSED), f"HTTP {status}{_reason(body)}")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait. A date is read against the server's own clock, since ours may be wrong."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, (until - now).total_seconds())
    except (ValueError, TypeError):
        return None


class _Reason(msgspec.Struct):
    message: str = ""


class _Refusal(msgspec.Struct):
    error: _Reason


def _reason(body: bytes) -> str:
    """What the server gives as its reason, short and plain; nothing where it gives none in the usual form."""
    try:
        said = plain(msgspec.json.decode(body, type=_Refusal).error.message)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return f", it says: {said[:120]}" if said else ""
