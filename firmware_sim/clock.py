"""Virtual time: an event loop that never waits, because it jumps to the next timer instead.

`asyncio.sleep`, `asyncio.timeout` and every timer of a library obey it, so nothing needs a clock as an argument, and
twenty seconds of a scenario pass in milliseconds. When every task waits and no timer is set, nothing can ever happen
again: that is a deadlock error, not a hang. Threads and sockets have a time of their own and are refused.
"""

from __future__ import annotations

import asyncio
from asyncio.base_events import BaseEventLoop
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar, cast

from edge.errors import EdgeError

T = TypeVar("T")

DAY = 24 * 3600.0
RESOLUTION = 1e-9  # seconds: timers as near as this are due together
ROUNDS_AT_ONE_INSTANT = 200_000
CLEAN_UP = 60.0  # virtual seconds that tasks have for their `finally` once time has come to its end


class DeadlockError(EdgeError):
    """Every task waits and no timer is set, so nothing can happen any more; names each task and where it waits."""

    def __init__(self, at: float, waiting: list[str]) -> None:
        super().__init__(f"deadlock at {at:.3f} s: no timer is set, and these wait for ever: {'; '.join(waiting)}")
        self.at = at
        self.waiting = waiting


class RunawayError(EdgeError):
    """Time went past its limit, or stood still while tasks kept each other busy."""

    def __init__(self, at: float, problem: str) -> None:
        super().__init__(f"runaway at {at:.3f} s: {problem}")
        self.at = at


def run_virtual(main: Coroutine[Any, Any, T], *, start: float = 0.0, limit: float = DAY) -> T:
    """Run a coroutine in virtual time from `start`; past `start + limit` seconds it counts as a runaway."""
    with asyncio.Runner(loop_factory=lambda: VirtualLoop(start, limit)) as runner:
        loop = cast("VirtualLoop", runner.get_loop())
        try:
            result = runner.run(main)
        except (DeadlockError, RunawayError):
            loop.allow(CLEAN_UP)
            loop.run_until_complete(_cancelled(asyncio.all_tasks(loop)))
            raise
        if loop.broken:
            raise loop.broken[0]
        return result


class VirtualLoop(BaseEventLoop):
    """An asyncio loop whose `time()` is the virtual clock, in seconds; it jumps to the next timer."""

    def __init__(self, start: float = 0.0, limit: float = DAY) -> None:
        super().__init__()
        self._at = start
        self._limit = start + limit
        self._rounds = 0
        self._clock_resolution = RESOLUTION
        self.broken: list[BaseException] = []
        """The errors of callbacks that nobody caught; `run_virtual` raises the first."""
        self.set_exception_handler(self._note)
        self._selector = self  # what is left of a selector without sockets: `select`, below

    def time(self) -> float:
        return self._at

    def select(self, timeout: float | None) -> list[Any]:
        """Called by asyncio where it would wait: sets the clock to the next timer. Raises the two errors above."""
        if timeout is None:
            raise DeadlockError(self._at, _waiting(self))
        scheduled = self._scheduled  # type: ignore[attr-defined]
        if timeout > 0:
            self._rounds = 0
        if timeout > 0 or (scheduled and scheduled[0].when() <= self._at + RESOLUTION):
            # Straight to the timer, not by `+= timeout`: instants stay the numbers that were asked for. Also to one
            # so near that asyncio fires it now, or whoever waits for an instant would find it still to come.
            self._at = max(self._at, scheduled[0].when())
        self._rounds += 1
        if self._at > self._limit:
            raise RunawayError(self._at, "time has passed its limit; something keeps setting timers")
        if self._rounds > ROUNDS_AT_ONE_INSTANT:
            raise RunawayError(self._at, f"tasks kept each other busy for {self._rounds} rounds, and no time passed")
        return []

    def allow(self, seconds: float) -> None:
        """Move the limit on, so that tasks can end in good order."""
        self._limit, self._rounds = self._at + seconds, 0

    def run_in_executor(self, *_: Any) -> NoReturn:  # type: ignore[override]
        """Raise RunawayError: a thread does not follow the virtual clock."""
        raise RunawayError(self._at, "threads cannot live under the virtual clock: use an InlineLane")

    def _note(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        self.broken.append(error if isinstance(error, BaseException) else RuntimeError(context["message"]))

    def _process_events(self, event_list: list[Any]) -> None:
        """Do nothing: there are no sockets here."""

    def _write_to_self(self) -> None:
        """Do nothing: this loop never sleeps, so it need not be woken (asyncio calls this at Ctrl-C)."""


def _waiting(loop: asyncio.AbstractEventLoop) -> list[str]:
    """Each task with the place where it waits."""
    return sorted(f"{task.get_name()} in {_place(task)}" for task in asyncio.all_tasks(loop))


def _place(task: asyncio.Task[Any]) -> str:
    frames = task.get_stack()
    if not frames:
        return "nothing"
    code, line = frames[-1].f_code, frames[-1].f_lineno
    return f"{code.co_qualname} ({code.co_filename.rsplit('/', 1)[-1]}:{line})"


async def _cancelled(tasks: set[asyncio.Task[Any]]) -> None:
    """Cancel what is left and let it clean up, so that the error is all that remains."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
