"""A driver that hangs costs a deadline, and what it gives too late is taken back."""

import asyncio
import threading

import pytest

from edge.errors import DeviceError
from edge.hardware.patience import within
from tests.contracts.watch import until


def test_what_comes_in_time_is_given():
    assert asyncio.run(within(1.0, lambda: 3)) == 3


def test_a_failure_is_raised_here():
    def fail() -> None:
        raise DeviceError("lamp", "is broken")

    with pytest.raises(DeviceError, match="lamp: is broken"):
        asyncio.run(within(1.0, fail))


def test_what_comes_too_late_is_undone():
    let_go, undone = threading.Event(), threading.Event()

    async def main() -> None:
        with pytest.raises(TimeoutError):
            await within(0.01, lambda: let_go.wait(20.0), lambda _: undone.set())
        let_go.set()

    asyncio.run(main())
    assert undone.wait(20.0)


def test_a_loop_that_ended_meanwhile_does_not_matter():
    began, let_go, undone = threading.Event(), threading.Event(), threading.Event()

    def work() -> bool:
        began.set()
        return let_go.wait(20.0)

    async def main() -> None:
        waiting = asyncio.ensure_future(within(60.0, work, lambda _: undone.set()))
        await until(began.is_set)
        waiting.cancel()
        await asyncio.wait({waiting})

    asyncio.run(main())
    let_go.set()
    assert undone.wait(20.0)
