"""The wake phrase: a small net that always listens gives near-hits, and a rule decides which of them wake.

The rule may ask for a second look: how much less likely the phrase is than the best text, by the recogniser.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge.errors import ModelError
from edge.media.audio import RATE
from edge.messages import Instant
from edge.perceive.peaks import Peak, Peaks
from edge.perceive.wake_net import WakeStream

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from edge.bundle.model_card import ModelCard
    from edge.bundle.net import Bundle
    from edge.messages import Sound

TASK = "wake"
ALONE, SECOND = "alone", "second"
"""Uses of a threshold in the card: of the net alone, and of the net and a second look."""
BEFORE, AFTER = 0.35, 0.1
"""Seconds around a phrase that the second look wants."""


@dataclass(frozen=True, slots=True)
class NearHit:
    """The net thinks that it heard the phrase, about from `start` to `at`. `score`: its logit at the best moment."""

    at: Instant
    score: float
    start: Instant


@dataclass(frozen=True, slots=True)
class WakeSettings:
    """The settings of a card, checked: where to look, how long the phrase is, and how evidence becomes a chance."""

    word: str
    look: float
    """The logit from which on a moment may be the phrase."""
    lag: float
    """Seconds after the end of the phrase at which the logit is highest."""
    seconds: float
    """How long the phrase usually is."""
    beta: float
    """How much the logit counts beside the logarithm of the likelihoods' ratio."""
    alone: tuple[float, float]
    """Slope and offset that make a chance of a logit."""
    second: tuple[float, float]
    """The same for the logit and the ratio together."""


def read_settings(card: ModelCard) -> WakeSettings:
    """What a card says of its wake phrase. Raises ModelError where it is for something else, or lacks a setting."""
    if card.task != TASK:
        raise ModelError(card.name, f"is for {card.task}, not for {TASK}")
    raw, name = card.settings, card.name
    if not isinstance(raw.get("word"), str):
        raise ModelError(name, "its card does not say its word")
    look, lag, seconds, beta = (_number(raw, key, name) for key in ("look", "lag", "seconds", "beta"))
    alone, second = (_pair(raw, key, name) for key in (ALONE, SECOND))
    return WakeSettings(raw["word"], look, lag, seconds, beta, alone, second)


def _number(raw: Mapping[str, Any], key: str, name: str) -> float:
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ModelError(name, f"its card has no number {key}")
    return float(value)


def _pair(raw: Mapping[str, Any], key: str, name: str) -> tuple[float, float]:
    value = raw.get(key)
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise ModelError(name, f"its card has no slope and offset {key}")
    slope, offset = (_number({key: one}, key, name) for one in value)
    return slope, offset


class WakeSpotter:
    """Finds moments at which the phrase may have ended. The same for any cut of the stream into pieces."""

    def __init__(self, bundle: Bundle) -> None:
        """Raises ModelError for a bundle that is no wake net."""
        self._settings = read_settings(bundle.card)
        self._stream = WakeStream(bundle)
        self._peaks = Peaks(self._settings.look)
        self._heard = 0
        self._logit = -math.inf

    @property
    def word(self) -> str:
        """The phrase that it listens for."""
        return self._settings.word

    @property
    def score_now(self) -> float:
        """The chance by the net alone that the phrase just ended, for a meter."""
        return chance(self._settings.alone, self._logit)

    def hear(self, sound: Sound) -> tuple[NearHit, ...]:
        """The near-hits that this piece completes, at most one for a phrase. A gap before it resets everything."""
        if sound.lost > 0:
            self.reset()
        first, hits = self._heard, []
        for heard, logit in self._stream.push(sound.samples):
            self._logit = logit
            if peak := self._peaks.take(heard, logit):
                hits.append(self._hit(peak, sound.at - first / RATE))
        self._heard += sound.samples.size
        return tuple(hits)

    def reset(self) -> None:
        """Forget what was heard: the next sample is the first of a stream."""
        self._stream.reset()
        self._peaks.reset()
        self._heard, self._logit = 0, -math.inf

    def _hit(self, peak: Peak, began: float) -> NearHit:
        at = began + peak.heard / RATE - self._settings.lag
        return NearHit(Instant(at), peak.logit, Instant(at - self._settings.seconds))


def window(hit: NearHit) -> tuple[Instant, Instant]:
    """From when to when, in seconds of the stream, the second look wants to hear."""
    return Instant(hit.start - BEFORE), Instant(hit.at + AFTER)


@dataclass(frozen=True, slots=True)
class WakeRule:
    """Decides which near-hits wake. `ratio` is the recogniser's; None: there is none, and the net decides alone."""

    settings: WakeSettings
    alone: float
    second: float

    @classmethod
    def of(cls, card: ModelCard) -> WakeRule:
        """The rule of a card. Raises ModelError where it has no thresholds or lacks a setting."""
        settings = read_settings(card)
        return cls(settings, card.threshold(ALONE, settings.word), card.threshold(SECOND, settings.word))

    def score(self, hit: NearHit, ratio: float | None) -> float:
        """The chance, from 0 to 1, that the phrase was said."""
        if ratio is None:
            return chance(self.settings.alone, hit.score)
        return chance(self.settings.second, ratio + self.settings.beta * hit.score)

    def wakes(self, hit: NearHit, ratio: float | None) -> bool:
        """Whether this is taken for the phrase."""
        return self.score(hit, ratio) >= (self.alone if ratio is None else self.second)


def chance(line: tuple[float, float], evidence: float) -> float:
    """The logistic function of slope * evidence + offset."""
    z = line[0] * evidence + line[1]
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0
