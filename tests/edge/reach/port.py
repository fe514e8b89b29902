"""For tests of whole commands: a scripted server on a real port, in a thread of its own; and waiting for a process."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from firmware_sim.server.server import ScriptedServer, on_loopback


@contextmanager
def serving(server: ScriptedServer) -> Iterator[str]:
    """Its URL, for as long as the block lasts."""
    ready, urls = threading.Event(), []
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with on_loopback(server) as url:
            urls.append(url)
            ready.set()
            await over.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run, name="scripted server")
    thread.start()
    try:
        assert ready.wait(10)
        yield urls[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)


def wait(until: Callable[[], bool], seconds: float = 25.0) -> bool:
    """Whether something has come about in time, in another process or thread."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if until():
            return True
        time.sleep(min(0.05, seconds))
    return False
