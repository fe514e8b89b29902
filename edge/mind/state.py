"""The state of the mind between two events. Frozen: a new state is a changed copy."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from edge.messages import Alarm, Attention, Command, Instant, Levels, Past, Ref, Scene, Spent, TurnId, Vitals
from edge.mind.self_waking import SelfWaking
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge.messages import Decision, Problem, Query, Understanding


BELL = TurnId(0)  # what a timer says belongs to no turn


@dataclass(frozen=True, slots=True)
class Idle:
    """Neither the wearer nor Glint speaks."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Glint listens until this instant. `at_most`: while somebody is speaking, until this one."""

    until: Instant
    at_most: Instant
    follows: bool = False
    """Whether nobody called it: it goes on listening after an answer."""
    voice: bool = False
    """Whether somebody is speaking just now."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Words of these turns are being spoken, or wait to be."""

    turns: tuple[TurnId, ...]


Dialogue = Idle | Listening | Speaking


class Exchange(StrEnum):
    """How far the last spoken question is; once its answer was given, Glint goes on listening for a while."""

    NONE = "none"
    ASKED = "asked"
    OPEN = "open"


class Stage(StrEnum):
    """Where a turn stands; also the names under which its times are kept."""

    UNDERSTAND = "understand"
    LOOK = "look"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that is open: its stage, what is known of it, and its times."""

    query: Query
    stage: Stage
    since: Instant
    due: Instant
    understanding: Understanding | None = None
    decision: Decision | None = None
    scene: Scene = Scene()
    route: int = 0
    """Which of the decision's routes is being tried."""
    parts: tuple[str, ...] = ()
    """What the route has answered so far."""
    first_pending: bool = False
    """Whether the part-answer is still to come."""
    whys: tuple[str, ...] = ()
    """Why earlier routes did not answer, for the ledger."""
    problems: tuple[Problem, ...] = ()
    """The same, for whoever is asked next."""
    queued: bool = False
    stages: Mapping[str, float] = field(default_factory=dict)
    """Seconds that each stage took."""


@dataclass(frozen=True, slots=True)
class State:
    """The whole state of the mind."""

    dialogue: Dialogue = Idle()
    exchange: Exchange = Exchange.NONE
    self_waking: SelfWaking = field(default_factory=SelfWaking)
    """How often the phrase woke lately with no question after it."""
    attends: Attention | None = None
    """What the ear was told to attend to; None: it was not told anything yet."""
    open: Mapping[TurnId, Turn] = field(default_factory=dict)
    alarms: tuple[Alarm, ...] = ()
    bells: tuple[str, ...] = ()
    """Words of timers that have rung and were not heard yet, oldest first."""
    waiting: tuple[TurnId, ...] = ()
    """Deferred questions, oldest first."""
    asked_again: Instant | None = None
    """When the oldest of them was last tried; None: it may be tried at once."""
    tried: int = 0
    """How often since the last occasion to hope."""
    vitals: Vitals = Vitals()
    spent: Spent = Spent()
    levels: Levels = field(default_factory=Levels)
    recent: tuple[Past, ...] = ()
    asking: frozenset[Ref] = frozenset()
    """Of questions that were typed, that somebody waits for, and that have no number yet."""
    lost: Mapping[str, str] = field(default_factory=dict)
    """Devices that do not work, and why."""
    wakes: Instant | None = None
    """The Tick that was asked for and has not come."""


Step: TypeAlias = "tuple[State, tuple[Command, ...]]"
Applied: TypeAlias = "tuple[State, tuple[Command, ...], str]"
"""What came of an act, and why it was refused, in words for the wearer; empty: it is done."""


def context_of(state: State, conversation: str | None) -> tuple[Past, ...]:
    """The turns of a conversation that are context for its next, oldest first; none for None."""
    return tuple(past for past in state.recent if past.conversation == conversation)


def then(before: Step, after: Step) -> Step:
    """Two steps as one: the later state, the commands of both."""
    return after[0], (*before[1], *after[1])
