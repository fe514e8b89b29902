"""What every contract asks for: when a device is let go, nothing of it goes on. And waiting for what is to happen."""

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from typing import TypeVar

T = TypeVar("T")


async def until(come_about: Callable[[], bool], within: float = 20.0) -> None:
    """Wait for what a thread, a process or a callback will do; TimeoutError if it is not done in so many seconds."""
    async with asyncio.timeout(within):
        while not come_about():  # noqa: ASYNC110 - whoever does it sets no event
            await asyncio.sleep(0.001)


@asynccontextmanager
async def leaves_nothing(*, within: float = 0.0) -> AsyncIterator[None]:
    """Fails if the block leaves a task or a thread behind for so many seconds."""
    before = _running()
    yield
    with suppress(TimeoutError):
        await until(lambda: _running() <= before, within)
    left = _running() - before
    assert not left, f"goes on after it was closed: {left}"


async def take(stream: AsyncGenerator[T, None], count: int) -> list[T]:
    """The first few items, the generator closed after them."""
    items: list[T] = []
    async with aclosing(stream):
        async for item in stream:
            items.append(item)
            if len(items) == count:
                break
    return items


async def cancel_while_waiting(stream: AsyncGenerator[T, None]) -> None:
    """Somebody waits for the next item, and is cancelled: the generator must end with them."""

    async def drain() -> None:
        async with aclosing(stream):
            async for _ in stream:
                pass

    task = asyncio.ensure_future(drain())
    for _ in range(3):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.done()


def _running() -> set[object]:
    # `undo` and `driver` threads end by themselves once the driver lets them go: conftest.py waits for those.
    threads = {thread for thread in threading.enumerate() if thread.name == "camera"}
    return threads | asyncio.all_tasks()
