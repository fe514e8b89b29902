"""Glasses at the desktop that are worn for long, sixty times as fast, while everything is asked, broken and changed.

Every turn ends in exactly one outcome, no frame is taken in the dark, nothing goes on after the end, and nothing grows.
"""

import random
import threading
import time
from array import array
from collections import Counter, deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from edge.config import Config
from edge.errors import EdgeError
from edge.messages import Box, Code, Frame, Point, Quad, Text, Thing
from edge.perceive import Senses
from firmware_sim.desktop import orders
from firmware_sim.desktop.profiles import PROFILES
from firmware_sim.desktop.scenes import bundled_scenes
from firmware_sim.desktop.simulator import Simulator
from firmware_sim.world.faults import KINDS
from firmware_sim.world.live import AIRS

PACE = 60.0
OBEYS_WITHIN, ENDS_WITHIN = 20.0, 30.0  # real seconds
WARM = 1800.0  # real seconds until caches are full and tables have their size
REMEMBERED = 2000  # turns whose end is remembered, to see that none ends twice
QUAD = Quad(Point(0.1, 0.1), Point(0.4, 0.1), Point(0.4, 0.3), Point(0.1, 0.3))
PICTURE = cv2.imencode(".jpg", np.full((90, 120, 3), 120, np.uint8))[1].tobytes()
QUESTIONS = (
    "what do you see?", "how many cups are there?", "what does it say?", "scan the code", "what time is it?",
    "what is 17 times 3?", "what colour is the cup?", "set a timer for two minutes", "how long is left?", "stop",
    "how is the battery?", "and now?", "say that again", "remember that the key is under the mat", "where is the key?",
    "wake me at half past six", "think about what I could cook with this", "why is the sky blue?", "louder", "hm",
    *(scene.ask[-1] for scene in bundled_scenes()),
)  # fmt: skip


def things(frame: Frame) -> tuple[Thing, ...]:
    """A cup, if it is not too dark to see one."""
    return (Thing("cup", 0.9, Box(0.2, 0.3, 0.5, 0.8)),) if frame.pixels.mean() > 20 else ()


SENSES = Senses(
    things=things,
    texts=lambda _: (Text("KEEP DRY", 0.9, QUAD),),
    codes=lambda _: (Code("QRCode", "https://example.org", QUAD),),
    redactions=lambda _: (),
)


@dataclass
class Watcher:
    """Takes what a page is told, and counts. It remembers little: what grows here would hide what grows there."""

    open: set[int] = field(default_factory=set)
    ended: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    camera: bool = False

    def __call__(self, message: Mapping[str, Any], payload: bytes) -> None:
        match message["is"]:
            case "camera":
                self.camera = message["on"]
            case "step":
                self._step(message["event"], message["commands"])

    def _step(self, event: Mapping[str, Any], commands: list[Mapping[str, Any]]) -> None:
        if event["is"] == "Query":
            self.open.add(event["turn"])
        for command in commands:
            if command["is"] == "End":
                turn = command["turn"]
                if turn in self.ended or turn not in self.open:
                    self.wrong.append(f"turn {turn} ended twice, or never began: {command['outcome']}")
                self.open.discard(turn)
                self.ended.append(turn)
                self.outcomes[command["outcome"]] += 1


def any_order(dice: random.Random) -> orders.AnyOrder:
    """What somebody at the page might do next."""
    device = dice.choice(list(KINDS))
    kind = dice.choice(list(KINDS[device]))
    ways = (
        (40, lambda: orders.TypeOrder(text=dice.choice(QUESTIONS), mode=dice.choice([None, None, None, "think"]))),
        (8, lambda: orders.TapOrder(kind=dice.choice(["tap", "hold"]))),
        (8, lambda: orders.FaultOrder(device=device, kind=kind, amount=dice.choice([0.1, 0.5, 3.0]))),
        (6, orders.MendOrder),
        (6, lambda: orders.AirOrder(name=dice.choice(list(AIRS)))),
        (4, lambda: orders.LinkOrder(latency=dice.choice([0.0, 0.0, 1.0]), loss=dice.choice([0.0, 0.0, 0.2]))),
        (4, lambda: orders.LookOrder(scene=dice.choice(bundled_scenes()).name)),
        (2, lambda: orders.WatchOrder(what=dice.choice(["none", "camera"]))),
        (2, lambda: orders.WearOrder(profile=dice.choice(PROFILES).name)),
        (1, lambda: orders.ServerOrder(kind=dice.choice(["none", "scripted", "scripted"]))),
        (3, lambda: orders.ChargeOrder(battery=dice.choice([None, 0.9, 0.04]), around=dice.choice([None, 22.0, 45.0]))),
        (2, lambda: orders.PaceOrder(factor=dice.choice([1.0, PACE, PACE, 600.0]))),
        (1, orders.ScenarioOrder),
        (1, orders.ReceiptsOrder),
    )
    ((_, way),) = dice.choices(ways, [weight for weight, _ in ways])
    return way()


class Wearer:
    """Somebody at the page, for so many real seconds."""

    def __init__(self, folder: Path, seed: int) -> None:
        config = Config(data=str(folder))
        self.watcher = Watcher()
        self.simulator = Simulator(
            replace(config, models=replace(config.models, detector="recorded")), self.watcher, SENSES
        )
        self.seconds, self.resident = array("d"), array("d")
        """Real seconds since it began, and MB. Plain numbers, so that what measures hardly grows itself."""
        self.refused = 0
        self._dice = random.Random(seed)
        self._pause = threading.Event()

    def wear(self, seconds: float) -> None:
        self.simulator.start()
        try:
            self._obey(orders.PaceOrder(factor=PACE))
            self._orders(time.monotonic() + seconds)
            self._in_the_end()
        finally:
            self.simulator.stop()
        assert not self.simulator._thread.is_alive()

    def _orders(self, until: float) -> None:
        began = measured = time.monotonic()
        while (now := time.monotonic()) < until:
            self._obey(any_order(self._dice))
            self._pause.wait(self._dice.uniform(0.0, 0.2))
            if self.watcher.camera:
                self.simulator.frame(PICTURE)
            assert self.simulator.desk.wearing.worn.witness.in_the_dark == []
            assert self.watcher.wrong == []
            if now - measured > 1.0:
                measured = now
                self.seconds.append(now - began)
                self.resident.append(resident())

    def _in_the_end(self) -> None:
        """All is well again: each turn comes to its end."""
        world = (orders.MendOrder(), orders.AirOrder(name="wifi"), orders.LinkOrder(), orders.WatchOrder(what="none"))
        for order in (*world, orders.ChargeOrder(battery=0.9, around=22.0), orders.PaceOrder(factor=PACE)):
            self._obey(order)
        until = time.monotonic() + ENDS_WITHIN
        while self._unfinished() and time.monotonic() < until:
            self._pause.wait(0.1)
        assert self._unfinished() == [], "these never ended"

    def _unfinished(self) -> list[int]:
        """The turns that are open, for the mind or in the ledger; one that waited for a server may begin any time."""
        rows = self.simulator.desk.ledger.turns(-1)
        return sorted(self.watcher.open | {int(row.id) for row in rows if row.outcome is None})

    def _obey(self, order: orders.AnyOrder) -> None:
        with suppress(EdgeError):
            self.simulator.obey(order).result(OBEYS_WITHIN)
            return
        self.refused += 1


def resident() -> float:
    """MB of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def slope(wearer: Wearer, since: float) -> float:
    """MB an hour from that second on, by the straight line that fits best."""
    seconds, size = np.array(wearer.seconds), np.array(wearer.resident)
    return float(np.polyfit(seconds[seconds > since] / 3600.0, size[seconds > since], 1)[0])


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_a_minute_at_the_page(tmp_path: Path):
    wearer = Wearer(tmp_path, seed=1)
    wearer.wear(60.0)
    assert sum(wearer.watcher.outcomes.values()) > 60
    assert {"answered_local", "answered_remote", "degraded"} <= set(wearer.watcher.outcomes)
    later = [size for seconds, size in zip(wearer.seconds, wearer.resident, strict=True) if seconds > 30.0]
    assert later[-1] - later[0] < 60.0


@pytest.mark.soak
@pytest.mark.timeout(2 * 3600)
def test_an_hour_at_the_page(tmp_path: Path):
    wearer = Wearer(tmp_path, seed=2)
    wearer.wear(WARM + 3600.0)
    assert sum(wearer.watcher.outcomes.values()) > 3600
    assert slope(wearer, WARM) < 1.0
