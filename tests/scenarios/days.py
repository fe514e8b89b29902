"""Glasses worn for days, as the daemon runs them, in virtual time; and a wall clock that somebody sets meanwhile."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from edge.compose.build import Run, build, daemon_ledger
from edge.config import Config
from edge.daemon.retention import Retention
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.messages import Alarm, End, Event, Now, Query, Remember, Show, Wall
from edge.perceive import Senses
from edge.shell.runtime import Runtime
from edge.store.ledger import Ledger, TurnRow
from firmware_sim.clock import run_virtual
from firmware_sim.devices.glasses import SimGlasses
from firmware_sim.world.costs import COSTS
from firmware_sim.world.scenario import Scenario


@dataclass
class Set:
    """From the second `at` on the wall clock shows `time`, and whether it can be believed."""

    at: float
    time: datetime
    trusted: bool = True


@dataclass
class SetBody:
    """A body of which the wall clock is set while it runs."""

    body: object
    sets: tuple[Set, ...]

    def now(self) -> Now:
        now = self.body.now()
        past = [one for one in self.sets if one.at <= now.at]
        if not past:
            return now
        return Now(now.at, Wall(past[-1].time + timedelta(seconds=now.at - past[-1].at), past[-1].trusted))

    def vitals(self):
        return self.body.vitals()


@dataclass
class Seen:
    """What an observer noticed."""

    rung: list[tuple[float, datetime, str]] = field(default_factory=list)
    """When something rang, on both clocks, and what was shown."""
    begun: Counter[int] = field(default_factory=Counter)
    ended: Counter[int] = field(default_factory=Counter)
    outcomes: dict[str, list[str]] = field(default_factory=dict)
    """The outcomes of each question and of its late answers, by its words."""
    texts: dict[int, str] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()

    def __call__(self, now: Now, event: Event, commands) -> None:
        if isinstance(event, Query):
            self.begun[event.turn] += 1
            self.texts[event.turn] = event.text
        for command in commands:
            if isinstance(command, Remember):
                self.alarms = command.alarms
            if isinstance(command, Show) and command.title in {"Timer", "Alarm", "Reminder"}:
                self.rung.append((now.at, now.wall.time, command.text))
            if isinstance(command, End):
                self.ended[command.turn] += 1
                self.outcomes.setdefault(self.texts[command.turn], []).append(str(command.outcome))


@dataclass
class Worn:
    """The glasses while they are worn."""

    runtime: Runtime
    ledger: Ledger
    sim: SimGlasses
    seen: Seen
    said: list[str]
    """What the chores said."""
    grown: list[dict[str, int]] = field(default_factory=list)
    """How much there was of whatever could pile up, at the end of each day."""
    turns: list[TurnRow] = field(default_factory=list)
    """What the ledger kept in the end."""

    def look(self) -> None:
        """Count what there is in this process, in the loop, in the ledger, and on the disk."""
        gc.collect()
        loop, tables = asyncio.get_running_loop(), ("turns", "receipts", "queue", "notes", "entries")
        files = [path for path in Path(self.ledger.path).parent.rglob("*") if path.is_file()]
        self.grown.append({
            "objects": sum(type(it).__module__.startswith("edge.") for it in gc.get_objects()),
            "tasks": len(asyncio.all_tasks()),
            "timers": len(loop._scheduled),
            "files": len(files),
            "bytes": sum(path.stat().st_size for path in files),
            **{table: self.ledger.read(f"SELECT count(*) FROM {table}")[0][0] for table in tables},  # noqa: S608
        })  # fmt: skip


def wear(scenario: Scenario, config: Config, *happens: tuple[float, Callable[[Worn], None]], sets=()) -> Worn:
    """Wear the glasses of a scenario until its end; `happens`: what else is done, and when."""
    return run_virtual(_wear(scenario, config, happens, sets), limit=scenario.seconds + 60)


async def _wear(scenario, config, happens, sets) -> Worn:
    sim, seen, said, loop = SimGlasses(scenario), Seen(), [], asyncio.get_running_loop()
    # Nobody listens, as thirty thousand seconds of sound a day would show nothing more. No card is kept either.
    glasses = replace(sim.glasses, microphone=None, display=Blank(), body=SetBody(sim.glasses.body, sets))
    config = replace(config, models=replace(config.models, detector="recorded"))
    senses = Senses(sim.sight.things, sim.sight.texts, sim.sight.codes, None, sim.sight.redactions)
    with daemon_ledger(config) as ledger:
        runtime = build(config, glasses, senses, Lanes.inline(COSTS), Run(ledger, (seen,), resumes=True))
        worn = Worn(runtime, ledger, sim, seen, said)
        for at, do in happens:
            loop.call_at(at, do, worn)
        loop.call_at(scenario.seconds, runtime.stop)
        retention = Retention(config, said.append, inline)
        chores = asyncio.ensure_future(retention.run(ledger, glasses.body.now))
        await runtime.run()
        chores.cancel()
        await asyncio.wait({chores})
        if not chores.cancelled():
            chores.result()
        worn.turns = ledger.turns(-1)
    await sim.link.close()
    return worn


async def inline(work, *arguments):
    """In place of a thread, which has a time of its own."""
    return work(*arguments)
