"""Waiting for drivers that may hang: they get a thread of their own, and a deadline."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def within(seconds: float, work: Callable[[], T], undo: Callable[[T], object] | None = None) -> T:
    """Run `work` in a thread; TimeoutError after `seconds`. `undo` gets a result that came when nobody waited any more.

    The thread is a daemon, because a hanging driver cannot be stopped and must not keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def succeed(value: T) -> None:
        if not outcome.done():
            outcome.set_result(value)
        else:
            forget(value)

    def forget(value: T) -> None:
        if undo is not None:
            threading.Thread(target=undo, args=(value,), name="driver", daemon=True).start()

    def fail(error: OSError) -> None:
        if not outcome.done():
            outcome.set_exception(error)

    def run() -> None:
        try:
            value = work()
        except OSError as error:  # the family of DeviceError; anything else is a fault of ours and is loud
            _post(loop, fail, error)
            return
        if not _post(loop, succeed, value) and undo is not None:
            undo(value)

    threading.Thread(target=run, name="driver", daemon=True).start()
    try:
        async with asyncio.timeout(seconds):
            return await outcome
    except (TimeoutError, asyncio.CancelledError):
        if outcome.done() and not outcome.cancelled() and outcome.exception() is None:
            forget(outcome.result())  # it came in the very moment in which we were told to stop
        raise


def _post(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *arguments: object) -> bool:
    """Tell the loop; False when it has ended meanwhile."""
    try:
        loop.call_soon_threadsafe(call, *arguments)
    except RuntimeError:
        return False
    return True
