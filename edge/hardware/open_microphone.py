"""An open microphone: its stream at the device's own rate, resampled to 16 kHz, with what is missing counted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.media.audio import RATE, Resampler, SampleClock
from edge.media.levels import RateWatch
from edge.messages import Instant, Sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edge.hardware.portaudio import PortAudio, Stream
    from edge.messages import Samples

SILENT = 0.7  # seconds without a single sample: unplugged, or its server died (PortAudio says nothing)
FIRST = 4.0  # seconds until the first sample; some sound servers take two
SLEPT = 0.2  # seconds of sleep after which a stream is opened anew
STEADY = 30.0  # seconds after which a rate that turns wrong has changed, and was not wrong from the beginning
WRONG_RATE = "choose another microphone, or another rate for it"


def slept() -> float:
    """Seconds for which the machine has been asleep since it started; the monotonic clock stands still meanwhile."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class OpenMicrophone:
    """One open stream, and what has been heard through it. `end`: when the stream before this one had ended."""

    def __init__(
        self,
        audio: PortAudio,
        stream: Stream,
        now: Callable[[], float],
        slept: Callable[[], float],
        end: float | None,
    ) -> None:
        self.failure: DeviceError | None = None
        """Why it must be closed; None while all is well."""
        self.hears = False
        """Whether it ever gave what it should."""
        self.end = end  # when the last sample had been heard; at first, that of the stream before this one
        self._audio = audio
        self.stream = stream
        self._now = now
        self._slept, self._slept_before = slept, slept()
        self._rate = stream.samplerate
        self._clock = SampleClock(self._rate)
        self._watch = RateWatch(self._rate)
        self._resampler = Resampler(self._rate)
        self._lost = 0 if end is None else 1  # whatever the clock says, something was missed between two streams
        self._opened_at = self._read_at = now()
        self._patience = FIRST

    def listen(self) -> Iterator[Sound]:
        """What has come since; `failure` is set when that was nothing, for too long."""
        try:
            samples, at, lost = self._counted()
        except DeviceError as error:
            self.failure = error
            yield from self._rest()
            return
        if samples.size:
            yield from self._pieces(samples, at, lost)

    def _counted(self) -> tuple[Samples, float, int]:
        """What there is to read, when the first of it was heard, and what is missing before it. Raises DeviceError."""
        if self._slept() > self._slept_before + SLEPT:
            raise DeviceError("microphone", "was open while the machine slept")
        samples, now = self._read(), self._now()
        if not samples.size:
            if now - self._read_at > self._patience:
                raise DeviceError("microphone", "gives no sound any more", "is it still plugged in?")
            return samples, now, 0
        self.hears, self._read_at, self._patience = True, now, SILENT
        at, lost = self._clock.count(samples.size, now)
        if self._watch.count(samples.size, now, lost):
            self.hears = now - self._opened_at > STEADY
            raise DeviceError("microphone", "gives another number of samples a second than it says", WRONG_RATE)
        return samples, at, lost

    def _pieces(self, samples: Samples, at: float, lost: int) -> Iterator[Sound]:
        """The samples at 16 kHz, never glued to what was before a gap."""
        if lost:
            yield from self._rest()
            self._resampler = Resampler(self._rate)
        if self.end is not None and at > self.end + SampleClock.SLACK:
            self._lost += round((at - self.end) * RATE)
        yield from self._sound(at - self._resampler.behind, self._resampler.push(samples))
        self.end = at + samples.size / self._rate

    def _rest(self) -> Iterator[Sound]:
        """What is still in the resampler, before a gap."""
        if self.end is not None:
            yield from self._sound(self.end - self._resampler.behind, self._resampler.flush())

    def _sound(self, at: float, samples: Samples) -> Iterator[Sound]:
        if samples.size:
            yield Sound(Instant(at), samples, self._lost)
            self._lost = 0

    def _read(self) -> Samples:
        with self._audio.guard("input"):
            ready = self.stream.read_available
            # The stream's own flag for an overrun stays down too often: we count.
            samples = self.stream.read(ready)[0] if ready else np.empty((0, 1), np.float32)
        # The first channel only: two microphones added up can cancel each other.
        return np.ascontiguousarray(samples[:, 0], np.float32)
