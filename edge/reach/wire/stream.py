"""Reads one response with h11, under timeouts for the first word, for each gap, for the whole. Bytes do not reset them.

Only words reset the timeout of a gap: a server that only keeps the connection open, or sends its answer
letter by letter, runs into them as surely as one that is silent.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from edge.reach.wire.chunked import Chunked
from edge.reach.wire.echoes import Echoes
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.refusal import refusal
from edge.reach.wire.sse import DONE, Chunk, Events, Usage, Words, read_chunk, read_usage

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 16 * 1024
HEAD_AT_MOST = 32 * 1024
INTERIM_AT_MOST = 32  # heads that only say that an answer will come
WHOLE_AT_MOST = 256 * 1024  # an answer that was not streamed
ERROR_AT_MOST = 8 * 1024
ENOUGH = "length"  # the finish reason when it was we who had enough
AFTER_THE_END = 0.5  # seconds in which the usage may still come
QUICK = 0.01  # seconds: pieces that come closer together than this are read a breath's worth at once
BREATH = 0.02
FEW = 8 * 1024  # bytes
PORTION = 4 * 1024  # characters that are dealt with before others have a turn, and the clocks a look
WORD = 16  # characters that the handling of a word counts for, however short it is


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

    async def breathe(self) -> None:
        """Let what comes gather for a moment: waking up costs more than reading, and nobody hears the difference."""
        self.writer.transport.pause_reading()  # type: ignore[attr-defined]
        try:
            await asyncio.sleep(BREATH)
        finally:
            self.writer.transport.resume_reading()  # type: ignore[attr-defined]

    async def spoken_to(self) -> bool:
        """Whether something came, or the end, though nothing was asked: what follows would be the answer to nothing."""
        with suppress(TimeoutError):
            async with asyncio.timeout(0):
                await self.reader.read(1)
                return True
        return False

    def cut(self) -> None:
        """Abort the connection."""
        self.writer.transport.abort()


class ResponseReader:
    """Reads one response. `take` gets the words of each chunk as it comes, and says when it has enough."""

    def __init__(
        self,
        wire: Wire,
        http: h11.Connection,
        clocks: Clocks,
        take: Callable[[Words], bool] | None,
        echoes: Echoes | None = None,
    ) -> None:
        """`echoes`: what finds our key in what the server says."""
        self._wire = wire
        self._http = http
        self._clocks = clocks
        self._take = take
        self._echoes = echoes or Echoes()
        self._events = Events()
        self._chunks: Chunked | None = None
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due = self._ends = 0.0
        self._bytes = 0
        self._waited = QUICK
        self._ended = False
        self._at_word = (0, 0)
        self._head: h11.Response | None = None
        self._reason = ""
        self._words = self._thoughts = self._letters = self._since = 0
        self._body = b""
        self.usage = Usage()
        """What the server counted, if it told."""

    @property
    def heard(self) -> int:
        """About how many tokens came: one for each piece of speech or thought, unless the pieces were large."""
        return max(self._words + self._thoughts, self._letters // 4)

    @property
    def began(self) -> bool:
        """Whether the server has sent anything at all."""
        return self._bytes > 0

    async def read(self, ends: float) -> Finish:
        """Read to the end, at the latest until the loop's clock says `ends`; raises EndedError."""
        self._ends = ends
        self._due = min(self._loop.time() + self._clocks.first, ends)
        self._watch()
        try:
            await self._read()
        except (TimeoutError, EOFError, h11.RemoteProtocolError, OSError) as error:
            if not self._reason:  # after the finish reason nothing is missing
                raise EndedError(self._name(error)) from None
        finally:
            if self._timer is not None:
                self._timer.cancel()
        if not self._reason:
            raise EndedError(Failure.UNFINISHED)
        if self._take is not None and (rest := self._echoes.end()):
            self._take(Words(content=rest))
        return Finish(self._reason, self._words, self._thoughts, self.usage, self._body)

    async def settle(self, within: float = 0.05) -> bool:
        """Read what belongs to the end of the response: whether the connection can be used again."""
        with suppress(TimeoutError, EOFError, h11.RemoteProtocolError, OSError, EndedError):
            async with asyncio.timeout(within):
                while await self._more():
                    pass
                while self._chunks is not None and not self._chunks.clean:
                    self._chunks.feed(await self._receive())
            return self._stays() and not await self._wire.spoken_to()
        return False

    # ------------------------------------------------------------------------------------------------- the response

    async def _read(self) -> None:
        head = await self._next()
        for _ in range(INTERIM_AT_MOST):
            if not isinstance(head, h11.InformationalResponse):
                break
            await self._rest()
            head = await self._next()
        if isinstance(head, h11.InformationalResponse):
            raise EndedError(Failure.BAD_HTTP, "it is always about to answer")
        if not isinstance(head, h11.Response):
            raise EndedError(Failure.CUT, "without a word")
        self._head = head
        headers = {name.decode(): value.decode("latin-1") for name, value in head.headers}
        if headers.get("transfer-encoding", "").lower() == "chunked":
            self._chunks = Chunked()
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if head.status_code != 200:
            detail = b"" if 300 <= head.status_code < 400 else await self._collect(ERROR_AT_MOST)
            raise refusal(head.status_code, headers, kind, detail, self._echoes.hidden)
        if headers.get("content-encoding", "identity").lower() != "identity":
            raise EndedError(Failure.COMPRESSED)
        if kind == "text/event-stream":
            await self._stream()
        elif kind == "application/json":
            await self._whole()
        else:
            raise EndedError(Failure.PORTAL if kind == "text/html" else Failure.NOT_A_STREAM)

    async def _stream(self) -> None:
        while (piece := await self._more()) is not None:
            words_before = self._words + self._thoughts
            for data in self._events.feed(piece):
                if data == DONE:
                    self._reason = self._reason or "stop"
                    return
                await self._chunk(read_chunk(data))
                if self._reason == ENOUGH:
                    return
                if self._since >= PORTION:
                    await self._rest()
            if self._words + self._thoughts > words_before and not self._reason:
                self._wind(self._clocks.gap)

    async def _whole(self) -> None:
        self._body = await self._collect(WHOLE_AT_MOST)
        if self._take is not None:
            await self._chunk(read_chunk(self._body))
        self._reason = self._reason or "stop"

    async def _collect(self, at_most: int) -> bytes:
        body = bytearray()
        while len(body) <= at_most and (piece := await self._more()) is not None:
            body += piece
        if len(body) > at_most and at_most == WHOLE_AT_MOST:
            raise EndedError(Failure.BODY_TOO_BIG)
        return bytes(body)

    async def _chunk(self, chunk: Chunk) -> None:
        if bytes(chunk.usage) not in {b"", b"null"}:
            self.usage = read_usage(chunk.usage)
        if not chunk.choices:
            return
        choice = chunk.choices[0]
        if choice.index:
            return  # another answer beside the first one
        words = choice.delta or choice.message
        said = words and (words.content or words.refusal)
        text = said or (words and words.thought)
        if words and text:
            self._words += bool(said)
            self._thoughts += not said
            self._letters += len(text)
            self._since += WORD + len(text)
            if self._take is not None and await self._hand_over(words, self._take):
                self._reason = ENOUGH
        if choice.finish_reason:
            self._reason = self._reason or choice.finish_reason
            self._wind(AFTER_THE_END)

    async def _hand_over(self, words: Words, take: Callable[[Words], bool]) -> bool:
        """Whether whoever takes the words has enough. Many at once are given in portions, with a rest after each."""
        said = words.content or words.refusal or ""
        if not said:
            return take(words)
        for at in range(0, len(said), PORTION):
            piece = self._echoes.add(said[at : at + PORTION])
            if piece and take(Words(content=piece)):
                return True
            if len(said) > PORTION:
                await self._rest()
        return False

    async def _rest(self) -> None:
        """Let others have a turn, the clocks among them: TimeoutError when one of them has run out."""
        self._since = 0
        await asyncio.sleep(0)
        late = self._wire.reader.exception()
        if isinstance(late, TimeoutError):
            raise late

    # --------------------------------------------------------------------------------------------------- the bytes

    async def _more(self) -> bytes | None:
        """What comes next of the body; None at its end."""
        if self._since >= PORTION:
            await self._rest()
        if self._chunks is None:
            event = await self._next()
            return bytes(event.data) if isinstance(event, h11.Data) else None
        if self._chunks.over:
            return None
        waiting = self._http.trailing_data[0] if self._chunks.untouched else b""
        return b"".join(self._chunks.feed(waiting or await self._receive()))

    async def _next(self) -> h11.Event | type[h11.PAUSED]:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # mypy does not narrow h11's sentinels
            piece = await self._wire.reader.read(PIECE)
            self._count(piece)
            self._ended = not piece
            self._http.receive_data(piece)

    async def _receive(self) -> bytes:
        if self._words and not self._reason and self._waited < QUICK:
            await self._wire.breathe()
        began = self._loop.time()
        piece = await self._wire.reader.read(PIECE)
        # Of a large piece there is enough to do; only a word or two at a time is not worth waking up for.
        self._waited = self._loop.time() - began if len(piece) < FEW else QUICK
        if not piece:
            raise EOFError
        self._count(piece)
        return piece

    def _count(self, piece: bytes) -> None:
        self._bytes += len(piece)
        self._since += len(piece) // 4  # what frames the words is less work than the words

    def _stays(self) -> bool:
        """Whether the server keeps the connection open after a response that is read to its end."""
        if self._chunks is None:
            return self._http.their_state is h11.DONE and not self._http.trailing_data[0]
        head = self._head
        closes = head is not None and any(n == b"connection" and v.lower() == b"close" for n, v in head.headers)
        return self._chunks.clean and not closes

    # -------------------------------------------------------------------------------------------------- the clocks

    def _wind(self, seconds: float) -> None:
        """A word came: the next one is due in so many seconds. Only bytes that are words wind the clock."""
        self._at_word = self._bytes, self._events.comments
        self._due = min(self._loop.time() + seconds, self._ends)
        if self._timer is not None and self._due < self._timer.when():
            self._timer.cancel()
            self._watch()

    def _watch(self) -> None:
        """Look again when the next word is due; if it did not come, whoever waits for bytes is told.

        Most words only move the time at which to look, which costs less than a timer for each.
        """
        if self._loop.time() < self._due:
            self._timer = self._loop.call_at(self._due, self._watch)
        else:
            self._wire.reader.set_exception(TimeoutError())

    def _name(self, error: Exception) -> Failure:
        if isinstance(error, TimeoutError):
            return self._stall()
        if isinstance(error, EOFError):
            return Failure.CUT
        if isinstance(error, h11.RemoteProtocolError):
            return Failure.CUT if self._ended else Failure.BAD_HTTP
        return Failure.RESET

    def _stall(self) -> Failure:
        heard, comments = self._at_word
        begun = self._words or self._thoughts
        if not self._bytes:
            return Failure.SILENT
        if begun and self._loop.time() >= self._ends:
            return Failure.TOO_SLOW
        if self._events.comments > comments:
            return Failure.ONLY_KEEPALIVES
        if self._head is None or self._events.unfinished or (begun and self._bytes > heard):
            return Failure.DRIPPED
        return Failure.STALLED if begun else Failure.NO_TOKEN
