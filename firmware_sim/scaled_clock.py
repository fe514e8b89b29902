"""Accelerated time: an event loop whose clock runs so many times as fast as the real one.

Unlike virtual time it waits for real, so threads and sockets may live under it. While work is `held`, such as a model
that runs in a thread, the clock runs at the real pace: a model takes the time that it takes, however fast the rest is.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from edge.devices import Talker
from edge.flow import Lane
from edge.messages import Clip

T = TypeVar("T")
FASTEST = 600.0


class ScaledSelector(selectors.DefaultSelector):
    """Waits for real as long as the timeout lasts by the clock of the loop."""

    pace = 1.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return self.wait(timeout / self.pace if timeout else timeout)

    def wait(self, seconds: float | None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for so many real seconds at most; None: for as long as it takes."""
        return super().select(seconds)


class ScaledLoop(asyncio.SelectorEventLoop):
    """A loop whose `time()` begins at 0 and runs at `pace` times the real clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, selector: ScaledSelector | None = None) -> None:
        """`clock`: the real one, in seconds; `selector`: who waits by it."""
        self._clock = clock
        self._since = clock()
        self._at = 0.0
        self._wanted = 1.0
        self._held = 0
        self._scaled = selector or ScaledSelector()
        self._changed = asyncio.Event()
        super().__init__(self._scaled)

    def time(self) -> float:
        return self._at + (self._clock() - self._since) * self._scaled.pace

    @property
    def pace(self) -> float:
        """How fast the clock runs while nothing is held."""
        return self._wanted

    @pace.setter
    def pace(self, factor: float) -> None:
        self._wanted = min(FASTEST, max(1.0, factor))
        self._change()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let the clock run at the real pace meanwhile. To be used in the loop's own thread."""
        self._held += 1
        self._change()
        try:
            yield
        finally:
            self._held -= 1
            self._change()

    async def pause(self, seconds: float) -> None:
        """Wait for so many seconds of the real clock, whatever becomes of the pace meanwhile."""
        until = self._clock() + seconds
        while (left := until - self._clock()) > 0:
            changed = self._changed
            with suppress(TimeoutError):
                async with asyncio.timeout(left * self._scaled.pace):
                    await changed.wait()

    def _change(self) -> None:
        real = self._clock()
        self._at += (real - self._since) * self._scaled.pace
        self._since = real
        self._scaled.pace = 1.0 if self._held else self._wanted
        self._changed.set()
        self._changed = asyncio.Event()


class HeldLane:
    """A lane whose work takes real time, whatever the pace."""

    def __init__(self, lane: Lane) -> None:
        self._lane = lane

    async def run(self, job: str, work: Callable[[], T]) -> T:
        with held():
            return await self._lane.run(job, work)

    def close(self) -> None:
        self._lane.close()


class HeldTalker:
    """A talker whose work takes real time, whatever the pace."""

    def __init__(self, talker: Talker) -> None:
        self._talker = talker

    async def clip(self, words: str) -> Clip:
        """The words as sound. Raises DeviceError."""
        with held():
            return await self._talker.clip(words)


@contextmanager
def held() -> Iterator[None]:
    """Hold the running loop's clock to the real pace, where it has such a clock."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, ScaledLoop):
        yield
        return
    with loop.held():
        yield
