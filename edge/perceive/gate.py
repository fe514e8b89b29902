"""An energy gate that follows the noise floor, so that the net behind it sleeps in a quiet room. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from edge.media.audio import RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.messages import Samples, Sound

CHUNK = 512  # samples
EMPHASIS = np.float32(0.97)
SMALLEST = 1e-10  # the power of a step of a 16-bit sample, about: digital silence has a level as well


@dataclass(frozen=True, slots=True)
class GateSettings:
    """When the gate opens and for how long; from the card of the model behind it."""

    over: float = 4.0
    """Decibels above the noise floor from which on it opens."""
    creep: float = 2.0
    """Decibels a second by which the floor rises at most; it falls at once."""
    hang: float = 1.0
    """Seconds for which it stays open."""


class EnergyGate:
    """Open or closed, chunk by chunk; open at first, since nothing is known of the room yet."""

    def __init__(self, settings: GateSettings, seconds: float) -> None:
        self._over = settings.over
        self._creep = settings.creep * seconds
        self._hang = max(1, round(settings.hang / seconds))
        self.reset()

    def reset(self) -> None:
        """Forget the floor."""
        self._floor: float | None = None
        self._left = self._hang

    def passes(self, levels: Iterable[float]) -> list[bool]:
        """Whether it is open for each of these chunks, whose levels are in decibels."""
        return [self._passes(level) for level in levels]

    def _passes(self, level: float) -> bool:
        self._floor = level if self._floor is None else min(level, self._floor + self._creep)
        self._left = self._hang if level > self._floor + self._over else self._left - 1
        return self._left > 0


class SoundGate:
    """The same for sounds of any length: open where any of their chunks passes."""

    def __init__(self, settings: GateSettings) -> None:
        self._gate = EnergyGate(settings, CHUNK / RATE)
        self._rest = np.empty(0, np.float32)
        self._open = True

    def passes(self, sound: Sound) -> bool:
        """Whether it is open for this sound; what is left of a chunk is judged with the next."""
        samples = np.concatenate([self._rest, sound.samples])
        whole = samples.size // CHUNK * CHUNK
        self._rest = samples[whole:]
        if whole:
            self._open = any(self._gate.passes(levels(samples[:whole], CHUNK)))
        return self._open


def levels(samples: Samples, size: int) -> list[float]:
    """The level of each chunk of `size` in decibels, rumble left out."""
    chunks = samples.reshape(-1, size)
    bright = chunks[:, 1:] - EMPHASIS * chunks[:, :-1]
    return [10 * log10(power / size + SMALLEST) for power in np.vecdot(bright, bright).tolist()]
