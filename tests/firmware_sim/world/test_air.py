"""The air is the worst of what a scenario and its faults say about it."""

import pytest

from edge.messages import LinkState
from firmware_sim.world.air import air_at, air_changes
from firmware_sim.world.faults import Fault
from firmware_sim.world.scenario import Air, Scenario

SCENARIO = Scenario(
    "t",
    60.0,
    air=(Air(5.0, "slow"), Air(20.0, "up")),
    fault=(Fault("link", "down", 10.0, 15.0), Fault("link", "latency", 30.0), Fault("camera", "stall", 40.0)),
)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (0.0, LinkState.UP), (5.0, LinkState.SLOW), (10.0, LinkState.DOWN), (15.0, LinkState.SLOW),
        (20.0, LinkState.UP), (30.0, LinkState.UP),
    ],
)  # fmt: skip
def test_the_worst_that_is_said_holds(at: float, state: LinkState):
    assert air_at(SCENARIO, at) == state


def test_a_fault_that_is_better_than_the_air_changes_nothing():
    assert air_at(Scenario("t", 9.0, air=(Air(0.0, "down"),), fault=(Fault("link", "slow"),)), 1.0) == LinkState.DOWN


def test_changes_are_those_of_the_link_in_a_span_without_its_beginning():
    assert air_changes(SCENARIO, 0.0, 100.0) == (5.0, 10.0, 15.0, 20.0, 30.0)
    assert air_changes(SCENARIO, 5.0, 15.0) == (10.0, 15.0)
