"""A scenario's surroundings are as it was written, and whoever waits for an instant or a change misses neither."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf

import numpy as np
import pytest

from edge.messages import Frame, Instant, LinkState, Touch, Typed, Wall
from firmware_sim.clock import DeadlockError, run_virtual
from firmware_sim.world.faults import Fault
from firmware_sim.world.live import Live
from firmware_sim.world.perception import RATE, is_voice
from firmware_sim.world.scenario import Air, Beginning, Hear, Item, Picture, Press, Scenario, See, Write
from firmware_sim.world.soundtrack import Soundtrack
from firmware_sim.world.surroundings import Scripted, until

BEGAN = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
CUP = Item((0.2, 0.3, 0.5, 0.8), label="cup")


def now() -> float:
    return asyncio.get_running_loop().time()


# --------------------------------------------------------------------------------------------------- what is scripted


def test_the_day_the_air_and_the_warmth_are_those_of_the_scenario():
    scenario = Scenario(
        "t", 60.0, begins=BEGAN, clock_trusted=False, start=Beginning(around=31.0), air=(Air(5.0, "slow"),),
        fault=(Fault("link", "down", 10.0, 20.0), Fault("camera", "drop", 1.0, 2.0)),
    )  # fmt: skip
    around = Scripted(scenario)
    assert around.wall(90.0) == Wall(BEGAN + timedelta(seconds=90), trusted=False)
    assert around.around(30.0) == 31.0
    states = [around.air_at(at) for at in (0.0, 5.0, 10.0, 20.0)]
    assert states == [LinkState.UP, LinkState.SLOW, LinkState.DOWN, LinkState.SLOW]
    assert around.air_changes(0.0, inf) == (5.0, 10.0, 20.0)
    assert around.air_changes(5.0, 10.0) == (10.0,)
    assert around.faults("camera") == (Fault("camera", "drop", 1.0, 2.0),)
    assert around.faults("body") == ()


def test_a_picture_is_there_from_its_second_on_whether_somebody_looks_or_not():
    scenario = Scenario("t", 9.0, picture=(Picture("desk", item=(CUP,)),), see=(See(2.0, "desk"), See(4.0, "")))
    around = Scripted(scenario)

    async def main() -> list[bool]:
        around.looked(None)
        return [bool((await around.view(at, 80)).max() > 20) for at in (0.0, 2.0, 3.9, 4.0)]

    assert run_virtual(main()) == [False, True, True, False]
    frame = Frame(Instant(2.0), around.pixels(2.0, 80))
    assert frame.pixels.shape[1] == 80
    assert [thing.label for thing in around.sight.things(frame)] == ["cup"]


def test_somebody_who_speaks_hums_and_nobody_else_does():
    around = Scripted(Scenario("t", 9.0, hear=(Hear(1.0, "what is that"),)))
    spoken = [is_voice(around.sound(at, 1600)) for at in (0.9, 1.0, 1.5, 5.0)]
    assert spoken == [False, True, True, False]
    silence = around.sound(5.0, 1600)
    assert 0.0 < np.abs(silence).max() < 0.001, "no microphone that works gives nothing but zeros"
    assert not silence.flags.writeable, "it is shared"


def test_a_soundtrack_is_what_is_heard_where_there_is_one():
    ramp = np.linspace(0.0, 1.0, 3 * RATE, dtype=np.float32)
    track = Soundtrack(((0.5, ramp),), np.zeros(4 * RATE, np.float32))
    around = Scripted(Scenario("t", 3.0, hear=(Hear(1.0, "words"),)), track)
    assert around.sound(1.0, 1600) == pytest.approx(ramp[RATE // 2 : RATE // 2 + 1600], abs=1e-6)


def test_touches_and_questions_come_in_the_order_of_time_and_then_nothing():
    scenario = Scenario(
        "t", 9.0, picture=(Picture("desk", item=(CUP,)),), press=(Press(2.0, "hold"), Press(0.5)),
        write=(Write(1.0, "hello"), Write(3.0, "and this?", "desk", "deep")),
    )  # fmt: skip
    around = Scripted(scenario)

    async def main() -> list[tuple[float, object]]:
        await asyncio.sleep(0.7)  # what was before that nobody felt
        got: list[tuple[float, object]] = []
        async with aclosing(around.touches()) as touches:
            async for touch in touches:
                got.append((now(), touch))
                if len(got) == 3:
                    break
        return got

    (first, hello), (second, hold), (third, asked) = run_virtual(main())
    assert (first, hello, second, hold, third) == (1.0, Typed("hello"), 2.0, Touch("hold"), 3.0)
    assert asked.mode == "deep"
    assert [thing.label for thing in around.sight.things(asked.picture)] == ["cup"]


def test_touches_that_are_over_are_waited_for_in_vain():
    async def main() -> None:
        async with aclosing(Scripted(Scenario("t", 9.0)).touches()) as touches:
            await anext(touches)

    with pytest.raises(DeadlockError):
        run_virtual(main())


# -------------------------------------------------------------------------------------------------------------- until


def test_whoever_waits_for_an_instant_gets_there_and_not_later():
    async def main() -> list[float]:
        around = Scripted(Scenario("t", 9.0))
        times = []
        for at in (3.0, 3.0, 1.0, 7.5):
            await until(around, at)
            times.append(now())
        return times

    assert run_virtual(main()) == [3.0, 3.0, 3.0, 7.5]


def test_nothing_ever_changes_unforeseen_in_a_scenario():
    with pytest.raises(DeadlockError):
        run_virtual(until(Scripted(Scenario("t", 9.0)), inf))


@pytest.mark.parametrize("at", [100.0, inf])
def test_a_change_wakes_whoever_waits_before_their_time(at: float):
    async def main() -> float:
        live = Live(BEGAN)
        asyncio.get_running_loop().call_later(2.0, live.moved)
        await until(live, at)
        return now()

    assert run_virtual(main()) == 2.0


def test_a_change_in_the_very_round_in_which_somebody_begins_to_wait_is_not_missed():
    async def main() -> float:
        live = Live(BEGAN)
        asyncio.get_running_loop().call_soon(live.moved)
        await until(live, 50.0)
        return now()

    assert run_virtual(main()) == 0.0


def test_everybody_who_waits_is_woken_and_by_each_change():
    async def main() -> list[float]:
        live, loop, woken = Live(BEGAN), asyncio.get_running_loop(), []

        async def wait() -> None:
            for _ in range(2):
                await until(live, inf)
                woken.append(now())

        for at in (1.0, 2.0):
            loop.call_at(at, live.moved)
        await asyncio.gather(wait(), wait(), wait())
        return woken

    woken = run_virtual(main())
    assert woken == [1.0] * 3 + [2.0] * 3
    assert all(a <= b for a, b in pairwise(woken))
