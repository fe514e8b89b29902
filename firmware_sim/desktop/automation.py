"""`glint sim --automation`: a small HTTP API with which tests and agents of others wear the glasses.

The same loopback, the same token (`Authorization: Bearer TOKEN`). What the page may order (orders.py) is
`POST /api/NAME` with the order's fields as a JSON object; `type` and `say` wait for the answer and return its card.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from edge.errors import EdgeError, UsageError
from firmware_sim.desktop import orders
from firmware_sim.desktop.carry_out import play_recording
from firmware_sim.desktop.told import receipts, state

if TYPE_CHECKING:
    from starlette.requests import Request

    from firmware_sim.desktop.guard import Pass
    from firmware_sim.desktop.simulator import Simulator

BODY_AT_MOST = 12 << 20
ANSWER_WITHIN = 30.0  # real seconds, unless the request says otherwise
LONGEST = 600.0
LOOK_EVERY = 0.03


def automation_routes(simulator: Simulator, wanted: Pass) -> list[Route]:
    """The routes of the API."""
    api = Automation(simulator, wanted)
    return [
        Route("/api/state", api.state),
        Route("/api/turns", api.turns),
        Route("/api/receipts", api.receipts),
        Route("/api/display.png", api.display),
        Route("/api/{do}", api.order, methods=["POST"]),
    ]


class Automation:
    """Answers the requests of the API."""

    def __init__(self, simulator: Simulator, wanted: Pass) -> None:
        self._simulator = simulator
        self._pass = wanted

    async def state(self, request: Request) -> Response:
        """How everything is just now, as the page is told it."""
        if not self._pass.bearer(request.headers.get("authorization", "")):
            return _unknown()

        async def told() -> dict[str, Any]:
            return state(self._simulator.desk)

        return JSONResponse(await self._in_glasses(told()))

    async def turns(self, request: Request) -> Response:
        """The last turns, oldest first; `?last=N`."""
        if not self._pass.bearer(request.headers.get("authorization", "")):
            return _unknown()
        last = request.query_params.get("last", "10")
        if not (last.isdecimal() and 0 < int(last[:6]) <= 200):
            return _wrong("last is a number from 1 to 200")
        cards = await self._in_glasses(self._cards())
        return JSONResponse(cards[-int(last) :])

    async def receipts(self, request: Request) -> Response:
        """What left the glasses."""
        if not self._pass.bearer(request.headers.get("authorization", "")):
            return _unknown()
        return JSONResponse(await asyncio.to_thread(receipts, self._simulator.desk))

    async def display(self, request: Request) -> Response:
        """The pixels of the display; 204 where it is dark or there is none."""
        if not self._pass.bearer(request.headers.get("authorization", "")):
            return _unknown()
        display = self._simulator.desk.wearing.worn.display
        png = display.png if display is not None else b""
        return Response(png, media_type="image/png") if png else Response(status_code=204)

    async def order(self, request: Request) -> Response:
        """Carry out an order: `look` and `hear` also take a picture or a WAV as the body."""
        if not self._pass.bearer(request.headers.get("authorization", "")):
            return _unknown()
        body = await _body(request)
        if body is None:
            return PlainTextResponse(f"a body may have {BODY_AT_MOST >> 20} MB here\n", 413)
        kind, do = request.headers.get("content-type", "").partition(";")[0], request.path_params["do"]
        try:
            return JSONResponse(await self._carried_out(do, kind, body))
        except UsageError as error:
            return _wrong(str(error))
        except EdgeError as error:
            return JSONResponse({"why": str(error)}, 409)

    async def _carried_out(self, do: str, kind: str, body: bytes) -> Any:  # noqa: ANN401 - JSON
        simulator = self._simulator
        if do == "look" and kind.startswith("image/"):
            return await asyncio.wrap_future(simulator.obey(orders.Watch(what="picture"), body))
        if do == "hear" and kind.startswith("audio/"):
            return await self._in_glasses(play_recording(simulator.desk, body))
        if kind != "application/json":
            raise UsageError("the body is a JSON object, and says so: Content-Type: application/json")
        fields, within = _fields(body)
        order = orders.read_order(msgspec.json.encode({**fields, "do": do}))
        if not isinstance(order, orders.Type | orders.Say):
            return await asyncio.wrap_future(simulator.obey(order))
        known = {card["id"] for card in await self._in_glasses(self._cards())}
        await asyncio.wrap_future(simulator.obey(order))
        return await self._answer(known, within)

    async def _answer(self, known: set[int], within: float) -> Any:  # noqa: ANN401 - a card
        """The card of the first turn that ends and is not known; raises EdgeError where none does in time."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            for card in await self._in_glasses(self._cards()):
                if card["id"] not in known and card["outcome"] is not None:
                    return card
            await asyncio.sleep(LOOK_EVERY)
        raise EdgeError(f"there was no answer within {within:g} s")

    async def _cards(self) -> list[dict[str, Any]]:
        return self._simulator.desk.wearing.log.cards.all()

    async def _in_glasses(self, work: Any) -> Any:  # noqa: ANN401 - a coroutine
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._simulator.loop))


def _fields(body: bytes) -> tuple[dict[str, Any], float]:
    """The fields of an order, and the seconds in which its answer is waited for. Raises UsageError."""
    try:
        fields = msgspec.json.decode(body or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise UsageError(f"the body is no JSON object: {error}") from None
    within = fields.pop("within", ANSWER_WITHIN)
    if not isinstance(within, int | float) or not 0 < within <= LONGEST:
        raise UsageError(f"within is a number of seconds up to {LONGEST:g}")
    return fields, float(within)


async def _body(request: Request) -> bytes | None:
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > BODY_AT_MOST:
            return None
    return bytes(data)


def _wrong(why: str) -> Response:
    return JSONResponse({"why": why}, 400)


def _unknown() -> Response:
    return JSONResponse({"why": "the token of this run is wanted: Authorization: Bearer TOKEN"}, 401)
