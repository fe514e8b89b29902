"""What the tests of the way out share: a gate over a simulated link, and what arrived on the other side."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from edge.config import Config, ServerConfig
from edge.flow import InlineLane
from edge.messages import (
    Box,
    Facts,
    Frame,
    Instant,
    Intent,
    Need,
    Now,
    Point,
    Quad,
    Query,
    Scene,
    Server,
    Thing,
    Tried,
    Try,
    TurnId,
    Understanding,
    Wall,
)  # fmt: skip
from edge.reach.gate.gate import Gate, Rules
from edge.reach.gate.pictures import Pictures
from edge.reach.gate.receipts import Receipts
from edge.reach.queue import Queue
from edge.reach.remote import Remote
from edge.reach.sight import Sight
from edge.store.ledger import Ledger, open_ledger
from firmware_sim.clock import run_virtual
from firmware_sim.devices.link import SimLink
from firmware_sim.server.server import ScriptedServer
from firmware_sim.world.scenario import Scenario
from firmware_sim.world.surroundings import Scripted

T = TypeVar("T")
START = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SERVER = ServerConfig(
    name="desk", url="http://127.0.0.1:8000/v1", model="m", first_token_within=4.0, token_gap=2.0, sees="yes"
)
QUADS = Quad(Point(0, 0), Point(1, 0), Point(1, 1), Point(0, 1))
FACE = Thing("face", 0.9, Box(0.25, 0.25, 0.5, 0.5))


def wall_now() -> Now:
    """The loop's own time, also as a time of day."""
    at = asyncio.get_running_loop().time()
    return Now(Instant(at), Wall(START + timedelta(seconds=at)))


def one_face(frame: Frame) -> tuple[Thing, ...]:
    return (FACE,)


def nothing(frame: Frame) -> tuple[()]:
    return ()


@dataclass
class World:
    """A device's way out, and the server at the end of it."""

    server: ScriptedServer
    link: SimLink
    ledger: Ledger
    gate: Gate
    queue: Queue
    remote: Remote
    receipts: Receipts
    said: list[str] = field(default_factory=list)

    async def ask(self, text: str = "why is the sky blue?", **changes: Any) -> Tried:
        return await self.remote.answer(task(text, **changes), self.said.append)

    def raw(self) -> list[bytes]:
        return [received.raw for received in self.server.received]

    def check_receipts(self, arrived: Iterable[bytes] | None = None) -> None:
        """Every request that arrived is of exactly one receipt's bytes, and those that left whole did arrive."""
        rows = {receipt.sha256: receipt for receipt in self.receipts.newest(-1)}
        for raw in self.raw() if arrived is None else arrived:
            receipt = rows.pop(hashlib.sha256(raw).hexdigest())
            assert receipt.bytes == len(raw)
        assert all(receipt.sent != "whole" for receipt in rows.values())


def task(text: str, *, mode: str = "think", turn: int = 1, within: float = 30.0, **changes: Any) -> Try:
    query = Query(TurnId(turn), text, late_of=changes.pop("late_of", None), picture=changes.pop("picture", None))
    needs = frozenset({Need.PICTURE}) if changes.get("scene") else frozenset()
    understanding = Understanding(TurnId(turn), Intent.THINK, {}, needs)
    facts = Facts(wall_now(), recent=changes.pop("recent", ()))
    return Try(TurnId(turn), Server(mode), query, understanding, changes.pop("scene", Scene()), within, facts)


def picture(width: int = 320, height: int = 240) -> Frame:
    """A picture with a past: every pixel is its own."""
    pixels = np.random.default_rng(7).integers(0, 255, (height, width, 3), np.uint8)
    return Frame(Instant(0), pixels)


@contextmanager
def world(
    server: ScriptedServer | None = None, *, config: Config | None = None, ledger: Ledger | None = None, **parts: Any
) -> Iterator[World]:
    """Everything but the runtime. Inside a running (virtual) loop."""
    server = server or ScriptedServer()
    config = config or Config(server=(SERVER,))
    scenario = parts.pop("scenario", Scenario("a link", 600.0))
    link = parts.pop("link", None) or SimLink(Scripted(scenario), server)
    own = ledger or open_ledger(":memory:")
    now = parts.pop("now", wall_now)
    receipts = Receipts(own, parts.pop("folder", None))
    lane = InlineLane(parts.pop("costs", {}))
    pictures = Pictures(parts.pop("redactor", one_face), lane, parts.pop("texts", nothing), parts.pop("codes", nothing))
    gate = Gate(link, Rules(config.privacy, config.budget), pictures, receipts, now)
    queue = Queue(own, config.queue)
    remote = Remote(config.server, gate, queue=queue, sight=Sight(gate, own), policy=config.policy)
    try:
        yield World(server, link, own, gate, queue, remote, receipts)
    finally:
        gate.close()
        if ledger is None:
            own.close()


def virtually(main: Callable[[], Awaitable[T]]) -> T:
    """Run in virtual time, and leave nothing behind."""

    async def run() -> T:
        return await main()

    return run_virtual(run())
