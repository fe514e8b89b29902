"""The web server of the desktop simulator: its page, a socket for what happens and what is ordered, and files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from firmware_sim.desktop.automation import automation_routes
from firmware_sim.desktop.files import Files
from firmware_sim.desktop.guard import Door, Pass, Ticket
from firmware_sim.desktop.hub import Hub, Page
from firmware_sim.desktop.live_page import TEXT_AT_MOST, LivePage

if TYPE_CHECKING:
    from firmware_sim.desktop.guard import App
    from firmware_sim.desktop.simulator import Simulator

HELLO_WITHIN = 5.0  # seconds in which whoever opens a socket must say who they are
STRANGERS_AT_MOST = 16  # sockets that have not said yet who they are; then the one that came first must go
LEAVE_WITHIN = 0.5  # seconds for pages to hear good-bye
FULL = (1013, "too many pages are open")
LATE = (1013, "no token came")
UNKNOWN = (1008, "the token is not that of this run")


class SimulatorSite:
    """The simulator, the pages that are open, and what lets somebody in."""

    def __init__(self, wanted: Pass, run: str) -> None:
        """`run`: names this run, so that a page knows whether it is still the same."""
        self.wanted = wanted
        self.run = run
        self.ticket = Ticket()
        self.hub = Hub()
        self._strangers: dict[WebSocket, asyncio.Timeout] = {}
        self._pages: dict[LivePage, asyncio.Task[Any]] = {}

    def starts(self, simulator: Simulator, *, automation: bool) -> App:
        """The application that serves this simulator. To be called in the loop that serves it."""
        self.simulator = simulator
        self.automation = automation
        routes = [
            WebSocketRoute("/live", self.live),
            *Files(simulator, self.wanted, self.ticket).routes(),
            *(automation_routes(simulator, self.wanted) if automation else ()),
        ]
        return Door(Starlette(routes=routes), self.wanted)

    def tell(self, message: Mapping[str, Any], payload: bytes) -> None:
        """Tell all pages; to be called in the loop that serves them."""
        self.hub.tell(self._complete(message), payload)

    async def close(self, why: str) -> None:
        """Say good-bye to all pages, and wait a moment until they have heard it."""
        self.hub.end(why)
        pages = dict(self._pages)
        if pages:
            await asyncio.wait(pages.values(), timeout=LEAVE_WITHIN)
        for page in pages:
            await page.settle()

    async def live(self, socket: WebSocket) -> None:
        """One page, from its token to its end."""
        with suppress(WebSocketDisconnect):
            await socket.accept()
            refused = await self._refused(socket)
            if refused is None and self.hub.full:
                refused = FULL
            if refused is not None:
                await socket.close(*refused)
                return
            await self._serve(socket)

    async def _refused(self, socket: WebSocket) -> tuple[int, str] | None:
        """Why the first message does not let it in; None: it has the token of this run."""
        loop = asyncio.get_running_loop()
        if len(self._strangers) >= STRANGERS_AT_MOST:
            with suppress(RuntimeError):  # its time is over already
                self._strangers.pop(next(iter(self._strangers))).reschedule(loop.time())
        try:
            async with asyncio.timeout(HELLO_WITHIN) as deadline:
                self._strangers[socket] = deadline
                first = await socket.receive()
        except TimeoutError:
            return LATE
        finally:
            self._strangers.pop(socket, None)
        if first["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        return None if self.wanted.fits(_token(first.get("text") or "")) else UNKNOWN

    async def _serve(self, socket: WebSocket) -> None:
        live, task = LivePage(socket, self.simulator, self.hub), asyncio.current_task()
        loop = asyncio.get_running_loop()

        def welcome(message: Mapping[str, Any], payload: bytes) -> None:
            loop.call_soon_threadsafe(self._welcome, live.page, message, payload)

        if task is not None:
            self._pages[live] = task
        try:
            # What it is told of comes to this loop in order, and the hello with it: nothing is missed, or told before.
            await asyncio.wrap_future(self.simulator.hello(welcome))
            await live.serve()
        finally:
            self.hub.leave(live.page)
            self._pages.pop(live, None)

    def _welcome(self, page: Page, message: Mapping[str, Any], payload: bytes) -> None:
        if message["is"] == "hello":
            self.hub.join(page)
            message = {**self._complete(message), "driver": self.hub.drives(page)}
        page.tell(message, payload)

    def _complete(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        if message["is"] != "hello":
            return message
        return {**message, "run": self.run, "automation": self.automation}


def _token(text: str) -> str:
    """The token in a hello; empty for anything else."""
    with suppress(ValueError, RecursionError):
        said = json.loads(text) if len(text) <= TEXT_AT_MOST else None
        if isinstance(said, dict) and said.get("do") == "hello" and isinstance(said.get("token"), str):
            return str(said["token"])
    return ""
