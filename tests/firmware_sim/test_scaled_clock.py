"""A clock faster than the real one: continuous whatever the pace does, exact timers, real work, real threads."""

import asyncio
import socket
import time
from collections.abc import Coroutine
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.flow import Lanes
from edge.messages import Clip
from firmware_sim.clock import run_virtual
from firmware_sim.scaled_clock import FASTEST, HeldLane, HeldTalker, ScaledLoop, ScaledSelector, held


class StoppedClock(ScaledSelector):
    """A real clock that goes on only while a loop waits, by just as much."""

    def __init__(self, began: float = 1000.0) -> None:
        super().__init__()
        self.real = began

    def __call__(self) -> float:
        return self.real

    def wait(self, seconds):
        ready = super().wait(0)
        if not ready and seconds:
            self.real += seconds
        return ready


def run(main: Coroutine[Any, Any, Any], clock: StoppedClock | None = None) -> Any:
    """In a loop whose real clock takes no real time."""
    clock = clock or StoppedClock()
    with asyncio.Runner(loop_factory=lambda: ScaledLoop(clock, clock)) as runner:
        return runner.run(main)


def run_for_real(main: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=ScaledLoop) as runner:
        return runner.run(main)


def own() -> ScaledLoop:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, ScaledLoop)
    return loop


PACES = st.sampled_from([0.0, 1.0, 2.0, 60.0, 600.0, 1e9, float("nan")]) | st.floats(1.0, 600.0)
STEPS = st.lists(st.tuples(st.floats(0.0, 50.0), PACES, st.booleans()), max_size=30)


def fastness(factor: float) -> float:
    return min(FASTEST, factor) if factor >= 1.0 else 1.0


@given(STEPS, st.floats(0.0, 1e6))
def test_time_is_the_sum_of_what_passed_at_each_pace_and_never_jumps(steps, began):
    clock = StoppedClock(began)
    loop = ScaledLoop(clock, clock)
    try:
        expected, pace = 0.0, 1.0
        assert loop.time() == 0.0
        for seconds, factor, holds in steps:
            clock.real += seconds
            expected += seconds * pace
            before = loop.time()
            assert before == pytest.approx(expected, abs=1e-4)
            loop.pace = factor
            assert loop.pace == fastness(factor)
            assert loop.time() == before
            if holds:
                with loop.held(), loop.held():
                    assert loop.time() == before
                    clock.real += seconds
                    assert loop.time() == pytest.approx(before + seconds, abs=1e-4)
                expected += seconds
            pace = fastness(factor)
    finally:
        loop.close()


@settings(max_examples=60)
@given(st.lists(st.floats(0.0, 900.0), max_size=12), st.lists(st.tuples(st.floats(0.1, 300.0), PACES), max_size=10))
def test_timers_fire_in_order_at_their_time_whatever_the_pace_does_meanwhile(timers, changes):
    async def main() -> None:
        loop, clock = own(), own()._clock
        fired: list[tuple[float, float]] = []
        for at in timers:
            loop.call_at(at, lambda at=at: fired.append((at, loop.time())))
        seen = [loop.time()]
        for seconds, factor in changes:
            await asyncio.sleep(seconds)
            seen.append(loop.time())
            loop.pace = factor
            seen.append(loop.time())
        loop.pace = 1.0
        await asyncio.sleep(max(0.0, 901.0 - loop.time()))
        assert [at for at, _ in fired] == sorted(timers)
        assert [then for _, then in fired] == pytest.approx(sorted(timers), abs=1e-3)
        assert all(after >= before for before, after in pairwise(seen))
        assert clock() - 1000.0 <= loop.time() + 1e-3, "it is never slower than the real one"

    run(main())


def test_a_timer_that_was_set_before_a_change_takes_what_is_left_at_the_new_pace():
    async def main() -> float:
        loop, began = own(), own()._clock()
        fired = loop.create_future()
        loop.call_at(600.0, lambda: fired.set_result(loop._clock() - began))
        await asyncio.sleep(10.0)  # 10 s
        loop.pace = 59.0
        await asyncio.sleep(295.0)  # 5 s
        loop.pace = 1.0
        await asyncio.sleep(5.0)  # 5 s
        loop.pace = 145.0  # and 290 in 2 s
        return await fired

    assert run(main()) == pytest.approx(22.0)


def test_a_change_of_pace_costs_no_time():
    class Ticking(StoppedClock):
        def __call__(self) -> float:
            self.real += 1.0
            return self.real

    clock = Ticking()
    loop = ScaledLoop(clock, clock)
    began = clock.real
    for _ in range(100):
        loop.pace = 1.0
    assert loop.time() == clock.real - began
    loop.close()


def test_work_that_is_held_takes_real_time_and_so_does_everything_meanwhile():
    async def main() -> None:
        loop, lanes = own(), Lanes.inline({"see": 3.0})
        loop.pace = 60.0
        began = loop._clock()
        assert await HeldLane(lanes.eyes).run("see", lambda: 7) == 7
        assert loop._clock() - began == pytest.approx(3.0)
        assert loop.time() == pytest.approx(3.0)
        await asyncio.gather(HeldLane(lanes.eyes).run("see", lambda: 1), asyncio.sleep(6.0))
        assert loop._clock() - began == pytest.approx(6.0 + 3.0 / 60.0)
        assert loop.pace == 60.0

    run(main())


def test_a_voice_takes_real_time():
    class Slow:
        async def clip(self, words: str) -> Clip:
            await asyncio.sleep(2.0)
            return Clip(np.zeros(len(words), np.float32), 16_000)

    async def main() -> None:
        loop = own()
        loop.pace = 600.0
        began = loop._clock()
        assert len((await HeldTalker(Slow()).clip("abc")).samples) == 3
        assert loop._clock() - began == pytest.approx(2.0)

    run(main())


def test_work_that_fails_or_is_cancelled_holds_nothing_any_more():
    async def main() -> None:
        loop, lanes = own(), Lanes.inline({"see": 100.0})
        loop.pace = 50.0

        def breaks() -> None:
            raise KeyError("x")

        with pytest.raises(KeyError):
            await HeldLane(lanes.eyes).run("other", breaks)
        working = asyncio.ensure_future(HeldLane(lanes.eyes).run("see", lambda: None))
        await asyncio.sleep(1.0)
        working.cancel()
        await asyncio.wait({working})
        began = loop._clock()
        await asyncio.sleep(50.0)
        assert loop._clock() - began == pytest.approx(1.0)

    run(main())


def test_a_pause_is_of_the_real_clock_whatever_becomes_of_the_pace():
    async def main() -> None:
        loop = own()
        loop.pace = 600.0
        began = loop._clock()
        loop.call_later(120.0, setattr, loop, "pace", 1.0)  # after 0.2 s
        loop.call_later(122.0, setattr, loop, "pace", 30.0)  # after 2.2 s
        await loop.pause(5.0)
        assert loop._clock() - began == pytest.approx(5.0)
        with held():
            loop.pace = 2.0
            await loop.pause(1.0)
        await loop.pause(0.0)
        await loop.pause(-1.0)
        assert loop._clock() - began == pytest.approx(6.0)

    run(main())


def test_a_loop_that_has_no_such_clock_holds_nothing():
    async def main() -> float:
        with held():
            await asyncio.sleep(30.0)
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == 30.0


def test_an_hour_passes_in_seconds_of_the_real_clock():
    async def main() -> float:
        own().pace = 1e9
        await asyncio.sleep(600.0)
        return own().time()

    began = time.monotonic()
    assert 600.0 <= run_for_real(main()) < 6000.0
    assert 1.0 <= time.monotonic() - began < 30.0


def test_threads_and_sockets_live_under_it():
    async def main() -> None:
        own().pace = 600.0
        here, there = socket.socketpair()
        reader, writer = await asyncio.open_connection(sock=here)
        other_reader, other_writer = await asyncio.open_connection(sock=there)
        try:
            assert await asyncio.to_thread(lambda: 5) == 5
            writer.write(b"hello\n")
            assert await other_reader.readline() == b"hello\n"
            loop = own()
            waiting = asyncio.ensure_future(reader.readline())
            await asyncio.to_thread(loop.call_soon_threadsafe, other_writer.write, b"and back\n")
            assert await waiting == b"and back\n"
        finally:
            for one in (writer, other_writer):
                one.close()
                await one.wait_closed()

    run_for_real(main())
