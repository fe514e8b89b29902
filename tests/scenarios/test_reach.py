"""Faults at random moments, the death of the process among them: nothing asked is lost, nothing is answered twice.

All in virtual time. The process dies as a real one does: what stands in its files at that instant is all that is left.
"""

import asyncio
import hashlib
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from edge.compose.build import open_business, reach_for
from edge.config import Config, ServerConfig
from edge.devices import Glasses
from edge.flow import Lanes
from edge.messages import Intent, LinkState, Outcome, Size, Typed, Understanding, Vitals
from edge.mind.policy import Policy, Situation
from edge.perceive import Senses
from edge.reach.gate.receipts import Receipts
from edge.shell.parts import Parts
from edge.shell.runtime import Runtime
from edge.store.ledger import Ledger, open_ledger
from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import SimLink
from firmware_sim.server.bad_answers import ENDINGS
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Air, Scenario
from firmware_sim.world.surroundings import Scripted
from tests.edge.reach.reach import wall_now

SCHEDULES, BLOCKS = 1000, 20
MARKS = dict.fromkeys(range(3), (pytest.mark.slow,))  # by block; `-m soak` runs the others
ANSWERED = {"answered_remote", "degraded"}  # the second: cut off, and said so
ASKING, CALM = 300.0, 900.0  # virtual seconds in which questions come and things break; and until the end
SERVERS = (
    ServerConfig(name="desk", url="http://127.0.0.1:8000/v1", model="m", first_token_within=4.0, token_gap=2.0),
    ServerConfig(name="cloud", url="http://127.0.0.1:8001/v1", model="m", first_token_within=4.0, token_gap=2.0),
)
CONFIG = Config(server=SERVERS, policy=Policy(queue=True, situation=Situation(servers=True, spoken=False)))


@dataclass
class Schedule:
    """What happens when. Everything follows from the seed."""

    seed: int
    air: tuple[Air, ...] = ()
    asked: list[tuple[float, str]] = field(default_factory=list)
    ills: list[tuple[float, int, str]] = field(default_factory=list)
    deaths: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        dice = random.Random(self.seed)
        at = sorted(dice.uniform(0, ASKING) for _ in range(dice.randint(2, 10)))
        states = [dice.choice(["down", "up", "slow", "portal", "down"]) for _ in at]
        self.air = (Air(0.0, "up"), *(Air(t, s) for t, s in zip(at, states, strict=True)), Air(ASKING, "up"))
        self.asked = [(dice.uniform(1, ASKING), f"plan number {n}") for n in range(dice.randint(3, 8))]
        names = ["well", "well", *ENDINGS]
        names.remove("long_line")  # 400 MB are tried elsewhere
        self.ills = [(dice.uniform(0, ASKING), dice.randint(0, 1), dice.choice(names)) for _ in range(6)]
        self.deaths = sorted(dice.uniform(1, ASKING + 60) for _ in range(dice.choice([0, 0, 1, 2])))


class Body:
    """Feels the air as it is."""

    def __init__(self, schedule):
        self.schedule = schedule

    def now(self):
        return wall_now()

    async def vitals(self):
        loop = asyncio.get_running_loop()
        for air in self.schedule.air:
            await asyncio.sleep(max(0.0, air.at - loop.time()))
            later = [other for other in self.schedule.air if other.at > loop.time()]
            if not later or later[0].at > air.at:
                yield Vitals(link=LinkState(air.state))
        await asyncio.Event().wait()


class Screen:
    size = Size(40, 6)

    async def show(self, card):
        pass


class Watched:
    """A writer of which every byte is noted."""

    def __init__(self, writer, pieces):
        self._writer = writer
        self._pieces = pieces
        self.transport = writer.transport
        self.get_extra_info = writer.get_extra_info

    def write(self, data):
        self._pieces.append(bytes(data))
        self._writer.write(data)


class Net:
    """Two servers behind one simulated link; keeps what was written to each connection."""

    def __init__(self, scenario, servers):
        self.links = {8000 + n: SimLink(Scripted(scenario), server) for n, server in enumerate(servers)}
        self.written = []
        self.captured = []
        """What went to a sign-in page instead."""

    async def open(self, host, port, tls):
        reader, writer = await self.links[port].open(host, port, tls)
        captive = self.links[port].way().state is LinkState.PORTAL
        pieces: list[bytes] = []
        (self.captured if captive else self.written).append(pieces)

        return reader, Watched(writer, pieces)

    async def close(self):
        for link in self.links.values():
            await link.close()


class Life:
    """One process: from its start to its end, or to its death."""

    def __init__(self, schedule, net, path, n):
        self.ledger = open_ledger(path, owner=f"life/{n}/{n}")
        self.ledger.close_dead(wall_now())
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        glasses = Glasses(body=Body(schedule), display=Screen(), button=self, link=net)
        reach = reach_for(CONFIG, glasses, Senses(), Lanes.inline(), self.ledger)
        assert reach is not None
        self.reach = reach
        parts = Parts(
            glasses=glasses, senses=Senses(), lanes=Lanes.inline(), understander=think, skills={}, ledger=self.ledger,
            policy=CONFIG.policy, remote=reach.remote, queue=reach.queue,
            started=open_business(self.ledger, reach.queue),
        )  # fmt: skip
        self.runtime = Runtime(parts)
        self.task = asyncio.ensure_future(self.runtime.run())

    async def touches(self):
        while True:
            yield Typed(await self.typed.get())

    async def stop(self):
        self.runtime.stop()
        await self.task
        self.ledger.close()

    async def die(self, path, corpse):
        """What is in the files now is what the next life finds; this one's last breaths go elsewhere."""
        keep_files(path, corpse)
        self.task.cancel()
        await asyncio.wait({self.task})
        self.ledger.close()


def keep_files(path, corpse):
    for suffix in ("", "-wal"):
        if Path(f"{path}{suffix}").exists():
            shutil.copy(f"{path}{suffix}", f"{corpse}{suffix}")


def think(query, recent):
    return Understanding(query.turn, Intent.THINK, {Intent.THINK: 1.0})


async def live(schedule: Schedule, folder: Path) -> tuple[Ledger, Net, list[ScriptedServer]]:
    """A whole schedule, life after life."""
    loop = asyncio.get_running_loop()
    servers = [ScriptedServer(answers={"plan": "Yes. Do it."}, pace=0.05, retry_after=20.0) for _ in range(2)]
    for at, which, ending in schedule.ills:
        loop.call_at(at, setattr, servers[which], "ending", ending)
    for server in servers:
        loop.call_at(ASKING, setattr, server, "ending", "well")
    net = Net(Scenario("weather", CALM, air=schedule.air), servers)
    path, n = folder / "0.sqlite", 0
    life = Life(schedule, net, path, n)
    happenings = sorted([(at, text) for at, text in schedule.asked] + [(at, "") for at in schedule.deaths])
    for at, text in happenings:
        await asyncio.sleep(max(0.0, at - loop.time()))
        if text:
            life.typed.put_nowait(text)
            continue
        n += 1
        corpse = folder / f"{n}.sqlite"
        await life.die(path, corpse)
        path = corpse
        life = Life(schedule, net, path, n)
    await asyncio.sleep(CALM - loop.time())
    assert life.reach.queue.waiting() == ()
    await life.stop()
    await asyncio.sleep(0)
    await net.close()
    return open_ledger(path), net, servers


def check(schedule: Schedule, ledger: Ledger, net: Net, servers: list[ScriptedServer]) -> Counter[str]:
    turns = ledger.turns(-1)
    assert all(turn.outcome in set(Outcome) for turn in turns)
    texts = Counter(turn.text for turn in turns if turn.late_of is None)
    assert set(texts.values()) <= {1}
    lost = [text for at, text in schedule.asked if text not in texts]
    # Only what was typed in the very instant of a death can be unknown to the next life.
    assert len(lost) <= len(schedule.deaths)
    late = Counter(turn.late_of for turn in turns if turn.late_of and turn.outcome in ANSWERED)
    deferred = [turn.id for turn in turns if turn.outcome == "deferred" and turn.late_of is None]
    assert [turn for turn in deferred if late[turn] != 1] == []
    check_receipts(ledger, net, servers)
    return Counter(str(turn.outcome) for turn in turns)


def check_receipts(ledger, net, servers):
    arrived = [received.raw for server in servers for received in server.received]
    written = [piece for pieces in net.written for piece in pieces]
    captured = {hashlib.sha256(piece).hexdigest() for pieces in net.captured for piece in pieces}
    hashes = {hashlib.sha256(data).hexdigest(): data for data in written}
    rows = {receipt.sha256: receipt for receipt in Receipts(ledger).newest(-1)}
    assert len(rows) == len(Receipts(ledger).newest(-1))
    for raw in arrived:
        matching = [sha for sha, data in hashes.items() if data.startswith(raw) and sha in rows]
        assert len(matching) == 1, raw[:300]
    whole = {hashlib.sha256(raw).hexdigest() for raw in arrived}
    assert {sha for sha, row in rows.items() if row.sent == "whole"} <= whole | captured
    assert not {sha for sha, row in rows.items() if row.sent == "none"} & whole


@pytest.mark.timeout(600)
@pytest.mark.parametrize("block", [pytest.param(n, marks=MARKS.get(n, (pytest.mark.soak,))) for n in range(BLOCKS)])
def test_a_thousand_bad_days(block: int, tmp_path: Path):
    seen: Counter[str] = Counter()
    each = SCHEDULES // BLOCKS
    for seed in range(block * each, (block + 1) * each):
        folder = tmp_path / str(seed)
        folder.mkdir()
        schedule = Schedule(seed)
        ledger, net, servers = run_virtual(live(schedule, folder))
        try:
            seen += check(schedule, ledger, net, servers)
        except AssertionError as error:
            raise AssertionError(f"schedule {seed}: {error}") from error
        finally:
            ledger.close()
        shutil.rmtree(folder)
    assert seen["answered_remote"] > each
    assert seen["deferred"] > each / 4
