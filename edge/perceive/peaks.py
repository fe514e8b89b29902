"""Local peaks of a score on a stream: one for each rise above a threshold, told soon after it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from edge.media.audio import RATE

PATIENCE = 0.06  # seconds without a higher score after which a peak is one
REST = 0.6  # seconds after a peak in which there is no other: the same phrase


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest score, and how many samples of the stream had been heard for it."""

    heard: int
    logit: float


class Peaks:
    """Finds the peaks at or above a threshold, at most one in REST seconds."""

    def __init__(self, least: float) -> None:
        self._least = least
        self._best: Peak | None = None
        self._last: int | None = None

    def reset(self) -> None:
        """Forget what was seen: the next score is the first of a stream."""
        self._best = self._last = None

    def take(self, heard: int, logit: float) -> Peak | None:
        """The peak that this score completes, if any."""
        if self._last is not None and heard - self._last < REST * RATE:
            return None
        best = self._best
        if best is None or logit > best.logit:
            self._best = Peak(heard, logit) if logit >= self._least else None
            return None
        if heard - best.heard < PATIENCE * RATE:
            return None
        self._best, self._last = None, best.heard
        return best
