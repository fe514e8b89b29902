"""One page on its socket: what it orders and gives, and what it is told."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.websockets import WebSocketDisconnect

from edge.errors import EdgeError
from firmware_sim.desktop import orders
from firmware_sim.desktop.hub import Page

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from starlette.websockets import WebSocket

    from firmware_sim.desktop.hub import Hub
    from firmware_sim.desktop.simulator import Simulator

TEXT_AT_MOST = 64 << 10
A_SECOND, AT_ONCE = 100.0, 200.0  # messages that a page may send
UNDER_WAY_AT_MOST = 16  # orders that are being carried out
FOLLOWED = {"display": b"D", "say": b"A", "frame": b"L"}  # messages whose bytes come right after them
Ended = tuple[int, str]
"""The code and the reason with which a socket is closed."""
TOO_MUCH: Ended = (1008, "too much at once")
GONE: Ended = (1000, "")


class LivePage:
    """A page that has shown the token, until it goes or is sent away."""

    def __init__(self, socket: WebSocket, simulator: Simulator, hub: Hub) -> None:
        self.page = Page()
        self._socket = socket
        self._simulator = simulator
        self._hub = hub
        self._picture: orders.WatchOrder | None = None
        """The order whose picture is still to come."""
        self._under_way: set[asyncio.Task[None]] = set()

    async def serve(self) -> None:
        """Tell it and take from it; closes the socket at the end. What it ordered until then is still carried out."""
        try:
            code, reason = await self._until_over()
        except WebSocketDisconnect:
            return
        finally:
            self._hub.leave(self.page)
        with suppress(WebSocketDisconnect):
            await self._socket.close(code, reason)

    async def settle(self) -> None:
        """Give up what it ordered and is not done."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _until_over(self) -> Ended:
        sending = asyncio.ensure_future(self._send())
        taking = asyncio.ensure_future(self._take())
        try:
            done, _ = await asyncio.wait({sending, taking}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, taking):
                task.cancel()
            await asyncio.wait({sending, taking})
        return done.pop().result()

    async def _send(self) -> Ended:
        while (message := await self.page.next()) is not None:
            name, text, payload = message
            await self._socket.send_text(text)
            if payload:
                await self._socket.send_bytes(FOLLOWED[name] + payload)
        return self.page.ended or GONE

    async def _take(self) -> Ended:
        """Take what it sends, as fast as it may, until it goes or does what no page of ours does."""
        allowed, since = AT_ONCE, time.monotonic()
        while (message := await self._socket.receive())["type"] != "websocket.disconnect":
            now = time.monotonic()
            allowed, since = min(AT_ONCE, allowed + (now - since) * A_SECOND) - 1.0, now
            text, data = message.get("text"), message.get("bytes")
            if allowed < 0.0 or (text is not None and len(text) > TEXT_AT_MOST):
                return TOO_MUCH
            if text is not None:
                self._order(text)
            elif data and self._hub.drives(self.page):
                await self._given(data[:1], data[1:])
        raise WebSocketDisconnect

    # ----------------------------------------------------------------------------------------------------- its orders

    def _order(self, text: str) -> None:
        """Carry out an order, or refuse it."""
        try:
            order = orders.read_order(text)
        except EdgeError as error:
            self._refuse(_number(text), str(error))
            return
        if isinstance(order, orders.DriveOrder):
            self._hub.drive(self.page)
            self.page.tell({"is": "done", "n": order.n})
        elif not self._hub.drives(self.page) and not isinstance(order, orders.ReceiptsOrder):
            self._refuse(order.n, "another tab drives: press 'Drive from here' first")
        elif isinstance(order, orders.WatchOrder) and order.what == "picture":
            self._picture = order
        elif len(self._under_way) >= UNDER_WAY_AT_MOST:
            self._refuse(order.n, "too much at once: wait for what is under way")
        else:
            self._begin(self._obey(order), order.n)

    def _begin(self, work: Coroutine[Any, Any, None], n: int) -> None:
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._over(done, n))

    def _over(self, task: asyncio.Task[None], n: int) -> None:
        """An order is done with. A fault of ours is told on both sides, and ends nothing."""
        self._under_way.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._refuse(n, f"a fault in the simulator itself: {type(fault).__name__}")
            task.get_loop().call_exception_handler({"message": "an order failed", "exception": fault, "task": task})

    async def _obey(self, order: orders.AnyOrder, payload: bytes = b"") -> None:
        try:
            done = await asyncio.wrap_future(self._simulator.obey(order, payload))
            self.page.tell({"is": "done", "n": order.n, **done})
        except EdgeError as error:
            self._refuse(order.n, str(error))

    def _refuse(self, n: int, why: str) -> None:
        self.page.tell({"is": "refused", "n": n, "why": why})

    # ------------------------------------------------------------------------------------------------- what it gives

    async def _given(self, kind: bytes, body: bytes) -> None:
        match kind:
            case b"S":
                self._simulator.sound(body)
            case b"F":
                await asyncio.to_thread(self._simulator.frame, body)
            case b"P":
                order, self._picture = self._picture or orders.WatchOrder(what="picture"), None
                await self._obey(order, body)
            case b"W":
                await self._play(body)

    async def _play(self, wav: bytes) -> None:
        try:
            done = await asyncio.wrap_future(self._simulator.play(wav))
            self.page.tell({"is": "done", "n": 0, **done})
        except EdgeError as error:
            self._refuse(0, str(error))


def _number(text: str) -> int:
    """The page's number of an order that could not be read, if that can be."""
    with suppress(ValueError, AttributeError, RecursionError):
        number = json.loads(text).get("n")
        return number if type(number) is int and 0 <= number <= 2**53 else 0
    return 0
