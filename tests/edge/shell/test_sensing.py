"""A device that fails is opened again, ever more patiently, and at once impatient again when it has worked."""

import asyncio

from edge.errors import DeviceError
from edge.shell.sensing import Sensing
from firmware_sim.clock import run_virtual


def opened_at(works, seconds):
    """When it is opened; the attempts whose number is in `works` give something before they fail."""
    times = []

    async def stream():
        times.append(asyncio.get_running_loop().time())
        if len(times) in works:
            yield "something"
        raise DeviceError("button", "is gone")

    async def take(item):
        assert item == "something"

    async def main():
        sensing = asyncio.ensure_future(Sensing("button", [].append).keep_open(stream, take))
        await asyncio.sleep(seconds)
        sensing.cancel()
        await asyncio.wait({sensing})

    run_virtual(main())
    return times


def test_it_is_opened_ever_more_patiently():
    assert opened_at((), 80.0) == [0.0, 0.5, 1.5, 3.5, 8.5, 18.5, 48.5, 78.5]


def test_after_it_worked_the_patience_begins_anew():
    assert opened_at({4}, 7.0) == [0.0, 0.5, 1.5, 3.5, 4.0, 5.0]
