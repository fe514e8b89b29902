"""The bad endings of the scripted server: a function each, by name in ENDINGS."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Awaitable, Callable, Mapping

HOUR = 3600.0
MEGABYTE = 1_000_000
_TEXT = "Content-Type: text/event-stream\r\n"
_REASONS = {200: "OK", 302: "Found", 307: "Temporary Redirect", 401: "Unauthorized", 404: "Not Found",
            429: "Too Many Requests", 503: "Service Unavailable", 511: "Network Authentication Required"}  # fmt: skip


class ResponseWriter:
    """Writes one HTTP response, whole or in chunks."""

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.closed = False

    async def head(self, status: int, headers: str) -> None:
        self._writer.write(f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}\r\n{headers}\r\n".encode())
        await self._writer.drain()

    async def whole(self, status: int, body: bytes, headers: str = "Content-Type: application/json\r\n") -> None:
        await self.head(status, f"{headers}Content-Length: {len(body)}\r\n")
        await self.raw(body)

    async def begin(self) -> None:
        await self.head(200, _TEXT + "Transfer-Encoding: chunked\r\n")

    async def raw(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    async def chunk(self, data: bytes) -> None:
        await self.raw(b"%x\r\n%s\r\n" % (len(data), data))

    async def event(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        data = {"id": "scripted-1", "object": "chat.completion.chunk", "model": "scripted", "choices": [choice]}
        await self.chunk(b"data: " + json.dumps(data).encode() + b"\n\n")

    async def begin_with(self, word: str) -> None:
        """Begin a streamed answer with one word."""
        await self.begin()
        await self.event({"content": word})

    async def done(self) -> None:
        await self.raw(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n")

    async def over(self) -> None:
        """End the HTTP response without `[DONE]`."""
        await self.raw(b"0\r\n\r\n")

    async def hold(self, seconds: float = HOUR) -> None:
        """Keep the connection until the other side hangs up."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while await self._reader.read(65536):
                    pass
        self.close()

    def close(self) -> None:
        self.closed = True
        self._writer.close()

    def abort(self) -> None:
        """Break the connection with a reset, where there is a socket to do so."""
        self.closed = True
        wire = self._writer.get_extra_info("socket")
        if wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


class Settings(Protocol):
    """What of the server an ending may look at."""

    retry_after: float


async def _silent(reply: ResponseWriter, _: Settings) -> None:
    await reply.hold()


async def _headers_only(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin()
    await reply.hold()


async def _stall(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await reply.hold()


async def _keepalive(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    while True:
        await reply.chunk(b": ping\n\n")
        await asyncio.sleep(0.3)


async def _dripped(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    for letter in b'data: {"choices": [{"delta": {"content": "' + b"x" * 20_000:
        await reply.chunk(bytes([letter]))
        await asyncio.sleep(0.3)


async def _reset(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await asyncio.sleep(0.2)  # let the word arrive: a reset overtakes what was sent before it
    reply.abort()


async def _cut(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    reply.close()


async def _unfinished(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await reply.over()


async def _length(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well, it is a long sto")
    await reply.event({}, "length")
    await reply.done()


async def _bad_json(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await reply.chunk(b"data: {oops\n\n")
    await reply.over()


async def _bad_utf8(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await reply.chunk(b"data: \xff\xfe\n\n")
    await reply.over()


async def _error_event(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin_with("Well. ")
    await reply.chunk(b'data: {"error": {"message": "overloaded", "code": 503}}\n\n')
    await reply.over()


async def _portal(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(200, b"<html><script>signIn()</script></html>", "Content-Type: text/html\r\n")


async def _portal_511(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(511, b"<html>sign in</html>", "Content-Type: text/html\r\n")


async def _redirect_302(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(302, b"", "Location: http://127.0.0.1:9/landing\r\n")


async def _redirect_307(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(307, b"", "Location: http://127.0.0.1:9/landing\r\n")


async def _long_line(reply: ResponseWriter, _: Settings) -> None:
    await reply.begin()
    for _n in range(400):
        await reply.chunk(b"A" * MEGABYTE)
    await reply.over()


async def _gzip_bomb(reply: ResponseWriter, _: Settings) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    first, again = (packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH) for _n in range(2))
    await reply.whole(200, first + again * 299, _TEXT + "Content-Encoding: gzip\r\n")


async def _busy_short(reply: ResponseWriter, settings: Settings) -> None:
    await reply.whole(503, b"", f"Retry-After: {settings.retry_after:.0f}\r\n")


async def _busy_absurd(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(503, b"", "Retry-After: 99999999\r\n")


async def _rate_limited(reply: ResponseWriter, settings: Settings) -> None:
    body = b'{"error": {"message": "too many requests"}}'
    await reply.whole(429, body, f"Content-Type: application/json\r\nRetry-After: {settings.retry_after:.0f}\r\n")


async def _key_refused(reply: ResponseWriter, _: Settings) -> None:
    await reply.whole(401, b'{"error": {"message": "wrong key"}}')


async def _garbage(reply: ResponseWriter, _: Settings) -> None:
    await reply.raw(b"\x16\x03\x01\x02\x00 this is no HTTP\r\n\r\n")
    reply.close()


async def _hung_up(reply: ResponseWriter, _: Settings) -> None:
    reply.close()


async def _half_open(reply: ResponseWriter, _: Settings) -> None:
    """As if the peer had vanished: nothing is answered and nothing is closed."""
    await reply.hold()


BASIC_ENDINGS: Mapping[str, Callable[[ResponseWriter, Settings], Awaitable[None]]] = {
    "silent": _silent,
    "headers_only": _headers_only,
    "stall": _stall,
    "keepalive": _keepalive,
    "dripped": _dripped,
    "reset": _reset,
    "cut": _cut,
    "unfinished": _unfinished,
    "length": _length,
    "bad_json": _bad_json,
    "bad_utf8": _bad_utf8,
    "error_event": _error_event,
    "portal": _portal,
    "redirect_302": _redirect_302,
    "redirect_307": _redirect_307,
    "long_line": _long_line,
    "gzip_bomb": _gzip_bomb,
    "busy_short": _busy_short,
    "busy_absurd": _busy_absurd,
}
ENDINGS: Mapping[str, Callable[[ResponseWriter, Settings], Awaitable[None]]] = {
    **BASIC_ENDINGS,
    "portal_511": _portal_511,
    "rate_limited": _rate_limited,
    "key_refused": _key_refused,
    "garbage": _garbage,
    "hung_up": _hung_up,
    "half_open": _half_open,
}
