"""`glint sim --automation`: a small HTTP API with which tests and agents of others wear the glasses.

The same loopback, the same token (`Authorization: Bearer TOKEN`). What the page may order (orders.py) is
`POST /api/NAME` with the order's fields as a JSON object; `type` and `say` wait for the answer and return its card.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from edge.errors import ConfigError, EdgeError, UsageError
from firmware_sim.desktop import orders
from firmware_sim.desktop.body import read_body
from firmware_sim.desktop.json_text import json_text
from firmware_sim.desktop.told import receipts, state

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from starlette.requests import Request

    from firmware_sim.desktop.cards import Card
    from firmware_sim.desktop.desk import Desk
    from firmware_sim.desktop.guard import Pass
    from firmware_sim.desktop.simulator import Simulator

BODY_AT_MOST = 12 << 20
ANSWER_WITHIN = 30.0  # real seconds, unless the request says otherwise
LONGEST = 600.0
TURNS_AT_MOST = 200
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
        if not self._pass.lets_in(request):
            return _unknown()
        return await self._told(lambda: self._simulator.look(state))

    async def turns(self, request: Request) -> Response:
        """The last turns, oldest first; `?last=N`."""
        if not self._pass.lets_in(request):
            return _unknown()
        last = request.query_params.get("last", "10")
        if not re.fullmatch("[0-9]{1,3}", last) or not 0 < int(last) <= TURNS_AT_MOST:
            return _json({"why": f"last is a number from 1 to {TURNS_AT_MOST}"}, 400)
        return await self._told(lambda: self._simulator.look(lambda desk: _cards(desk)[-int(last) :]))

    async def receipts(self, request: Request) -> Response:
        """What left the glasses."""
        if not self._pass.lets_in(request):
            return _unknown()
        return await self._told(lambda: self._simulator.look(receipts))

    async def display(self, request: Request) -> Response:
        """The pixels of the display; 204 where it is dark or there is none."""
        if not self._pass.lets_in(request):
            return _unknown()
        display = self._simulator.desk.wearing.worn.display
        png = display.png if display is not None else b""
        return Response(png, media_type="image/png") if png else Response(status_code=204)

    async def order(self, request: Request) -> Response:
        """Carry out an order: `look` and `hear` also take a picture or a WAV as the body."""
        if not self._pass.lets_in(request):
            return _unknown()
        body = await read_body(request, BODY_AT_MOST)
        if body is None:
            return _json({"why": f"a body may have {BODY_AT_MOST >> 20} MB here, and come within a minute"}, 413)
        kind, do = request.headers.get("content-type", "").partition(";")[0].strip(), request.path_params["do"]
        if do == "look" and kind.startswith("image/"):
            return await self._told(lambda: self._simulator.obey(orders.WatchOrder(what="picture"), body))
        if do == "hear" and kind.startswith("audio/"):
            return await self._told(lambda: self._simulator.play(body))
        try:
            if kind != "application/json":
                raise UsageError("the body is a JSON object, and says so: Content-Type: application/json")
            fields, within = _fields(body)
            order = orders.read_order(msgspec.json.encode({**fields, "do": do}))
            if isinstance(order, orders.TypeOrder | orders.SayOrder):
                return _json(await self._answer(request, order, within))
        except EdgeError as error:
            return _failed(error)
        return await self._told(lambda: self._simulator.obey(order))

    async def _told(self, work: Callable[[], Future[Any]]) -> Response:
        try:
            return _json(await asyncio.wrap_future(work()))
        except EdgeError as error:
            return _failed(error)

    async def _answer(self, request: Request, order: orders.TypeOrder | orders.SayOrder, within: float) -> Card:
        """The card of the turn that this becomes, once it has ended; raises EdgeError where none does in time."""
        simulator, until = self._simulator, time.monotonic() + within
        known = {card["id"] for card in await asyncio.wrap_future(simulator.look(_cards))}
        ref = (await asyncio.wrap_future(simulator.obey(order))).get("ref")
        while time.monotonic() < until and not await request.is_disconnected():
            for card in await asyncio.wrap_future(simulator.look(_cards)):
                ours = card["ref"] == ref if ref else card["how"] == "spoken" and card["id"] not in known
                if ours and card["outcome"] is not None:
                    return card
            await asyncio.sleep(LOOK_EVERY)
        raise EdgeError(f"there was no answer within {within:g} s")


def _cards(desk: Desk) -> list[Card]:
    return desk.wearing.log.cards.all()


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


def _json(value: Any, status: int = 200) -> Response:  # noqa: ANN401 - JSON
    return Response(json_text(value), status, media_type="application/json")


def _failed(error: EdgeError) -> Response:
    wrong = isinstance(error, UsageError | ConfigError)
    return _json({"why": str(error)}, 400 if wrong else 409)


def _unknown() -> Response:
    return _json({"why": "the token of this run is wanted: Authorization: Bearer TOKEN"}, 401)
