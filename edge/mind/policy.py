"""The settings of the mind that a user may change (`Policy`), and what follows from the glasses (`Situation`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated

from edge.messages import Intent
from edge.ranges import OneOf, Seconds, Within
from edge.records import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """What follows from the glasses and the configured servers; `edge.compose` computes it."""

    servers: bool = False
    """Whether there is any server to ask: one is configured, and these glasses have a link."""
    beside: bool = False
    """Whether one of them runs on this very machine, so that it can be asked whatever the link is like."""
    spoken: bool = True
    """Whether answers are spoken, since there are a voice and a speaker; they are shown in any case."""
    hears: bool = False
    """Whether there are a microphone and an ear, so that the ear has to be told what to attend to."""
    keeps: bool = True
    """Whether this run keeps timers. `ask`, batches and the Python API do not: they end before a timer could ring."""


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """The names of those who answer on the device what no skill claims. `edge.compose` works them out."""

    on_device: Mapping[Intent, str] = field(default_factory=dict)
    """Who answers questions of this intent; those of any other intent go to a server."""
    without_server: str = ""
    """Who answers when no server did."""
    meanwhile: str = ""
    """Who says what is in view while a server is asked."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Deadlines and limits of the mind."""

    queue: bool = True
    """Whether a question that no server could take now may wait for one. Off for `ask`, batches and the Python API."""
    queue_pictures: bool = False
    """Whether a question with a picture may wait too: only if the wearer says so."""
    ask_again_every: Seconds = 60.0
    """Seconds between the first two tries of the oldest waiting question while the link is usable; then ever more."""
    understand_within: Seconds = 8.0
    """Seconds for finding out what is meant. The first question waits for the model to be read as well."""
    look_within: Seconds = 8.0
    """Seconds for one look, the reading of text included."""
    answer_within: Seconds = 5.0
    """Seconds for a skill on the device."""
    server_within: Seconds = 30.0
    """Seconds for all servers of a turn together."""
    listen_for: Seconds = 6.0
    """Seconds that Glint listens after the wake word or a touch before it gives up."""
    wake_by: Annotated[str, OneOf(("phrase", "speech", "touch"))] = "phrase"
    """What begins a question: the wake phrase, any speech, or nothing but a touch. A touch does in any case."""
    talk_over: Annotated[str, OneOf(("speech", "phrase"))] = "speech"
    """What silences an answer while it is spoken: any speech beside it, or the wake phrase only."""
    follow_for: Annotated[float, Within(0, 60)] = 6.0
    """Seconds that Glint goes on listening after an answer to a spoken question, without the phrase. 0: it does not."""
    heard_at_least: Annotated[float, Within(0, 1)] = 0.35
    """What was heard with less confidence than this is asked for again rather than answered."""
    heard_surely: Annotated[float, Within(0, 1)] = 0.7
    """What was heard with less confidence than this is shown before it is acted on."""
    drain_within: Seconds = 2.0
    """Seconds that a stopping Glint gives to what is still open."""
    open_at_most: Annotated[int, Within(1, 1000)] = 8
    """Turns at the same time; the oldest is cancelled to make room for one more."""
    recent_turns: Annotated[int, Within(0, 1000)] = 6
    """Turns kept as context."""
    recent_for: Seconds = 180.0
    """Seconds after which a turn is no longer context."""
    alarms_at_most: Annotated[int, Within(0, 1000)] = 32
    """Timers at the same time."""
    situation: Situation = field(default_factory=Situation, metadata={"setting": False})
    """Under which circumstances the mind works."""
    fallbacks: Fallbacks = field(default_factory=Fallbacks, metadata={"setting": False})
    """Who answers what no skill claims."""
