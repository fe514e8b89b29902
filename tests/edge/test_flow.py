"""The mailbox keeps the newest and counts the rest; lanes run one job at a time."""

import asyncio
import threading

from hypothesis import given
from hypothesis import strategies as st

from edge.flow import InlineLane, Lanes, Latest, ThreadLane
from firmware_sim.clock import run_virtual


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_nothing_is_lost_uncounted(bursts):
    async def main():
        mailbox = Latest()
        sent = taken = 0
        for burst in bursts:
            for _ in range(burst):
                sent += 1
                mailbox.put(sent)
            assert await mailbox.get() == sent, "the newest"
            taken += 1
        assert taken + mailbox.dropped == sent

    run_virtual(main())


def test_a_reader_waits_for_the_next():
    async def main():
        mailbox = Latest()
        asyncio.get_running_loop().call_later(3.0, mailbox.put, "late")
        assert await mailbox.get() == "late"
        assert asyncio.get_running_loop().time() == 3.0

    run_virtual(main())


def test_an_inline_lane_takes_what_the_job_costs_and_one_at_a_time():
    async def main():
        lane = InlineLane({"look": 2.0})
        assert await asyncio.gather(*(lane.run("look", lambda n=n: n) for n in range(3))) == [0, 1, 2]
        assert asyncio.get_running_loop().time() == 6.0
        assert await lane.run("free", lambda: "at once") == "at once"
        assert asyncio.get_running_loop().time() == 6.0

    run_virtual(main())


def test_a_thread_lane_runs_beside_the_loop_and_leaves_no_thread():
    async def main():
        lane = ThreadLane("eyes")
        names = [await lane.run("job", lambda: threading.current_thread().name) for _ in range(2)]
        lane.close()
        return names

    names = asyncio.run(main())
    assert names[0] == names[1] != threading.current_thread().name


def test_lanes_close_together():
    lanes = Lanes.threads()
    lanes.close()
    Lanes.inline().close()
