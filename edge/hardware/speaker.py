"""The speaker: PortAudio at the device's own rate; tells the seconds that were really heard."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from edge.audio import resample
from edge.errors import DeviceError
from edge.hardware.patience import within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge.hardware.portaudio import PortAudio, Stream
    from edge.messages import Clip

POLL = 0.03
STUCK = 1.0  # seconds in which the device takes nothing: it is gone
OPEN_WITHIN = 5.0


class PortAudioSpeaker:
    """Plays one clip at a time: a new one silences the one before."""

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
        self._last: asyncio.Task[None] | None = None

    def check(self) -> None:
        """Raise DeviceError if there is no such speaker."""
        self._audio.find("output", self._name)

    def say(self, clip: Clip) -> SpeakerPlaying:
        """Begin to play; the device is opened in the background."""
        heard = _Heard(self._now)
        self._last = asyncio.get_running_loop().create_task(self._play(clip, heard, self._last), name="speaker")
        return SpeakerPlaying(self._last, heard)

    async def _play(self, clip: Clip, heard: _Heard, before: asyncio.Task[None] | None) -> None:
        if before is not None and not before.done():
            before.cancel()
            await asyncio.wait({before})
        try:
            stream = await within(OPEN_WITHIN, lambda: self._audio.open("output", self._name), self._audio.close)
        except TimeoutError:
            raise DeviceError("speaker", f"did not open within {OPEN_WITHIN:g} s", "plug it in anew") from None
        try:
            await self._write(stream, clip, heard)
        finally:
            with suppress(TimeoutError):
                await within(OPEN_WITHIN, lambda: self._audio.close(stream))

    async def _write(self, stream: Stream, clip: Clip, heard: _Heard) -> None:
        rate = stream.samplerate
        samples = resample(clip.samples, clip.rate, round(rate))
        channels = stream.channels
        done, taken_at = 0, self._now()
        while done < samples.size:
            ready = min(self._room(stream), samples.size - done)
            if ready:
                piece = np.repeat(samples[done : done + ready, None], channels, axis=1)
                with self._audio.guard("output"):
                    stream.write(np.ascontiguousarray(piece, np.float32))
                done, taken_at = done + ready, self._now()
                heard.more(ready / rate, stream.latency)
            elif self._now() - taken_at > STUCK:
                raise DeviceError("speaker", "takes no more sound", "is it still plugged in?")
            await self._pause(POLL)
        await self._pause(heard.left())  # what was given ahead is still to be heard

    def _room(self, stream: Stream) -> int:
        with self._audio.guard("output"):
            return stream.write_available


class _Heard:
    """What can have been heard by now: not more than was given, and not before the device's own delay is over."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._from = 0.0
        self._given = 0.0

    def more(self, seconds: float, latency: float) -> None:
        if not self._given:
            self._from = self._now() + latency
        self._given += seconds

    def seconds(self) -> float:
        return min(self._given, max(0.0, self._now() - self._from)) if self._given else 0.0

    def left(self) -> float:
        return self._given - self.seconds()


class SpeakerPlaying:
    """A clip on its way to the ear."""

    def __init__(self, task: asyncio.Task[None], heard: _Heard) -> None:
        self._task = task
        self._heard = heard
        self._seconds: float | None = None
        task.add_done_callback(self._freeze)

    async def wait(self) -> float:
        """Wait for its end. Who is cancelled meanwhile leaves it playing; `stop` ends it."""
        await asyncio.wait({self._task})
        if not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error
        return self._so_far()

    async def stop(self) -> float:
        """Be silent at once."""
        seconds = self._so_far()
        self._task.cancel()
        await asyncio.wait({self._task})
        return seconds

    def _so_far(self) -> float:
        return self._heard.seconds() if self._seconds is None else self._seconds

    def _freeze(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            task.exception()  # asked for here, so that a clip nobody waits for does not complain
        self._seconds = self._so_far()
