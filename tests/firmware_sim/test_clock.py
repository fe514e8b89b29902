"""Time jumps, and whoever waits for nothing is told so."""

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.clock import DeadlockError, RunawayError, run_virtual


def test_an_hour_passes_in_no_time():
    async def main() -> float:
        await asyncio.sleep(3600)
        return asyncio.get_running_loop().time()

    began = time.perf_counter()
    assert run_virtual(main(), start=10.0) == 3610.0
    assert time.perf_counter() - began < 30  # real seconds; an hour would be noticed


def test_instants_are_the_numbers_that_were_asked_for():
    async def main() -> list[float]:
        loop = asyncio.get_running_loop()
        seen: list[float] = []
        for at in (0.1, 0.7, 12.3, 86_000.9):
            loop.call_at(at, lambda: seen.append(loop.time()))
        await asyncio.sleep(86_001)
        return seen

    assert run_virtual(main()) == [0.1, 0.7, 12.3, 86_000.9]


@given(st.floats(0, 1000), st.floats(0, 50))
def test_whoever_waits_for_an_instant_gets_there(start: float, ahead: float):
    until = start + ahead

    async def main() -> int:
        loop, rounds = asyncio.get_running_loop(), 0
        while loop.time() < until:
            await asyncio.sleep(until - loop.time())
            rounds += 1
        return rounds

    assert run_virtual(main(), start=start) <= 2


def test_timeouts_and_task_groups_obey():
    async def late(order: list[str], name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append(f"{name} {asyncio.get_running_loop().time():g}")

    async def main() -> list[str]:
        order: list[str] = []
        async with asyncio.TaskGroup() as group:
            group.create_task(late(order, "b", 2))
            group.create_task(late(order, "a", 1))
        try:
            async with asyncio.timeout(5):
                await asyncio.sleep(50)
        except TimeoutError:
            order.append(f"timeout {asyncio.get_running_loop().time():g}")
        return order

    assert run_virtual(main()) == ["a 1", "b 2", "timeout 7"]


def test_waiting_for_nothing_is_a_deadlock_that_names_who_waits():
    async def forgotten(event: asyncio.Event) -> None:
        await event.wait()

    async def main() -> None:
        await asyncio.sleep(3)
        async with asyncio.TaskGroup() as group:
            group.create_task(forgotten(asyncio.Event()), name="forgotten one")

    with pytest.raises(DeadlockError, match=r"at 3\.000 s.*forgotten one in .* \(test_clock\.py:\d+\)") as caught:
        run_virtual(main())
    assert caught.value.at == 3.0


def test_a_deadlock_still_lets_tasks_clean_up():
    cleaned: list[float] = []

    async def main() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(1)
            cleaned.append(asyncio.get_running_loop().time())

    with pytest.raises(DeadlockError):
        run_virtual(main())
    assert cleaned == [1.0]


def test_time_that_runs_away_is_stopped():
    async def main() -> None:
        while True:  # noqa: ASYNC110 - the mistake that is to be caught
            await asyncio.sleep(60)

    with pytest.raises(RunawayError, match="limit"):
        run_virtual(main(), limit=3600)


def test_tasks_that_never_let_time_pass_are_stopped():
    async def main() -> None:
        while True:  # noqa: ASYNC110 - the mistake that is to be caught
            await asyncio.sleep(0)

    with pytest.raises(RunawayError, match="and no time passed"):
        run_virtual(main())


def test_threads_are_refused():
    async def main() -> None:
        await asyncio.to_thread(time.time)

    with pytest.raises(RunawayError, match="InlineLane"):
        run_virtual(main())


def test_an_error_comes_out_as_it_is():
    async def main() -> None:
        await asyncio.sleep(1)
        raise KeyError("x")

    with pytest.raises(KeyError):
        run_virtual(main())


def test_an_error_in_a_callback_is_not_swallowed():
    def broken() -> None:
        raise KeyError("callback")

    async def main() -> None:
        asyncio.get_running_loop().call_later(1, broken)
        await asyncio.sleep(2)

    with pytest.raises(KeyError, match="callback"):
        run_virtual(main())
