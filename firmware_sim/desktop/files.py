"""What the desktop simulator hands out: the page to anybody here, and pictures and tapes to whoever has the token."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from edge.reach.gate.receipts import Receipts
from firmware_sim.desktop.body import read_body
from firmware_sim.desktop.carry_out import bring
from firmware_sim.desktop.scenes import bundled_scenes, photo

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from firmware_sim.desktop.guard import Pass, Ticket
    from firmware_sim.desktop.simulator import Simulator

PAGE = Path(__file__).parent / "page"
TAPE_AT_MOST = 64 << 20
TICKET_AT_MOST = 100
NAME = re.compile(r"[a-z0-9_]{1,40}")
NUMBER = re.compile(r"-?[0-9]{1,15}")


class Files:
    """Answers the requests for files."""

    def __init__(self, simulator: Simulator, wanted: Pass, ticket: Ticket) -> None:
        self._simulator = simulator
        self._pass = wanted
        self._ticket = ticket

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/", self.index),
            Route("/token", self.token, methods=["POST"]),
            Route("/tape", self.take_tape, methods=["POST"]),
            Route("/tape/{name}", self.tape),
            Route("/sent/{name}", self.sent),
            Route("/frame/{name}", self.frame),
            Route("/scene/{name}", self.scene),
            Mount("/page", StaticFiles(directory=PAGE)),
        ]

    async def index(self, request: Request) -> Response:  # noqa: ARG002
        """The page. It needs no token: there is nothing of anybody's in it."""
        return FileResponse(PAGE / "index.html", media_type="text/html")

    async def token(self, request: Request) -> Response:
        """The token, once, for whoever brings the ticket that the opened browser was given."""
        data = await read_body(request, TICKET_AT_MOST)
        if data is None or not self._ticket.lets_in(data.decode("utf-8", "replace")):
            return PlainTextResponse("this ticket is not that of this run, or was used\n", 401)
        return PlainTextResponse(self._pass.token)

    async def take_tape(self, request: Request) -> Response:
        """Keep a tape that is brought; answers its name."""
        if not self._pass.lets_in(request):
            return _unknown()
        data = await read_body(request, TAPE_AT_MOST)
        if data is None:
            return PlainTextResponse(f"a tape may have {TAPE_AT_MOST >> 20} MB here, and come within a minute\n", 413)
        name = await asyncio.to_thread(bring, self._simulator.desk, data)
        return JSONResponse({"name": name})

    async def tape(self, request: Request) -> Response:
        """A tape that was recorded or scrubbed, to be kept by whoever asks."""
        name = request.path_params["name"]
        path = self._simulator.desk.folder / f"{name}.tape" if NAME.fullmatch(name) else None
        return self._file(request, path, f"{name}.tape")

    async def scene(self, request: Request) -> Response:
        """The photo of a bundled scene."""
        name = request.path_params["name"].removesuffix(".jpg")
        return self._file(request, photo(name) if name in {scene.name for scene in bundled_scenes()} else None)

    async def sent(self, request: Request) -> Response:
        """The very picture that left under a receipt."""
        number = request.path_params["name"].removesuffix(".jpg")
        if not self._pass.lets_in(request):
            return _unknown()
        receipts, receipt = Receipts(self._simulator.desk.ledger), None
        if NUMBER.fullmatch(number):
            receipt = await asyncio.to_thread(receipts.one, int(number))
        return self._file(request, receipt.kept if receipt is not None else None)

    async def frame(self, request: Request) -> Response:
        """The frame that was looked at for a turn."""
        number = request.path_params["name"].removesuffix(".jpg")
        if not self._pass.lets_in(request):
            return _unknown()
        frames = self._simulator.desk.wearing.log.frames
        looked_at = frames.get(int(number)) if NUMBER.fullmatch(number) else None  # type: ignore[call-overload]
        return Response(looked_at.jpeg, media_type="image/jpeg") if looked_at is not None else _missing()

    def _file(self, request: Request, path: Path | None, download: str | None = None) -> Response:
        if not self._pass.lets_in(request):
            return _unknown()
        if path is None or not path.is_file():
            return _missing()
        return FileResponse(path, filename=download)


def _unknown() -> Response:
    return PlainTextResponse("the token of this run is wanted: Authorization: Bearer TOKEN\n", 401)


def _missing() -> Response:
    return PlainTextResponse("there is no such file\n", 404)
