"""What the numbers of a sound say about the device that gave it: loudness, clipping, silence, rate. Pure."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Samples

RAIL = 0.98  # resampling rounds off what was cut off, so a little less than 1
SMALLEST = 1e-6


def dbfs(samples: Samples) -> float:
    """The level in decibels below full scale, from the root mean square; -120 for digital silence."""
    power = float(np.dot(samples, samples)) / max(samples.size, 1)
    return 10 * float(np.log10(max(power, SMALLEST**2)))


def clipped(samples: Samples) -> int:
    """How many samples are as large as they can be."""
    return int(np.count_nonzero(np.abs(samples) >= RAIL))


def constant_at_end(samples: Samples) -> int:
    """How many samples at the end are all the same number."""
    differs = np.flatnonzero(samples != samples[-1:])
    return int(samples.size - differs[-1] - 1) if differs.size else samples.size


class RateWatch:
    """Counts samples against the clock for as long as it takes to be sure that the rate is not what the device says.

    One that gives too many is ahead of the clock, more and more. One that gives too few falls behind again and again,
    which SampleClock takes for losses; a loss now and then is none of that.
    """

    SLACK = 0.2  # seconds by which a device and its buffers may be early or late
    SHARE = 0.02
    WINDOW = 20.0
    LOSSES, LOSSES_WITHIN = 4, 14.0  # three parts in a hundred are a tenth of a second every three ...
    MANY, MUCH = 3, 0.25  # ... and where a quarter is missing there is no need to wait for so many

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._losses: deque[tuple[float, float]] = deque()  # when, and seconds
        self._since: float | None = None
        self._count = 0

    def count(self, samples: int, now: float, lost: int = 0) -> bool:
        """Whether, with these samples, it is sure that the rate is wrong. `lost`: what is known to miss before them."""
        if lost:
            self._losses.append((now, lost / self._rate))
        while self._losses and now - self._losses[0][0] > self.LOSSES_WITHIN:
            self._losses.popleft()
        if self._loses(now):
            return True
        if self._since is None or lost or now - self._since > self.WINDOW:
            self._since, self._count = now, 0
            return False
        self._count += samples
        elapsed = now - self._since
        return self._count / self._rate - elapsed > self.SLACK + self.SHARE * elapsed

    def _loses(self, now: float) -> bool:
        if len(self._losses) >= self.LOSSES:
            return True
        first, _ = self._losses[0] if self._losses else (now, 0.0)
        missing = sum(seconds for at, seconds in self._losses if at > first)
        return len(self._losses) >= self.MANY and missing >= self.MUCH * (now - first)
