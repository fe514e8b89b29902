"""What the tests of a replay share: moments, senses and what was seen."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import numpy as np

from edge.messages import (
    Box,
    Code,
    Event,
    Instant,
    Now,
    Point,
    Quad,
    Text,
    Thing,
    Wall,
)
from edge.mind.session import advance
from edge.mind.state import State
from edge.tape.tape import Tape
from firmware_sim.replay.compare import replay_decisions

PICTURE = np.random.default_rng(3).integers(0, 256, (30, 40, 3), np.uint8)


def now(at: float) -> Now:
    return Now(Instant(at), Wall(datetime.fromtimestamp(1_700_000_000 + at, UTC)))


def mind(tape: Tape) -> Callable[[State, Now, Event], Any]:
    return lambda state, at, event: advance(state, at, event, tape.policy)


def differences(tape: Tape) -> list[str]:
    return [str(one) for one in replay_decisions(tape, mind(tape), State())]


def quad(x: float, y: float, side: float) -> Quad:
    return Quad(Point(x, y), Point(x + side, y), Point(x + side, y + side), Point(x, y + side))


CUP, MUG = Thing("cup", 0.9, Box(0.1, 0.1, 0.5, 0.5)), Thing("mug", 0.6, Box(0.1, 0.1, 0.5, 0.5))


FAINT = Thing("cat", 0.05, Box(0, 0, 1, 1))


EXIT = Text("EXIT", 0.8, quad(0.6, 0.6, 0.2))


QR = Code("QRCode", "hello", quad(0.2, 0.6, 0.2))


SOUND = np.full(1600, 0.25, np.float32)
