"""A loop in a thread: work from any thread, nothing left when it is closed, and nobody left waiting."""

import asyncio
import signal
import sys
import threading
from contextlib import asynccontextmanager

import pytest

from edge.errors import StoppedError
from edge.shell.loop_thread import in_thread


@asynccontextmanager
async def opened(log, problem=None):
    log.append("opened")
    if problem is not None:
        raise problem
    try:
        yield "it"
    finally:
        log.append("closed")


async def who():
    await asyncio.sleep(0)
    return threading.current_thread()


def test_what_was_opened_is_held_until_the_end_and_work_runs_beside_the_caller():
    log = []
    with in_thread(opened(log)) as (value, loop):
        assert value == "it"
        assert loop.run(who()) is not threading.current_thread()
        assert loop.run(who()) is loop.run(who())
        assert log == ["opened"]
    assert log == ["opened", "closed"]
    with pytest.raises(StoppedError):
        loop.run(who())


def test_what_cannot_be_opened_says_so_to_the_caller():
    with pytest.raises(ValueError, match="no such thing"), in_thread(opened([], ValueError("no such thing"))):
        pytest.fail("it was not opened")


def test_what_breaks_inside_still_closes():
    log = []
    with pytest.raises(ZeroDivisionError), in_thread(opened(log)):
        raise ZeroDivisionError
    assert log == ["opened", "closed"]


def test_what_work_raises_is_raised_to_whoever_waits():
    async def broken():
        raise ValueError("broken")

    with in_thread(opened([])) as (_, loop), pytest.raises(ValueError, match="broken"):
        loop.run(broken())


def test_it_may_be_used_where_a_loop_runs_already():
    async def main():
        with in_thread(opened([])) as (_, loop):
            return loop.run(who())

    assert asyncio.run(main()) is not threading.main_thread()


def test_whoever_stops_waiting_cancels_the_work():
    begun, cancelled = threading.Event(), threading.Event()

    async def forever():
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    def interrupt():
        main = threading.main_thread().ident
        assert begun.wait(10)
        while sys._current_frames()[main].f_code.co_name != "wait":
            pass
        signal.pthread_kill(main, signal.SIGINT)

    with in_thread(opened([])) as (_, loop):
        (presses := threading.Thread(target=interrupt)).start()
        with pytest.raises(KeyboardInterrupt):
            loop.run(forever())
        presses.join()
        assert cancelled.wait(10)


def test_whoever_still_waits_when_it_closes_is_told():
    begun, told = threading.Event(), []

    async def forever():
        begun.set()
        await asyncio.Event().wait()

    def ask():
        try:
            loop.run(forever())
        except StoppedError:
            told.append("stopped")

    with in_thread(opened([])) as (_, loop):
        thread = threading.Thread(target=ask)
        thread.start()
        assert begun.wait(10)
    thread.join()
    assert told == ["stopped"]
