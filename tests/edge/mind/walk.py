"""A mind walked by hand: events in, commands out, time told by the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from edge.messages import (
    Act,
    Begin,
    Box,
    Claim,
    Command,
    Event,
    Frame,
    Instant,
    Intent,
    Local,
    Need,
    Now,
    Query,
    Said,
    Say,
    Scene,
    SetTimer,
    Thing,
    Tried,
    TurnId,
    Typed,
    Understanding,
    WakeAt,
    Wall,
)
from edge.mind.policy import Fallbacks, Policy, Situation
from edge.mind.session import advance
from edge.mind.state import State

FALLBACKS = Fallbacks(
    {Intent.LOOK: "in_view", Intent.READ: "read", Intent.SCAN: "scan", Intent.ACT: "cannot", Intent.RECALL: "cannot"},
    without_server="without_server",
    meanwhile="in_view",
)
START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PHOTO = Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8))
CUPS = Scene(PHOTO, things=(Thing("cup", 0.9, Box(0.1, 0.1, 0.3, 0.3)),))


class Walk:
    """Keeps the state, and numbers turns as the ledger would. The wall clock may be set, and not be believed."""

    def __init__(self, **policy: object) -> None:
        situation = {key: policy.pop(key) for key in ("servers", "beside", "spoken", "hears", "keeps") if key in policy}
        self.policy = Policy(**policy, situation=Situation(**situation), fallbacks=FALLBACKS)  # type: ignore[arg-type]
        self.state = State()
        self.at = 0.0
        self.began, self.trusted = START, True
        self._turns = 0

    def now(self) -> Now:
        """Both clocks."""
        return Now(Instant(self.at), Wall(self.began + timedelta(seconds=self.at), self.trusted))

    def set_clock(self, time: datetime, *, trusted: bool = True) -> None:
        """From now on the wall clock goes on from this time."""
        self.began, self.trusted = time - timedelta(seconds=self.at), trusted

    def tell(self, event: Event, *, after: float = 0.0) -> list[Command]:
        """Let an event happen; commands but for WakeAt, which `wakes` shows."""
        self.at += after
        self.state, commands = advance(self.state, self.now(), event, self.policy)
        return [command for command in commands if not isinstance(command, WakeAt)]

    def begin(self, commands: list[Command]) -> tuple[Query, list[Command]]:
        """Give the Begin among these its number, as the ledger does."""
        begin = next(command for command in commands if isinstance(command, Begin))
        self._turns += 1
        query = Query(
            TurnId(self._turns), begin.text, begin.confidence, begin.follows, begin.mode, begin.picture, begin.late_of,
            conversation=begin.conversation,
        )  # fmt: skip
        return query, self.tell(query)


def only(kind, commands):
    found = [command for command in commands if isinstance(command, kind)]
    assert len(found) == 1, f"one {kind.__name__} wanted in {commands}"
    return found[0]


def none_of(kind, commands):
    return not any(isinstance(command, kind) for command in commands)


def claimed(query, skill="count", needs=(Need.THINGS,)):
    return Understanding(query.turn, Intent.LOOK, {Intent.LOOK: 1.0}, claim=Claim(skill, needs=frozenset(needs)))


def to_think(query, needs=()):
    return Understanding(query.turn, Intent.THINK, {Intent.THINK: 0.9}, frozenset(needs))


def asked(walk, text="plan my day", needs=()):
    """A question that wants a server, up to the point where somebody is asked."""
    query, _ = walk.begin(walk.tell(Typed(text)))
    return query, walk.tell(to_think(query, needs))


def bell(commands: list[Command]) -> list[str]:
    return [c.text for c in commands if isinstance(c, Say) and ("timer is done" in c.text or "Your alarm" in c.text)]


def wants(walk: Walk, *acts: Act, text: str = "Set.") -> list[Command]:
    """What follows when a skill answers with these acts."""
    query, _ = walk.begin(walk.tell(Typed("set a timer")))
    walk.tell(claimed(query, "timer", ()))
    return walk.tell(Tried(query.turn, Local("timer"), text, acts=acts))


def timer(walk: Walk, seconds: float, label: str) -> list[Command]:
    commands = wants(walk, SetTimer(seconds, label))
    walk.tell(Said(walk.state.recent[-1].turn, 1.0, whole=True))
    return commands
