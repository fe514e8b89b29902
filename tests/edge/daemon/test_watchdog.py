"""The watchdog is fed for as long as every stage moves, and told which one does not."""

import asyncio
from dataclasses import dataclass, field

from edge.daemon.watchdog import feed
from edge.shell.progress import Progress
from firmware_sim.clock import run_virtual


@dataclass
class Fed:
    """All of a service manager that feeding needs."""

    times: list = field(default_factory=list)

    def alive(self):
        self.times.append(asyncio.get_running_loop().time())


def test_the_watchdog_is_not_fed_while_a_stage_is_stuck():
    fed, said = Fed(), []

    async def main():
        progress = Progress(lambda: asyncio.get_running_loop().time())
        feeding = asyncio.ensure_future(feed(progress, fed, 3.0, said.append))
        await asyncio.sleep(2.5)
        with progress.step("look", within=2.0):
            await asyncio.sleep(6.0)
        await asyncio.sleep(2.0)
        feeding.cancel()
        await asyncio.wait({feeding})

    run_virtual(main())
    assert fed.times == [0, 1, 2, 3, 4, 9, 10], "fed each second, but not while the look hangs"
    assert set(said) == {"no progress in: look; the watchdog is not fed"}


def test_nothing_is_fed_where_no_watchdog_is_set():
    fed = Fed()
    run_virtual(feed(Progress(lambda: 0.0), fed, None, print))
    assert fed.times == []
