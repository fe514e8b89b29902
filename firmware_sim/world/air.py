"""The state of the network around simulated glasses at an instant, and the instants at which it changes."""

from __future__ import annotations

from math import isfinite

from edge.messages import LinkState
from firmware_sim.world.faults import of
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.world import BETTER


def air_at(scenario: Scenario, at: float) -> LinkState:
    """What the network is good for at an instant, faults included: the worst of what is said about it."""
    states = [scenario.air_at(at)]
    states += [LinkState(f.kind) for f in of(scenario.fault, "link") if f.kind in set(LinkState) and f.on(at)]
    return min(states, key=BETTER.index)


def air_changes(scenario: Scenario, after: float, until: float) -> tuple[float, ...]:
    """The instants in after < change <= until at which the network's state may change."""
    times = {air.at for air in scenario.air}
    times |= {at for fault in of(scenario.fault, "link") for at in (fault.at, fault.until)}
    return tuple(sorted(at for at in times if after < at <= until and isfinite(at)))
