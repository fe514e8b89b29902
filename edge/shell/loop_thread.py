"""An event loop in a thread of its own: plain programs give it work and wait, from any thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from edge.errors import StoppedError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

T = TypeVar("T")

LISTENS_EVERY = 0.5
"""Seconds until whoever waits listens for a Ctrl-C again: one that comes just before a wait is not heard in it."""


class LoopThread:
    """Runs from `in_thread` until `close`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._lock = Lock()
        self._closed = False
        self._working: set[asyncio.Task[Any]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work gives or raises; whoever stops waiting, as by Ctrl-C, cancels it. StoppedError after `close`.

        Never to be called by what runs on the loop itself: it would wait for itself.
        """
        with self._lock:
            if self._closed:
                work.close()
                raise StoppedError
            future = asyncio.run_coroutine_threadsafe(self._counted(work), self._loop)
        try:
            while not wait((future,), LISTENS_EVERY).done:
                pass
            return future.result()
        except CancelledError:
            raise StoppedError from None
        finally:
            future.cancel()

    def keep(self, opened: AbstractAsyncContextManager[T], started: Future[T]) -> None:
        """Hold it open until `close`, and put what it gives into `started`; this is the life of the thread."""
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._hold(opened, started))

    async def _hold(self, opened: AbstractAsyncContextManager[T], started: Future[T]) -> None:
        async with opened as value:
            started.set_result(value)
            await self._stop.wait()
        for task in self._working:
            task.cancel()
        if self._working:
            await asyncio.wait(self._working)

    async def _counted(self, work: Coroutine[Any, Any, T]) -> T:
        """The work, known as long as it lasts, so that what is left at the end can be cancelled."""
        task = asyncio.current_task()
        if task is not None:
            self._working.add(task)
            task.add_done_callback(self._working.discard)
        return await work

    def close(self) -> None:
        """Take no more work, and let go of what is held open."""
        with self._lock:
            self._closed = True
            with suppress(RuntimeError):  # it has ended by itself: what it was to hold could not be opened
                self._loop.call_soon_threadsafe(self._stop.set)


@contextmanager
def in_thread(opened: AbstractAsyncContextManager[T]) -> Iterator[tuple[T, LoopThread]]:
    """What an asynchronous context manager gives, and the loop on which it is kept open; raises what opening raises."""
    loop = LoopThread()
    with ThreadPoolExecutor(1, "glint") as pool:
        started: Future[T] = Future()
        ended = pool.submit(loop.keep, opened, started)
        either: tuple[Future[Any], ...] = (started, ended)
        try:
            wait(either, return_when=FIRST_COMPLETED)
            if not started.done():
                ended.result()
            yield started.result(), loop
        finally:
            loop.close()
        ended.result()
