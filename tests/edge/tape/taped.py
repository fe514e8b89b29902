"""A small session that is written to tapes in tests."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from edge.messages import (
    Begin,
    Frame,
    Instant,
    Look,
    Need,
    Now,
    Query,
    Show,
    Sound,
    Started,
    Touch,
    TurnId,
    Typed,
    Wall,
)
from edge.mind.policy import Policy, Situation
from edge.tape.tape import Step, TapeWriter

POLICY = Policy(listen_for=4.0, situation=Situation(servers=True))


NOISE = np.random.default_rng(7)


def now(at: float) -> Now:
    return Now(Instant(at), Wall(datetime.fromtimestamp(1_700_000_000 + at, UTC), trusted=at > 1))


def picture(at: float = 1.0, side: int = 8) -> Frame:
    return Frame(Instant(at), NOISE.integers(0, 256, (side, side + 2, 3), np.uint8))


def sound(at: float = 1.0) -> Sound:
    return Sound(Instant(at), (NOISE.integers(-32768, 32768, 160) / np.float32(32768)).astype(np.float32), lost=3)


PICTURE = picture()


STEPS = (
    Step(now(1.0), Started(), ()),
    Step(now(1.5), Touch("hold"), (Show("Listening", "Ask me something."),)),
    Step(now(2.0), Typed("what is this?", PICTURE), (Begin("what is this?", picture=PICTURE),)),
    Step(
        now(2.1),
        Query(TurnId(1), "what is this?", picture=PICTURE),
        (Look(TurnId(1), frozenset({Need.THINGS}), PICTURE),),
    ),
)


def write_steps(path: Path, *, close: bool = True) -> TapeWriter:
    writer = TapeWriter(path, now(0.5), POLICY, background=False)
    for step in STEPS:
        writer.event(step.now, step.event, step.commands)
    if close:
        writer.close()
    return writer
