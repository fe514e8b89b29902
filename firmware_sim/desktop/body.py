"""The body of a request, in bounded time and memory."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from starlette.requests import Request

BODY_WITHIN = 60.0  # seconds


async def read_body(request: Request, at_most: int) -> bytes | None:
    """The body; None for one that is larger, or that does not come in time or to its end."""
    said = request.headers.get("content-length", "0")
    if len(said) > 12 or int(said) > at_most:  # the server has seen to it that these are digits
        return None
    try:
        async with asyncio.timeout(BODY_WITHIN):
            return await _read(request, at_most)
    except (TimeoutError, ClientDisconnect):
        return None


async def _read(request: Request, at_most: int) -> bytes | None:
    data = bytearray()
    async with aclosing(request.stream()) as pieces:
        async for piece in pieces:
            data += piece
            if len(data) > at_most:
                return None
    return bytes(data)
