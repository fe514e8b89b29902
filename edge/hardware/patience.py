"""Runs calls of drivers that may hang: each in a thread of its own, with a deadline."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
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
    lock = threading.Lock()  # so that exactly one of the two sides undoes a result that came too late
    given: list[T] = []
    gone = threading.Event()

    def run() -> None:
        try:
            value = work()
        except OSError as error:  # the family of DeviceError; anything else is a fault of ours and is loud
            _post(loop, _settle, outcome.set_exception, outcome, error)
            return
        with lock:
            given.append(value)
            late = gone.is_set()
        if not late:
            _post(loop, _settle, outcome.set_result, outcome, value)
        elif undo is not None:
            undo(value)

    threading.Thread(target=run, name="driver", daemon=True).start()
    try:
        async with asyncio.timeout(seconds):
            return await outcome
    except (TimeoutError, asyncio.CancelledError):
        with lock:
            gone.set()
        if given and undo is not None:  # it came in the very moment in which we were told to stop
            threading.Thread(target=undo, args=(given[0],), name="driver", daemon=True).start()
        raise


def _settle(settle: Callable[[T], None], outcome: asyncio.Future[T], value: T) -> None:
    if not outcome.done():
        settle(value)


def _post(loop: asyncio.AbstractEventLoop, call: Callable[..., None], *arguments: object) -> None:
    with suppress(RuntimeError):  # the loop has ended, and nobody waits
        loop.call_soon_threadsafe(call, *arguments)
