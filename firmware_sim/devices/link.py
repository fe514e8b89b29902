"""The simulated network: in-memory streams with latency, loss, a portal and cuts, to a handler that plays the server.

The streams are asyncio's own over a transport without a socket, so what stands above them cannot tell the difference.
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamReaderProtocol, StreamWriter
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import inf, isfinite
from ssl import SSLCertVerificationError, SSLContext
from typing import Any

from edge.errors import DeviceError
from edge.messages import LinkState
from firmware_sim.world.faults import Fault
from firmware_sim.world.surroundings import Surroundings

Handler = Callable[[StreamReader, StreamWriter], Awaitable[None]]

LATENCY = 0.03  # seconds one way
SLOW_LATENCY = 0.6
RATE = 1_000_000.0  # bytes a second
SLOW_RATE = 8_000.0
AGAIN = 1.0  # seconds until something lost is sent again
OPENED_AT_MOST = 1000  # connections that are remembered
FULL = 64 * 1024  # bytes on their way before a writer has to wait

PORTAL = (
    b"HTTP/1.1 302 Found\r\nLocation: http://portal.example/login\r\nContent-Type: text/html\r\n"
    b"Content-Length: 29\r\nConnection: close\r\n\r\n<h1>Welcome, please log in</h1>"
)


@dataclass(frozen=True, slots=True)
class Way:
    """The network at an instant: latency and loss, bandwidth, whether it is there at all."""

    state: LinkState
    leaves: float
    """When bytes that are written now set out: now, or when the network is back, or never."""
    latency: float
    rate: float
    loss: float
    cut: bool


class SimLink:
    """Connects every host and port to one handler, over in-memory streams; `close` ends the handler's side."""

    def __init__(
        self, surroundings: Surroundings, server: Handler | None = None, others: Mapping[int, Handler] | None = None
    ) -> None:
        self._surroundings = surroundings
        self._server = server
        self._others = others or {}
        self._handlers: dict[asyncio.Task[None], tuple[Endpoint, Endpoint]] = {}
        self.opened: deque[tuple[float, str, int]] = deque(maxlen=OPENED_AT_MOST)
        """When which host and port were last asked for, oldest first."""

    async def open(self, host: str, port: int, tls: SSLContext | None) -> tuple[StreamReader, StreamWriter]:
        way = self.way()
        self.opened.append((_time(), host, port))
        if way.state is LinkState.DOWN:
            raise DeviceError("link", "there is no network")
        await self.shake_hands(tls)
        way = self.way()
        if way.cut or way.state is LinkState.DOWN:
            raise ConnectionResetError(f"the connection to {host} was reset")
        if way.state is LinkState.PORTAL and tls is not None:
            raise SSLCertVerificationError(f"somebody else answers for {host}")
        if way.state is LinkState.PORTAL:
            return self._connect(_portal, lambda: Way(LinkState.PORTAL, _time(), LATENCY, RATE, 0.0, cut=False))
        server = self._others.get(port, self._server)
        if server is None:
            raise ConnectionRefusedError(f"nobody answers at {host}:{port}")
        return self._connect(server, self.way)

    async def shake_hands(self, tls: SSLContext | None) -> None:
        """Wait as long as a handshake takes, and one more for the cipher."""
        await asyncio.sleep(self.way().latency * (6 if tls else 2))

    async def close(self) -> None:
        """Break all connections, cancel the handler's tasks and wait until they are done."""
        for task, (here, _) in tuple(self._handlers.items()):
            here.abort()
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    def way(self) -> Way:
        at = _time()
        state = self._surroundings.air_at(at)
        slow = state is LinkState.SLOW
        late, loss, cut = (self._fault(kind, at) for kind in ("latency", "loss", "cut"))
        latency = (SLOW_LATENCY if slow else LATENCY) + (late.amount if late else 0.0)
        rate = SLOW_RATE if slow else RATE
        return Way(state, self._leaves(at), latency, rate, loss.amount if loss else 0.0, cut is not None)

    def _connect(self, handler: Handler, way: Callable[[], Way]) -> tuple[StreamReader, StreamWriter]:
        here, there = Endpoint(way), Endpoint(way)
        here.other, there.other = there, here
        for fault in self._surroundings.faults("link"):
            if fault.kind == "cut" and fault.at > _time():
                asyncio.get_running_loop().call_at(fault.at, here.abort)
        task = asyncio.ensure_future(_serve(handler, there))
        self._handlers[task] = (here, there)
        task.add_done_callback(self._handlers.pop)
        return here.reader, here.writer

    def changed(self) -> None:
        """The network has changed in a way that nobody foresaw: break what a cut breaks, send what was held."""
        way = self.way()
        for here, there in tuple(self._handlers.values()):
            if way.cut:
                here.abort()
            for end in (here, there):
                end.release()

    def _leaves(self, at: float) -> float:
        for change in (at, *self._surroundings.air_changes(at, inf)):
            if self._surroundings.air_at(change) in {LinkState.UP, LinkState.SLOW}:
                return change if change == at else change + AGAIN
        return inf

    def _fault(self, kind: str, at: float) -> Fault | None:
        return next((fault for fault in self._surroundings.faults("link") if fault.kind == kind and fault.on(at)), None)


class Endpoint(asyncio.Transport):
    """One end of a connection. What is written here arrives at the other end, in order, some time later."""

    other: Endpoint

    def __init__(self, way: Callable[[], Way]) -> None:
        super().__init__()
        self._way = way
        self._arrives = 0.0
        self._owed = 0.0
        self._flying = 0
        self._under_way: deque[Callable[[], None]] = deque()  # timers of the same instant know no order
        self._held: list[Callable[[], None]] = []
        """What was written while no end of the network's absence was known."""
        self._full = False
        self._closing = False
        self._dead = False
        self._loop = loop = asyncio.get_running_loop()
        self.reader = StreamReader(loop=loop)
        self._protocol = StreamReaderProtocol(self.reader, loop=loop)
        self._protocol.connection_made(self)
        self.writer = StreamWriter(self, self._protocol, self.reader, loop)

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if self._closing or not data:
            return
        sent = bytes(data)
        self._flying += len(sent)
        if self._flying > FULL and not self._full:
            self._full = True
            self._protocol.pause_writing()
        self._later(len(sent), self._arrive, sent)

    def can_write_eof(self) -> bool:
        return True

    def write_eof(self) -> None:
        self._later(0, self.other.ended)

    def close(self) -> None:
        if asyncio._get_running_loop() is not self._loop:  # noqa: SLF001 - the one that does not raise
            # A writer that nobody closed is closed by whatever thread collects it.
            if not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self.close)
        elif not self._closing:
            self._closing = True
            self.write_eof()
            self._loop.call_soon(self.lose, None)

    def abort(self) -> None:
        """Close both ends at once, without waiting for what is under way."""
        for end in (self, self.other):
            end.lose(ConnectionResetError("the connection broke"))

    def is_closing(self) -> bool:
        return self._closing

    def release(self) -> None:
        """Send what was held, if there is a network now."""
        held, self._held = self._held, []
        for send in held:
            send()

    def ended(self) -> None:
        if not self._dead:
            self._protocol.eof_received()

    def lose(self, why: Exception | None) -> None:
        if not self._dead:
            self._dead = self._closing = True
            self._protocol.connection_lost(why)

    def pause_reading(self) -> None:
        """Do nothing: data for a slow reader is kept in memory."""

    def resume_reading(self) -> None:
        """See pause_reading."""

    def get_write_buffer_size(self) -> int:
        """Bytes that are still here: all of them without a network, else what the system's own buffer cannot hold."""
        carries = self._way().leaves <= _time()
        return max(0, self._flying - FULL) if carries else self._flying

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - asyncio's own signature
        return ("simulated", 0) if name in {"peername", "sockname"} else default

    def _later(self, size: int, arrive: Callable[..., None], *what: bytes) -> None:
        """Call `arrive` after latency and transfer time, later if the bytes were lost, never before earlier bytes."""
        way = self._way()
        if self._held or not isfinite(way.leaves):
            self._held.append(lambda: self._later(size, arrive, *what))
            return
        self._owed += way.loss if size else 0.0
        again = AGAIN if self._owed >= 1.0 else 0.0
        self._owed -= self._owed >= 1.0
        self._arrives = max(self._arrives, way.leaves + way.latency + again) + size / way.rate
        self._under_way.append(partial(arrive, *what))
        asyncio.get_running_loop().call_at(self._arrives, self._next)

    def _next(self) -> None:
        self._under_way.popleft()()

    def _arrive(self, data: bytes) -> None:
        self._flying -= len(data)
        if self._full and self._flying <= FULL:
            self._full = False
            self._protocol.resume_writing()
        if not self.other._dead:  # noqa: SLF001 - the other end is one of us
            self.other._protocol.data_received(data)  # noqa: SLF001


async def _serve(handler: Handler, end: Endpoint) -> None:
    try:
        await handler(end.reader, end.writer)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # the other side is gone, and so is the reason to serve
    finally:
        end.close()


async def _portal(reader: StreamReader, writer: StreamWriter) -> None:
    """Answer every request with a sign-in page, as captive networks do."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(PORTAL)
    await writer.drain()


def _time() -> float:
    return asyncio.get_running_loop().time()
