"""Connections that are kept no longer than somebody uses them: uvicorn's own know no such limits.

One that does not come to the end of a request's head in time, or that takes nothing of what it is sent, is cut; so is
the one that has come to no request for longest, where there are too many.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEAD_WITHIN = 10.0  # seconds in which a request's head must have come
TAKEN_WITHIN = 20.0  # seconds in which something that was sent must have been taken
CONNECTIONS_AT_MOST = 128


class _Limit:
    """A connection is cut once so many seconds are over, unless it is lifted before."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    @property
    def until(self) -> float | None:
        """When it is over; None: there is none just now."""
        return self._timer.when() if self._timer is not None else None

    def begin(self, transport: asyncio.Transport) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._seconds, transport.abort)

    def lift(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class BoundedHttp(H11Protocol):
    """An HTTP connection."""

    head_within, taken_within = HEAD_WITHIN, TAKEN_WITHIN

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._head, self._taken = _Limit(self.head_within), _Limit(self.taken_within)

    @property
    def owes_head_until(self) -> float | None:
        """When the head of a request must have come; None: none is waited for."""
        return self._head.until

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()
        if len(self.connections) > CONNECTIONS_AT_MOST:
            owing = [one for one in self.connections if isinstance(one, BoundedHttp) and one.owes_head_until]
            min(owing, key=lambda one: one.owes_head_until or 0.0).transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head.lift()
        self._taken.lift()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taken.begin(self.transport)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._taken.lift()

    def _wait_for_head(self) -> None:
        """Begin to wait where a head is owed and nobody waits yet; stop where it has come."""
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering or self.transport.is_closing() or self.transport.get_protocol() is not self:
            self._head.lift()
        else:
            self._head.begin(self.transport)


class BoundedSocket(WebSocketsSansIOProtocol):
    """A WebSocket."""

    taken_within = TAKEN_WITHIN

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._taken = _Limit(self.taken_within)

    def connection_lost(self, exc: Exception | None) -> None:
        self._taken.lift()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taken.begin(self.transport)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._taken.lift()
