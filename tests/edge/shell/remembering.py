"""A stretch of a wearer's day on simulated glasses, with a ledger on disk: what is typed, answered, and kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from edge.compose.build import Run, build, told
from edge.compose.skills import on_device
from edge.config import Config
from edge.flow import Lanes
from edge.language.marked import read_marked
from edge.language.text import normalise
from edge.messages import End, Entry, Intent, Slot
from edge.perceive import Senses
from edge.shell.runtime import Runtime
from edge.skills.memory import knowing
from edge.store.entries import read_entries
from edge.store.ledger import open_ledger
from edge.understand.grasp import Grasped
from edge.understand.understand import understand
from firmware_sim.clock import run_virtual
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.faults import Fault
from firmware_sim.world.scenario import Item, Picture, Scenario, See, Write

VIEW = Picture("garage", item=(
    Item((0.1, 0.4, 0.5, 0.9), label="car", colour="red"),
    Item((0.6, 0.1, 0.9, 0.3), text="Level 3"),
))  # fmt: skip


@dataclass
class Day:
    """What became of it."""

    ends: list[End]
    entries: tuple[Entry, ...]
    sim: SimGlasses
    rows: list[str]
    """The questions that the ledger still has."""

    @property
    def said(self) -> list[str]:
        return [end.text for end in self.ends]

    @property
    def last(self) -> End:
        return self.ends[-1]


def day(
    folder: Path,
    *lines: tuple[str, str] | tuple[float, str, str],
    faults: tuple[Fault, ...] = (),
    eye: bool = True,
    config: Config | None = None,
) -> Day:
    """Type these, each a task with its marked sentence, four seconds apart where the second is not said before it."""
    timed = [line if len(line) == 3 else (1.0 + 4.0 * place, *line) for place, line in enumerate(lines)]
    meanings = {normalise(read_marked(text).text): (task, read_marked(text).slots) for _, task, text in timed}
    write = tuple(Write(at, read_marked(text).text) for at, _, text in timed)
    seconds = timed[-1][0] + 45.0
    scenario = Scenario("a day", seconds, picture=(VIEW,), see=(See(0.0, "garage"),), write=write, fault=faults)
    return run_virtual(_day(folder, scenario, meanings, (eye, config or Config())), limit=seconds + 60.0)


async def _day(folder: Path, scenario: Scenario, meanings: dict, world: tuple[bool, Config]) -> Day:
    sim, ends = SimGlasses(scenario), []
    eye, config = world
    config = replace(config, data=str(folder), models=replace(config.models, detector="recorded"))
    senses = Senses(sim.sight.things, sim.sight.texts, sim.sight.codes, sim.ear, sim.sight.redactions)
    glasses = sim.glasses if eye else replace(sim.glasses, eye=None)
    with open_ledger(folder / "ledger.sqlite") as ledger:
        watch = lambda _now, _event, commands: ends.extend(c for c in commands if isinstance(c, End))  # noqa: E731
        parts = build(config, glasses, senses, Lanes.inline(), Run(ledger, resumes=True)).parts
        parts = replace(parts, understander=_Understander(config, meanings, partial(told, ledger)))
        runtime = Runtime(parts, (watch,))
        asyncio.get_running_loop().call_at(scenario.seconds, runtime.stop)
        await runtime.run()
        rows = [row.text for row in ledger.turns(-1)]
        kept = read_entries(ledger)
    await sim.link.close()
    return Day(ends, kept, sim, rows)


@dataclass
class _Understander:
    """Knows the task and the slots of each sentence; what follows from them is the real thing."""

    config: Config
    meanings: dict[str, tuple[str, tuple[Slot, ...]]]
    told: partial

    def __call__(self, query, recent):
        return understand(query, recent, knowing(on_device(self.config).skills, self.told()), self._grasp)

    def _grasp(self, text, _before):
        task, slots = self.meanings[normalise(text)]
        return Grasped({Intent.ACT: 1.0}, {task: 0.95, "other": 0.05}, 0.0, slots)
