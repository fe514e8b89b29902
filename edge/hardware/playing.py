"""A clip that a device plays: how much of it has been heard, and its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from edge.messages import Instant

if TYPE_CHECKING:
    from collections.abc import Callable


class HeardSoFar:
    """What has been heard: what was given, less what the device still holds, and not more than there was time for."""

    def __init__(self, now: Callable[[], float], before: float) -> None:
        """`before`: how many seconds before the first `now` it began."""
        self._now, self._before = now, before
        self._from: float | None = None
        self.seconds = 0.0
        self.began = asyncio.Event()
        self.at = 0.0
        """When the first sample was given to the device, once it `began`."""

    def begins(self) -> None:
        """The first sample is about to be given."""
        if not self.began.is_set():
            self.at = self._now()
            self.began.set()

    def now(self, given: float, held: float) -> None:
        """Note how many seconds were given to the device, and how many it still holds."""
        if self._from is None:
            self._from = self._now() - self._before
        self.seconds = max(self.seconds, min(given - held, self._now() - self._from))


class SpeakerPlaying:
    """A clip that is being played."""

    def __init__(self, task: asyncio.Task[None], heard: HeardSoFar) -> None:
        self._task = task
        self._heard = heard
        task.add_done_callback(_expected)

    async def began(self) -> Instant:
        """When its first sample was given to the device; waits for that."""
        await self._heard.began.wait()
        return Instant(self._heard.at)

    async def wait(self) -> float:
        """Wait for its end and return the seconds played. Cancelling the wait leaves it playing; `stop` ends it."""
        await asyncio.wait({self._task})
        if not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error
        return self._heard.seconds

    async def stop(self) -> float:
        """Stop at once and return the seconds played."""
        self._task.cancel()
        await asyncio.wait({self._task})
        return self._heard.seconds


def _expected(task: asyncio.Task[None]) -> None:
    """Look at the failure of a clip that nobody waits for, so that asyncio does not complain of it."""
    if not task.cancelled():
        task.exception()
