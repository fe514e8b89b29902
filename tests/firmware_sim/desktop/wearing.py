"""Glasses worn in their own loop and thread, with perceivers that cost nothing, and all that a page is told."""

import queue
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edge.config import Config
from edge.messages import Box, Frame, Thing
from edge.mind.policy import Policy
from edge.perceive import Senses
from firmware_sim.desktop import orders
from firmware_sim.desktop.simulator import Simulator

WITHIN = 20.0
CUPS = (
    Thing("cup", 0.9, Box(0.1, 0.1, 0.3, 0.3)),
    Thing("cup", 0.8, Box(0.5, 0.5, 0.7, 0.7)),
    Thing("dog", 0.03, Box(0, 0, 1, 1)),
)


def two_cups(_: Frame) -> tuple[Thing, ...]:
    return CUPS


def light_senses() -> Senses:
    """They see two cups in every frame, no text and no code, nothing to hide, and hear nothing."""
    return Senses(two_cups, lambda _: (), lambda _: (), None, lambda _: ())


@dataclass
class Worn:
    """The simulator, and what it tells."""

    simulator: Simulator
    told: "queue.Queue[tuple[dict[str, Any], bytes]]" = field(default_factory=queue.Queue)

    def obey(self, order: orders.AnyOrder, payload: bytes = b"") -> dict[str, Any]:
        return self.simulator.obey(order, payload).result(WITHIN)

    def until(self, wanted: str, **fields: Any) -> tuple[dict[str, Any], bytes]:
        """The next message of this name with these fields."""
        until = time.monotonic() + WITHIN
        while True:
            message, payload = self.told.get(timeout=max(0.01, until - time.monotonic()))
            if message["is"] == wanted and all(message.get(name) == value for name, value in fields.items()):
                return message, payload

    def ask(self, text: str) -> dict[str, Any]:
        """The card of the question once it has ended."""
        self.obey(orders.TypeOrder(text=text))
        while True:
            step, _ = self.until("step")
            for card in step["turns"]:
                if card["text"] == text and card["outcome"] is not None:
                    return card


def quickly_off(folder: Path) -> Config:
    """Glint's own configuration, but what is still being said when the glasses are taken off is not waited for."""
    return Config(data=str(folder), policy=Policy(drain_within=0.1))


@contextmanager
def worn(folder: Path, senses: Senses | None = None, config: Config | None = None) -> Iterator[Worn]:
    """Glasses that are on until the end of the context."""
    held: list[Worn] = []

    def tell(message: Mapping[str, Any], payload: bytes) -> None:
        held[0].told.put((dict(message), payload))

    simulator = Simulator(config or quickly_off(folder), tell, senses or light_senses())
    held.append(Worn(simulator))
    simulator.start()
    try:
        yield held[0]
    finally:
        simulator.stop()
