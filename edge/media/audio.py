"""Resamples sound, whole or as a stream, and counts samples against the clock. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Samples

RATE = 16_000  # what every model of ours hears


def decibels(samples: Samples) -> float:
    """The level of some samples beside full scale: 0 for the loudest square wave, -120 for silence."""
    power = float(np.dot(samples, samples)) / max(samples.size, 1)
    return 10 * float(np.log10(max(power, 1e-12)))


def resample(samples: Samples, rate: int, to: int) -> Samples:
    """A whole clip at another rate."""
    if rate == to or not samples.size:
        return samples
    import soxr

    return cast("Samples", soxr.resample(samples, rate, to))


AUDIBLE = 0.004  # of the loudest sample: less than that at the ends of a clip is silence


def trimmed(samples: Samples, rate: int, tail: float) -> Samples:
    """A clip without the silence before it, and with `tail` seconds of what follows it; one without a sound stays."""
    loud = np.abs(samples)
    heard = np.flatnonzero(loud > AUDIBLE * float(loud.max(initial=0.0)))
    if not heard.size:
        return samples
    first, last = max(0, int(heard[0]) - rate // 100), int(heard[-1]) + 1 + round(tail * rate)
    return samples[first:last]


class Resampler:
    """A stream at another rate, piece by piece, without a seam between the pieces."""

    def __init__(self, rate: float, to: int = RATE) -> None:
        import soxr

        self._rate = rate
        self._to = to
        self._stream = None if rate == to else soxr.ResampleStream(rate, to, 1, dtype="float32")
        self.behind = 0.0
        """Seconds of sound that went in and have not come out yet."""

    def push(self, samples: Samples) -> Samples:
        """What is ready of these; a few milliseconds stay behind until the next piece."""
        ready = samples if self._stream is None else cast("Samples", self._stream.resample_chunk(samples))
        self.behind += samples.size / self._rate - ready.size / self._to
        return ready

    def flush(self) -> Samples:
        """What stayed behind. The stream is over after that."""
        nothing = np.empty(0, np.float32)
        return nothing if self._stream is None else cast("Samples", self._stream.resample_chunk(nothing, last=True))


class SampleClock:
    """Counts samples against the clock, because sound devices lose some and do not say so.

    A piece that comes late but whole brings the count back to the clock; one that leaves the count behind means that
    samples are missing before it. The two clocks may drift apart by `DRIFT` without that meaning anything.
    """

    SLACK = 0.1
    DRIFT = 0.0005

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._end: float | None = None  # when the last sample that was counted had been heard
        self._read = 0.0
        self._told = 0.0

    def count(self, samples: int, now: float) -> tuple[float, int]:
        """When the first of these samples, just read, was heard; and how many are missing before it."""
        seconds = samples / self._rate
        if self._end is None:
            self._end, self._read, self._told = now, now, now - seconds
            return self._told, 0
        behind = now - (self._end + seconds)
        lost = round(behind * self._rate) if behind > self.SLACK else 0
        drift = 0.0 if lost else min(behind, self.DRIFT * (now - self._read))
        start = self._end + lost / self._rate + max(drift, 0.0)
        # A count that runs ahead of the clock had been read late before: believe the earlier time from here on.
        self._end, self._read = min(start + seconds, now), now
        self._told = max(start, self._told)  # but never go backwards
        return self._told, lost
