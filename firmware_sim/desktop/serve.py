"""Serves the desktop simulator on the loopback until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from edge.config import data_folder
from edge.errors import UsageError
from edge.store.private_file import write_private
from firmware_sim.desktop.app import MESSAGE_AT_MOST, Served
from firmware_sim.desktop.guard import Pass
from firmware_sim.desktop.simulator import Simulator

if TYPE_CHECKING:
    from edge.config import Config
    from edge.perceive import Senses

LOOPBACK = "127.0.0.1"
PORT = 8470
GRACE = 1  # seconds for pages to take their leave
TOKEN_FOR = 3600.0  # seconds in which a run that was killed may be followed by one with the same token


@dataclass(frozen=True, slots=True)
class Serving:
    """How it is to be served. `ready` is called with the address, the token in it, once it is."""

    port: int | None = None
    """None: PORT, or any other where that is taken."""
    automation: bool = False
    ready: Callable[[str], None] = lambda _: None
    senses: Senses | None = None
    """The perceivers; None: the real ones."""


def serve(config: Config, serving: Serving) -> None:
    """Serve until SIGINT or SIGTERM. Raises UsageError where the port is taken."""
    with _bound(serving.port) as listening:
        port = listening.getsockname()[1]
        with _Token(data_folder(config), port) as token:
            asyncio.run(_serve(config, serving, listening, Pass(port, token)))


async def _serve(config: Config, serving: Serving, listening: socket.socket, wanted: Pass) -> None:
    loop = asyncio.get_running_loop()
    served = Served(wanted, secrets.token_hex(4))

    def tell(message: Mapping[str, Any], payload: bytes) -> None:
        with suppress(RuntimeError):  # the server has ended before the glasses did
            loop.call_soon_threadsafe(served.tell, message, payload)

    simulator = Simulator(config, tell, senses=serving.senses)
    app = served.starts(simulator, automation=serving.automation)
    await asyncio.to_thread(simulator.start)
    server = _Server(
        uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
            ws="websockets-sansio", ws_max_size=MESSAGE_AT_MOST, timeout_graceful_shutdown=GRACE, timeout_keep_alive=20,
        ),
        lambda: serving.ready(f"http://{LOOPBACK}:{wanted.port}/#token={wanted.token}"),
        served,
    )  # fmt: skip
    try:
        await server.serve(sockets=[listening])
    finally:
        await asyncio.to_thread(simulator.stop)


class _Server(uvicorn.Server):
    """uvicorn's, which says when it serves, and takes leave of the pages before it closes their sockets."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], served: Served) -> None:
        super().__init__(config)
        self._ready = ready
        self._served = served

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._served.close("The simulator was ended.")
        await super().shutdown(sockets)


def _bound(port: int | None) -> socket.socket:
    """A socket on the loopback. Raises UsageError where the port that was asked for is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, PORT if port is None else port))
    except OSError as error:
        if port is not None:
            listening.close()
            raise UsageError(f"--port {port}: {error.strerror}; leave it out, and a free one is taken") from None
        listening.bind((LOOPBACK, 0))
    return listening


class _Token:
    """The token of a run. One that was killed leaves it behind, so that its pages find the run that follows."""

    def __init__(self, folder: Path, port: int) -> None:
        self._path = folder / f"sim-{port}.token"

    def __enter__(self) -> str:
        token = self._left() or secrets.token_urlsafe(24)
        with suppress(OSError):  # then the next run has another one
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self._path, token.encode())
        return token

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._path.unlink()

    def _left(self) -> str:
        """What a run that was killed lately left, if it is ours alone."""
        try:
            status = self._path.lstat()
            if status.st_uid != os.getuid() or status.st_mode & 0o077 or time.time() - status.st_mtime > TOKEN_FOR:
                return ""
            return self._path.read_text(encoding="ascii").strip()[:64]
        except (OSError, UnicodeError):
            return ""
