"""Reads a device as long as Glint runs; a failure is posted once and the device is opened again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from edge.errors import EdgeError
from edge.shell.guarded import Standing, guarded, problem_of

if TYPE_CHECKING:
    from edge.messages import Event

Stream = Callable[[], AsyncGenerator[Any, None]]
Take = Callable[[Any], Coroutine[Any, Any, None]]
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before it is opened again, ever more patiently


class Sensing:
    """One device. Only a button `may_end`: a terminal has its end of file, a microphone has not."""

    def __init__(self, device: str, post: Callable[[Event], None], *, may_end: bool = False) -> None:
        self._device = device
        self._standing = Standing(device, post)
        self._may_end = may_end
        self._failures = 0

    async def keep_open(self, stream: Stream, take: Take) -> None:
        """Take all that it gives, through every failure."""
        while True:
            try:
                await guarded(lambda: self._each(stream, take), f"the {self._device}")
                if self._may_end:
                    return
                self._standing.failed("gives nothing any more")
            except EdgeError as error:
                self._standing.failed(problem_of(error))
            await asyncio.sleep(BACK_OFF[min(self._failures, len(BACK_OFF) - 1)])
            self._failures += 1

    async def _each(self, stream: Stream, take: Take) -> None:
        async with aclosing(stream()) as items:
            async for item in items:
                self._failures = 0
                self._standing.works()
                await take(item)
