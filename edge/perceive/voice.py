"""Voice activity: when somebody begins to speak and when they have stopped, in stream time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.errors import ModelError
from edge.media.audio import RATE
from edge.media.ring import ends, gap_before
from edge.messages import Instant
from edge.perceive.gate import GateSettings
from edge.perceive.silero import CHUNK, SECONDS, GatedSilero, NetSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edge.bundle.net import Bundle
    from edge.messages import Samples, Sound

TASK, NET = "voice", "voice"
SLIGHT = 1e-6


@dataclass(frozen=True, slots=True)
class Turned:
    """Somebody began or stopped speaking at this stream time."""

    on: bool
    at: Instant
    known: Instant = Instant(0.0)
    """How far the stream had to be heard to tell: later than `at`, which is dated back to the true edge."""


@dataclass(frozen=True, slots=True)
class SwitchSettings:
    """How probabilities become voice; from the model's card. Seconds where nothing else is said."""

    on: float = 0.5
    """The probability from which on somebody speaks."""
    off: float = 0.35
    """The probability below which it may be over."""
    hang: float = 0.1
    """How long it stays below until it is over."""
    shortest: float = 0.1
    """What is shorter is no voice."""
    lead: float = 0.0
    """How long before the first likely chunk a voice begins."""
    trail: float = 0.0
    """How long after the last likely chunk it ends; below 0: before its end."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """All that a card says about it."""

    switch: SwitchSettings = field(default_factory=SwitchSettings)
    net: NetSettings = field(default_factory=NetSettings)


class VoiceActivity:
    """Tells voice from everything else. A gap in the sound resets it, and a voice that was on is off at the gap."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ModelError where the bundle is none of this kind."""
        if bundle.card.task != TASK or NET not in bundle.nets:
            raise ModelError(bundle.card.name, f"is no model for voice activity (task {TASK}, net {NET})")
        settings = settings_of(bundle.card.name, bundle.card.settings)
        self._net = GatedSilero(bundle.nets[NET], settings.net)
        self._settings = settings.switch
        self._switch = Switch(settings.switch)
        self._rest: Samples = np.zeros(0, np.float32)  # of a chunk that is not whole yet
        self._end: Instant | None = None
        self.probability = 0.0
        """Of the last chunk; 0 while the gate is closed."""

    @property
    def asked(self) -> float:
        """The share of all chunks for which the net was needed."""
        return self._net.judged / max(self._net.heard, 1)

    def hear(self, sound: Sound) -> tuple[Turned, ...]:
        """What turned, in order."""
        turned = list(self.flush()) if gap_before(sound, self._end) else []
        samples = np.concatenate([self._rest, sound.samples]) if self._rest.size else sound.samples
        start = sound.at - self._rest.size / RATE
        self._end = ends(sound)
        whole = samples.size // CHUNK * CHUNK
        self._rest = samples[whole:].copy()
        if whole:
            probabilities = self._net.probabilities(samples[:whole])
            self.probability = probabilities[-1]
            turns = (self._switch.feed(one, start + n * SECONDS) for n, one in enumerate(probabilities))
            turned += [turn for turn in turns if turn is not None]
        return tuple(turned)

    def flush(self) -> tuple[Turned, ...]:
        """The sound is over: a voice that is on is off with it. What is heard next is another stretch."""
        off = self._switch.end(self._end) if self._end is not None else None
        self._switch = Switch(self._settings)  # the next stretch may be one that is heard once more
        self._net.reset()
        self._rest = np.zeros(0, np.float32)
        self._end, self.probability = None, 0.0
        return () if off is None else (off,)


class Switch:
    """Hysteresis: probabilities of chunks in, and what turned, dated back to the true edge. Pure."""

    def __init__(self, settings: SwitchSettings) -> None:
        self._settings = settings
        self._likely = False
        self._told = False
        self._first = self._last = 0.0
        self._off = -np.inf  # when the voice before this one ended

    def feed(self, probability: float, at: float) -> Turned | None:
        """What the chunk that begins at `at` shows."""
        settings, end = self._settings, at + SECONDS
        if not self._likely:
            if probability < settings.on:
                return None
            self._likely, self._first = True, at
        if probability >= settings.off:
            self._last = end
            if not self._told and end - self._first > settings.shortest - SLIGHT:
                self._told = True
                return Turned(True, Instant(self._begins), Instant(end))
        elif end - self._last > settings.hang + SLIGHT:
            return self._over(self._last + settings.trail, end)
        return None

    def end(self, at: float) -> Turned | None:
        """The sound is over at `at`, and with it a voice that was on."""
        return self._over(min(at, self._last + max(self._settings.trail, 0.0)), at)

    @property
    def _begins(self) -> float:
        return max(self._first - self._settings.lead, self._off)

    def _over(self, at: float, known: float) -> Turned | None:
        told, self._likely, self._told = self._told, False, False
        if not told:
            return None
        self._off = max(at, self._begins)
        return Turned(False, Instant(self._off), Instant(known))


def settings_of(model: str, table: Mapping[str, Any]) -> VoiceSettings:
    """The settings that a card has; raises ModelError where it has others."""
    try:
        plain = {key: dict(table.get(key, {})) for key in ("switch", "net", "gate")}
        if other := set(table) - set(plain):
            raise TypeError(f"unknown setting {min(other)!r}")
        numbers = {key: {name: float(value) for name, value in one.items()} for key, one in plain.items()}
        net = NetSettings(**numbers["net"], gate=GateSettings(**numbers["gate"]))
        return VoiceSettings(SwitchSettings(**numbers["switch"]), net)
    except (TypeError, ValueError) as error:
        raise ModelError(model, f"its card has settings that voice activity does not know: {error}") from error
