"""Serves the desktop simulator on the loopback until it is told to stop."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn

from edge.config import data_folder
from edge.errors import UsageError
from firmware_sim.desktop.app import SimulatorSite
from firmware_sim.desktop.connections import BoundedHttp, BoundedSocket
from firmware_sim.desktop.guard import Pass
from firmware_sim.desktop.run_token import run_token
from firmware_sim.desktop.simulator import Simulator

if TYPE_CHECKING:
    from types import FrameType

    from edge.config import Config
    from edge.perceive import Senses
    from firmware_sim.desktop.guard import App

LOOPBACK = "127.0.0.1"
PORT = 8470
MESSAGE_AT_MOST = 4 << 20
BACKLOG = 128
GRACE = 1  # seconds for requests that are being answered
KEPT_ALIVE = 5  # seconds that a connection waits for another request


@dataclass(frozen=True, slots=True)
class Serving:
    """How it is to be served. `ready` is called once it is, with its address and with that for a browser to open.

    The first has the token in it; the second a ticket that is good once, for others may see which browser is started.
    """

    port: int | None = None
    """None: PORT, or any other where that is taken."""
    automation: bool = False
    ready: Callable[[str, str], None] = lambda _, __: None
    senses: Senses | None = None
    """The perceivers; None: the real ones."""
    ending: threading.Event = field(default_factory=threading.Event)
    """Set it to end what a signal does not reach, such as a thread."""


def serve(config: Config, serving: Serving) -> None:
    """Serve until SIGINT or SIGTERM. Raises UsageError where the port is taken, or what the glasses died of."""
    with _bound(serving.port) as listening:
        port = listening.getsockname()[1]
        with run_token(data_folder(config), port) as token:
            asyncio.run(_serve(config, serving, listening, Pass(port, token)))


async def _serve(config: Config, serving: Serving, listening: socket.socket, wanted: Pass) -> None:
    loop = asyncio.get_running_loop()
    served = SimulatorSite(wanted, secrets.token_hex(4))

    def tell(message: Mapping[str, Any], payload: bytes) -> None:
        with suppress(RuntimeError):  # the server has ended before the glasses did
            loop.call_soon_threadsafe(served.tell, message, payload)

    simulator = Simulator(config, tell, senses=serving.senses)
    server = _Server(served.starts(simulator, automation=serving.automation), served, serving)
    with server.capture_signals():  # also while the glasses are put on
        try:
            await asyncio.to_thread(simulator.start)
            await server.serve(sockets=[listening])
        finally:
            await asyncio.to_thread(simulator.stop)


class _Server(uvicorn.Server):
    """uvicorn's, which says when it serves, and takes leave of the pages before it cuts what is left.

    A signal ends it well, as anything else that ends it does: the process comes to its own end.
    """

    def __init__(self, app: App, served: SimulatorSite, serving: Serving) -> None:
        super().__init__(
            uvicorn.Config(
                app, http=BoundedHttp, ws=BoundedSocket, ws_max_size=MESSAGE_AT_MOST, ws_per_message_deflate=False,
                timeout_graceful_shutdown=GRACE, timeout_keep_alive=KEPT_ALIVE, lifespan="off", proxy_headers=False,
                server_header=False, date_header=False, log_config=None, log_level="error", access_log=False,
            )
        )  # fmt: skip
        self._served = served
        self._serving = serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            wanted = self._served.wanted
            site = f"http://{LOOPBACK}:{wanted.port}/"
            self._serving.ready(f"{site}#token={wanted.token}", f"{site}#ticket={self._served.ticket.text}")

    async def on_tick(self, counter: int) -> bool:
        """Whether to end; asked ten times a second."""
        return await super().on_tick(counter) or self._serving.ending.is_set() or self._served.simulator.over

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._served.close("The simulator was ended.")
        for connection in tuple(self.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Take a signal, and do not raise it once more at the end; the second one ends at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


def _bound(port: int | None) -> socket.socket:
    """A socket that listens on the loopback. Raises UsageError where the port that was asked for is taken."""
    problem: str | None = None
    for wanted in (PORT, 0) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, wanted))
            listening.listen(BACKLOG)  # at once: until then another one could bind the same port
            return listening
        except OSError as error:
            listening.close()
            problem = error.strerror
    raise UsageError(f"--port {port}: {problem}; leave it out, and a free one is taken")
