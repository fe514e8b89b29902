"""The camera: OpenCV in a thread of its own, the newest frame only, with the time at which it was taken."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.capture import Capture, Glance

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from edge.hardware.video import Source
    from edge.messages import Frame, Shot

MARGIN = 0.5  # seconds that we give OpenCV beyond the deadline that we gave it


class OpenCvCamera:
    """One thread reads for all who look at the same time, and ends with the last of them.

    A short loss is mended by reopening; after `open_within + frame_within` seconds without a frame it is a DeviceError.
    """

    def __init__(self, source: Source, *, now: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._now = now
        self._capture: Capture | None = None
        self._patience = source.patience + MARGIN

    def check(self) -> None:
        """Raise DeviceError if there is no such camera."""
        self._source.check()

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        """Yield frames at `shot.fps` at most, not wider than `shot.width`."""
        glance = Glance(shot)
        capture = await self._joined(glance)
        try:
            while True:
                yield await self._next(glance)
        finally:
            if capture.leave(glance):
                await capture.ended(self._source.frame_within + MARGIN)

    async def _joined(self, glance: Glance) -> Capture:
        """The capture that runs, or a new one; never two, because a device can be opened only once."""
        while (before := self._capture) is not None:
            if before.join(glance):
                return before
            if not await before.ended(self._patience):
                raise self._hangs()
            if self._capture is before:
                break
        self._capture = Capture(self._source, glance, self._now)
        return self._capture

    async def _next(self, glance: Glance) -> Frame:
        try:
            async with asyncio.timeout(self._patience):
                return await glance.take()
        except TimeoutError:
            raise self._hangs() from None

    def _hangs(self) -> DeviceError:
        return DeviceError("camera", f"{self._source} hangs", "unplug it, and plug it in again")
