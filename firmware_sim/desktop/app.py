"""The web server of the desktop simulator: its page, a socket for what happens and what is ordered, and files."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from edge.errors import EdgeError
from edge.reach.gate.receipts import Receipts
from firmware_sim.desktop import orders
from firmware_sim.desktop.automation import automation_routes
from firmware_sim.desktop.carry_out import bring, play_recording
from firmware_sim.desktop.guard import Guard, Pass
from firmware_sim.desktop.hub import Hub, Page
from firmware_sim.desktop.scenes import bundled_scenes, photo

if TYPE_CHECKING:
    from starlette.requests import Request

    from firmware_sim.desktop.guard import App
    from firmware_sim.desktop.simulator import Simulator

PAGE = Path(__file__).parent / "page"
HELLO_WITHIN = 5.0  # seconds in which whoever opens a socket must say who they are
MESSAGE_AT_MOST = 4 << 20
TAPE_AT_MOST = 64 << 20
TEXT_AT_MOST = 64 << 10
A_SECOND, AT_ONCE = 100.0, 200.0  # messages that a page may send
STRANGERS_AT_MOST = 16  # sockets that have not said yet who they are
NAME = re.compile(r"[a-z0-9_]{1,40}")


class Served:
    """The simulator, the pages that are open, and what lets somebody in."""

    def __init__(self, wanted: Pass, run: str) -> None:
        """`run`: names this run, so that a page knows whether it is still the same."""
        self.wanted = wanted
        self.run = run
        self.hub = Hub()
        self.strangers = 0
        self.sockets: set[WebSocket] = set()

    def starts(self, simulator: Simulator, *, automation: bool) -> App:
        """The application that serves this simulator. To be called in the loop that serves it."""
        self.simulator = simulator
        self.automation = automation
        routes = [
            Route("/", self.index),
            WebSocketRoute("/live", self.live),
            Route("/tape", self.take_tape, methods=["POST"]),
            Route("/tape/{name}", self.tape),
            Route("/sent/{name}", self.sent),
            Route("/frame/{name}", self.frame),
            Route("/scene/{name}", self.scene),
            *(automation_routes(simulator, self.wanted) if automation else ()),
        ]
        app = Starlette(routes=routes)
        app.mount("/page", StaticFiles(directory=PAGE))
        return Guard(app, self.wanted)

    def tell(self, message: Mapping[str, Any], payload: bytes) -> None:
        """Tell all pages; to be called in the loop that serves them."""
        self.hub.tell(self._complete(message), payload)

    async def close(self, why: str) -> None:
        """Say good-bye to all pages."""
        for socket in tuple(self.sockets):
            with suppress(Exception):
                await socket.send_text(json.dumps({"is": "bye", "why": why}))
                await socket.close(1001)

    def _complete(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        if message["is"] != "hello":
            return message
        return {**message, "run": self.run, "automation": self.automation}

    # ---------------------------------------------------------------------------------------------------- the socket

    async def live(self, socket: WebSocket) -> None:
        """One page, from its token to its end."""
        if self.strangers >= STRANGERS_AT_MOST or self.hub.full:
            await socket.close(1013, "too many pages are open")
            return
        await socket.accept()
        self.sockets.add(socket)
        try:
            if await self._known(socket):
                await self._serve(socket)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page is gone
        finally:
            self.sockets.discard(socket)

    async def _known(self, socket: WebSocket) -> bool:
        """Whether the first message has the token of this run."""
        self.strangers += 1
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                first = await socket.receive_text()
            said = json.loads(first) if len(first) <= TEXT_AT_MOST else {}
            token = said.get("token") if isinstance(said, dict) and said.get("do") == "hello" else None
            known = isinstance(token, str) and self.wanted.fits(token)
        except (TimeoutError, ValueError, KeyError, RecursionError):
            known = False
        finally:
            self.strangers -= 1
        if not known:
            await socket.close(1008, "the token is not that of this run")
        return known

    async def _serve(self, socket: WebSocket) -> None:
        page = self.hub.join()
        try:
            told = await asyncio.wrap_future(self.simulator.hello())
            page.tell(self._complete({**told, "driver": self.hub.drives(page)}))
            sending = asyncio.ensure_future(_send(socket, page))
            taking = asyncio.ensure_future(self._take(socket, page))
            try:
                await asyncio.wait({sending, taking}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (sending, taking):
                    task.cancel()
                await asyncio.gather(sending, taking, return_exceptions=True)
        finally:
            self.hub.leave(page)

    async def _take(self, socket: WebSocket, page: Page) -> None:
        """Take what a page sends, as fast as it may, until it goes or does what no page of ours does."""
        allowed, since = AT_ONCE, time.monotonic()
        follows: orders.Watch | None = None
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            now = time.monotonic()
            allowed, since = min(AT_ONCE, allowed + (now - since) * A_SECOND) - 1.0, now
            text, data = message.get("text"), message.get("bytes")
            if allowed < 0.0 or (text is not None and len(text) > TEXT_AT_MOST):
                await socket.close(1008, "too much at once")
                return
            if text is not None:
                follows = await self._text(page, text)
            elif data:
                await self._data(page, data, follows)
                follows = None

    async def _text(self, page: Page, text: str) -> orders.Watch | None:
        """Carry out an order; returns it where bytes follow that belong to it."""
        try:
            order = orders.read_order(text)
        except EdgeError as error:
            page.tell({"is": "refused", "n": _number(text), "why": str(error)})
            return None
        if isinstance(order, orders.Drive):
            self.hub.drive(page)
            page.tell({"is": "done", "n": order.n})
        elif not self.hub.drives(page) and not isinstance(order, orders.Receipts):
            page.tell({"is": "refused", "n": order.n, "why": "another tab drives: press 'Drive from here' first"})
        elif isinstance(order, orders.Watch) and order.what == "picture":
            return order
        else:
            asyncio.ensure_future(self._obey(page, order)).add_done_callback(_over)
        return None

    async def _data(self, page: Page, data: bytes, follows: orders.Watch | None) -> None:
        if not self.hub.drives(page):
            return
        kind, body = data[:1], data[1:]
        match kind:
            case b"S":
                self.simulator.sound(body)
            case b"F":
                self.simulator.frame(body)
            case b"P":
                await self._obey(page, follows or orders.Watch(what="picture"), body)
            case b"W":
                await self._play(page, body)

    async def _obey(self, page: Page, order: orders.AnyOrder, payload: bytes = b"") -> None:
        try:
            done = await asyncio.wrap_future(self.simulator.obey(order, payload))
            page.tell({"is": "done", "n": order.n, **done})
        except EdgeError as error:
            page.tell({"is": "refused", "n": order.n, "why": str(error)})

    async def _play(self, page: Page, wav: bytes) -> None:
        try:
            future = asyncio.run_coroutine_threadsafe(play_recording(self.simulator.desk, wav), self.simulator.loop)
            done = await asyncio.wrap_future(future)
            page.tell({"is": "done", "n": 0, **done})
        except EdgeError as error:
            page.tell({"is": "refused", "n": 0, "why": f"this recording cannot be heard: {error}"})

    # ------------------------------------------------------------------------------------------------------ files

    async def index(self, request: Request) -> Response:  # noqa: ARG002
        """The page. It needs no token: there is nothing of anybody's in it."""
        return FileResponse(PAGE / "index.html", media_type="text/html")

    async def take_tape(self, request: Request) -> Response:
        """Keep a tape that is brought; answers its name."""
        if not self.lets_in(request):
            return _unknown()
        data = bytearray()
        async for piece in request.stream():
            data += piece
            if len(data) > TAPE_AT_MOST:
                return PlainTextResponse(f"a tape may have {TAPE_AT_MOST >> 20} MB here\n", 413)
        name = await asyncio.to_thread(bring, self.simulator.desk, bytes(data))
        return JSONResponse({"name": name})

    async def tape(self, request: Request) -> Response:
        """A tape that was recorded or scrubbed, to be kept by whoever asks."""
        name = request.path_params["name"]
        return self._file(request, self.simulator.desk.folder / f"{name}.tape", name, f"{name}.tape")

    async def scene(self, request: Request) -> Response:
        """The photo of a bundled scene."""
        name = request.path_params["name"].removesuffix(".jpg")
        known = name in {scene.name for scene in bundled_scenes()}
        return self._file(request, photo(name) if known else Path(), name if known else "")

    async def sent(self, request: Request) -> Response:
        """The very picture that left under a receipt."""
        number = request.path_params["name"].removesuffix(".jpg")
        if not self.lets_in(request):
            return _unknown()
        receipt = None
        if number.isdecimal() and len(number) < 16:
            receipt = await asyncio.to_thread(Receipts(self.simulator.desk.ledger).one, int(number))
        kept = receipt.kept if receipt is not None else None
        return self._file(request, kept or Path(), "sent" if kept else "")

    async def frame(self, request: Request) -> Response:
        """The frame that was looked at for a turn."""
        number = request.path_params["name"].removesuffix(".jpg")
        if not self.lets_in(request):
            return _unknown()
        frames = self.simulator.desk.wearing.log.frames
        looked_at = frames.get(int(number)) if re.fullmatch(r"-?\d{1,16}", number) else None  # type: ignore[call-overload]
        return Response(looked_at.jpeg, media_type="image/jpeg") if looked_at else _missing()

    def lets_in(self, request: Request) -> bool:
        """Whether a request has the token."""
        return self.wanted.bearer(request.headers.get("authorization", ""))

    def _file(self, request: Request, path: Path, name: str, download: str | None = None) -> Response:
        if not self.lets_in(request):
            return _unknown()
        if not NAME.fullmatch(name) or not path.is_file():
            return _missing()
        return FileResponse(path, filename=download)


async def _send(socket: WebSocket, page: Page) -> None:
    while (message := await page.next()) is not None:
        name, text, payload = message
        await socket.send_text(text)
        if payload:
            await socket.send_bytes(_KINDS[name] + payload)
    await socket.close(1013, "the page takes too little")


_KINDS = {"display": b"D", "say": b"A", "frame": b"L"}


def _number(text: str) -> int:
    """The page's number of an order that could not be read, if that can be."""
    with suppress(ValueError, AttributeError, RecursionError):
        number = json.loads(text).get("n")
        return number if isinstance(number, int) else 0
    return 0


def _over(done: asyncio.Future[None]) -> None:
    if not done.cancelled():
        done.result()


def _unknown() -> Response:
    return PlainTextResponse("the token of this run is wanted: Authorization: Bearer TOKEN\n", 401)


def _missing() -> Response:
    return PlainTextResponse("there is no such file\n", 404)
