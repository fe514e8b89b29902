"""Physics: keeps the world's state and steps it on whenever it is read or a load changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from firmware_sim.world import world
from firmware_sim.world.scenario import Beginning
from firmware_sim.world.surroundings import Surroundings


class Physics:
    """The running state of the world; world.py computes each step."""

    def __init__(self, surroundings: Surroundings, start: Beginning) -> None:
        self._surroundings = surroundings
        self._world = world.World(start.battery, start.celsius, world.Radio(surroundings.air_at(0.0)))
        self._load = world.Load(display=1.0)
        self._at = 0.0

    def load(self, **shares: float) -> None:
        """Set the share of the time (0 to 1) that these devices are in use from now on."""
        self.now()
        self._load = replace(self._load, **shares)

    def charge(self, battery: float) -> None:
        """Give the battery this charge (0 to 1)."""
        self.now()
        self._world = replace(self._world, charge=battery)

    def now(self) -> world.World:
        now = asyncio.get_running_loop().time()
        for change in (*self._surroundings.air_changes(self._at, now), now):
            around = world.Around(self._surroundings.around(self._at), self._surroundings.air_at(self._at))
            self._world = world.step(self._world, around, self._load, change - self._at)
            self._at = change
        air = self._surroundings.air_at(now)
        self._world = replace(self._world, radio=world.tune(self._world.radio, air, 0.0))
        return self._world
