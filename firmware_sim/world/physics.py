"""Physics: keeps the world's state and steps it on whenever it is read or a load changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from firmware_sim.world import world
from firmware_sim.world.air import air_at, air_changes
from firmware_sim.world.scenario import Scenario


class Physics:
    """The running state of the world; world.py computes each step."""

    def __init__(self, scenario: Scenario) -> None:
        start = scenario.start
        self._scenario = scenario
        self._world = world.World(start.battery, start.celsius, world.Radio(air_at(scenario, 0.0)))
        self._load = world.Load(display=1.0)
        self._at = 0.0

    def load(self, **shares: float) -> None:
        """Set the share of the time (0 to 1) that these devices are in use from now on."""
        self.now()
        self._load = replace(self._load, **shares)

    def now(self) -> world.World:
        now = asyncio.get_running_loop().time()
        around = self._scenario.start.around
        for change in (*air_changes(self._scenario, self._at, now), now):
            air = air_at(self._scenario, self._at)
            self._world = world.step(self._world, world.Around(around, air), self._load, change - self._at)
            self._at = change
        air = air_at(self._scenario, now)
        self._world = replace(self._world, radio=world.tune(self._world.radio, air, 0.0))
        return self._world
