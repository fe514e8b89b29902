"""Keeping a device open: what it gives is taken; when it fails, that is said once and it is opened again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from edge.errors import DeviceError
from edge.messages import Back, Event, Lost

Stream = Callable[[], AsyncGenerator[Any, None]]
Take = Callable[[Any], Coroutine[Any, Any, None]]
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before it is opened again, ever more patiently


@dataclass
class Sensing:
    """One device. Only a button `may_end`: a terminal has its end of file, a microphone has not."""

    device: str
    post: Callable[[Event], None]
    may_end: bool = False
    failures: int = 0

    async def keep_open(self, stream: Stream, take: Take) -> None:
        """Take all that it gives, through every failure."""
        while True:
            try:
                await self._each(stream, take)
                if self.may_end:
                    return
                self._failed("gives nothing any more")
            except DeviceError as error:
                self._failed(error.problem)
            await asyncio.sleep(BACK_OFF[min(self.failures, len(BACK_OFF)) - 1])

    async def _each(self, stream: Stream, take: Take) -> None:
        async with aclosing(stream()) as items:
            async for item in items:
                if self.failures:
                    self.failures = 0
                    self.post(Back(self.device))
                await take(item)

    def _failed(self, problem: str) -> None:
        if self.failures == 0:
            self.post(Lost(self.device, problem))
        self.failures += 1
