"""Keeps the last seconds of sound, to be asked for by stream time. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from edge.media.audio import RATE, SampleClock
from edge.messages import Instant

if TYPE_CHECKING:
    from edge.messages import Samples, Sound


class Ring:
    """The last seconds of one unbroken stretch of sound; what was before a gap is forgotten with the gap."""

    def __init__(self, seconds: float) -> None:
        self._room = max(1, round(seconds * RATE))
        self._samples: Samples = np.zeros(2 * self._room, np.float32)  # filled from the left, moved when it is full
        self._filled = 0
        self._kept = 0
        self.end = Instant(0.0)
        """When the last sample had been heard."""

    @property
    def start(self) -> Instant:
        """When the first sample that is still here was heard."""
        return Instant(self.end - self._kept / RATE)

    def put(self, sound: Sound) -> None:
        """Add what was heard; the oldest gives way."""
        if gap_before(sound, self.end if self._kept else None):
            self.clear()
        samples = sound.samples[-self._room :]
        if self._filled + samples.size > self._samples.size:
            keep = self._room - samples.size
            self._samples[:keep] = self._samples[self._filled - keep : self._filled]
            self._filled = keep
        self._samples[self._filled : self._filled + samples.size] = samples
        self._filled += samples.size
        self._kept = min(self._kept + samples.size, self._room)
        self.end = ends(sound)

    def get(self, start: float, end: float) -> Samples:
        """A copy of what was heard between two instants, as far as it is here."""
        first, last = (self._filled - round((self.end - at) * RATE) for at in (start, end))
        oldest = self._filled - self._kept
        return self._samples[max(first, oldest) : min(max(last, oldest), self._filled)].copy()

    def clear(self) -> None:
        """Forget everything."""
        self._filled = self._kept = 0


def ends(sound: Sound) -> Instant:
    """When its last sample had been heard."""
    return Instant(sound.at + sound.samples.size / RATE)


def gap_before(sound: Sound, end: Instant | None) -> bool:
    """Whether something is missing between `end`, where the sound before it ended (None: there was none), and it."""
    return sound.lost > 0 or (end is not None and abs(sound.at - end) > SampleClock.SLACK)
