"""The microphone: PortAudio at the device's own rate, resampled to 16 kHz; missing samples are counted."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.media.audio import RATE, Resampler, SampleClock
from edge.messages import Instant, Sound

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator

    from edge.hardware.portaudio import PortAudio, Stream
    from edge.messages import Samples

POLL = 0.128  # seconds of sound at a time: wake-ups, not arithmetic, are what listening costs
SILENT = 0.7  # seconds without a single sample: unplugged, or its server died (PortAudio says nothing)
FIRST = 4.0  # seconds until the first sample; some sound servers take two
OPEN_WITHIN = 5.0
RETRY_FOR = 5.0
RETRY, RETRY_AT_MOST = 0.1, 1.0  # seconds before the second try to open it, and before a later one


class PortAudioMicrophone:
    """Goes on by itself after a short loss, and raises DeviceError after a long one."""

    def __init__(
        self,
        audio: PortAudio,
        name: str = "default",
        *,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._audio = audio
        self._name = name
        self._now = now
        self._pause = pause

    def check(self) -> None:
        """Raise DeviceError if there is no such microphone."""
        self._audio.find("input", self._name)

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        """Yield what is heard, in small pieces."""
        ear = _Ear(self._audio, await self._open(), self._now, None)
        while True:
            async with aclosing(self._heard(ear)) as sounds:
                async for sound in sounds:
                    yield sound
            ear = _Ear(self._audio, await self._reopen(ear), self._now, ear.end)

    async def _heard(self, ear: _Ear) -> AsyncGenerator[Sound, None]:
        try:
            while ear.failure is None:
                await self._pause(POLL)
                for sound in ear.listen():
                    yield sound
        finally:
            await self._close(ear.stream)

    async def _open(self) -> Stream:
        try:
            return await within(OPEN_WITHIN, lambda: self._audio.open("input", self._name), self._audio.close)
        except TimeoutError:
            raise DeviceError("microphone", f"did not open within {OPEN_WITHIN:g} s", "plug it in anew") from None

    async def _reopen(self, ear: _Ear) -> Stream:
        if ear.failure and not ear.hears:  # it opens, and gives nothing
            raise ear.failure
        until, wait = self._now() + RETRY_FOR, RETRY
        while True:
            try:
                return await self._open()
            except DeviceError as error:
                if self._now() + wait > until:
                    raise ear.failure or error from None
            await self._pause(wait)
            wait = min(wait * 2, RETRY_AT_MOST)

    async def _close(self, stream: Stream) -> None:
        with suppress(TimeoutError):  # it hangs: nothing more can be done about it
            await within(OPEN_WITHIN, lambda: self._audio.close(stream))


class _Ear:
    """One open stream, and what has been heard through it."""

    def __init__(self, audio: PortAudio, stream: Stream, now: Callable[[], float], end: float | None) -> None:
        self.failure: DeviceError | None = None
        self.hears = False
        self.end = end  # when the last sample had been heard; at first, that of the stream before this one
        self._audio = audio
        self.stream = stream
        self._now = now
        self._rate = stream.samplerate
        self._clock = SampleClock(self._rate)
        self._resampler = Resampler(self._rate)
        self._lost = 0
        self._read_at = now()
        self._patience = FIRST

    def listen(self) -> Iterator[Sound]:
        """What has come since; `failure` is set when that was nothing, for too long."""
        try:
            samples, now = self._read(), self._now()
            if not samples.size and now - self._read_at > self._patience:
                raise DeviceError("microphone", "gives no sound any more", "is it still plugged in?")
        except DeviceError as error:
            self.failure = error
            yield from self._rest()
            return
        if samples.size:
            self.hears, self._read_at, self._patience = True, now, SILENT
            yield from self._pieces(samples, *self._clock.count(samples.size, now))

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
