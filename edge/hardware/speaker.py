"""The speaker: PortAudio at the device's own rate; tells how many seconds of a clip were played."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.media.audio import resample
from edge.messages import Instant

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from edge.hardware.portaudio import PortAudio, Stream
    from edge.messages import Clip

POLL = 0.03
STUCK = 3.0  # seconds in which nothing moves: it is gone (a sound server takes 1.4 s to begin)
OPEN_WITHIN = 5.0
KEPT_OPEN = 2.0  # seconds in which the clip that was announced must come


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
        self._open: Stream | None = None
        self._closing: asyncio.Task[None] | None = None

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
        stream, kept = await self._opened(), False
        try:
            await self._write(stream, clip, heard)
            kept = clip.more
        finally:
            if kept:
                self._open, self._closing = stream, asyncio.ensure_future(self._close_later())
            else:
                await self._close(stream)

    async def _opened(self) -> Stream:
        """The stream that the clip before left open, or a new one."""
        stream, self._open = self._open, None
        if self._closing is not None:
            self._closing.cancel()
        if stream is not None:
            return stream
        try:
            return await within(OPEN_WITHIN, lambda: self._audio.open("output", self._name), self._audio.close)
        except TimeoutError:
            raise DeviceError("speaker", f"did not open within {OPEN_WITHIN:g} s", "plug it in anew") from None

    async def _close_later(self) -> None:
        """Close what no clip has taken over; at once where the program ends."""
        try:
            await asyncio.sleep(KEPT_OPEN)
        finally:
            stream, self._open = self._open, None
            if stream is not None:
                await self._close(stream)

    async def _close(self, stream: Stream) -> None:
        with suppress(TimeoutError):
            await within(OPEN_WITHIN, lambda: self._audio.close(stream))

    async def _write(self, stream: Stream, clip: Clip, heard: _Heard) -> None:
        rate = stream.samplerate
        samples = resample(clip.samples, clip.rate, round(rate))
        done, empty = 0, self._room(stream)
        moved_at, room = self._now(), empty
        while done < samples.size or room < empty:  # what was given ahead is still to be heard
            ready = min(room, samples.size - done)
            if ready:
                piece = np.repeat(samples[done : done + ready, None], stream.channels, axis=1)
                heard.begins()
                with self._audio.guard("output"):
                    stream.write(np.ascontiguousarray(piece, np.float32))
                done += ready
            await self._pause(POLL)
            before, room = room - ready, self._room(stream)
            heard.now(done / rate, (empty - room) / rate)
            if ready or room != before:
                moved_at = self._now()
            elif self._now() - moved_at > STUCK:
                raise DeviceError("speaker", "takes no more sound", "is it still plugged in?")

    def _room(self, stream: Stream) -> int:
        with self._audio.guard("output"):
            return stream.write_available


class _Heard:
    """What has been heard: what was given, less what the device still holds, and not more than there was time for."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._from: float | None = None
        self.seconds = 0.0

        self.began = asyncio.Event()
        self.at = 0.0
        """When the first sample was given to the device, once it `began`."""

    def begins(self) -> None:
        if not self.began.is_set():
            self.at = self._now()
            self.began.set()

    def now(self, given: float, held: float) -> None:
        if self._from is None:
            self._from = self._now() - POLL
        self.seconds = max(self.seconds, min(given - held, self._now() - self._from))


class SpeakerPlaying:
    """A clip that is being played."""

    def __init__(self, task: asyncio.Task[None], heard: _Heard) -> None:
        self._task = task
        self._heard = heard
        task.add_done_callback(_expected)

    async def began(self) -> Instant:
        """When its first sample was given to the device; waits for that."""
        await self._heard.began.wait()
        return Instant(self._heard.at)

    async def wait(self) -> float:
        """Wait for its end and return the seconds played. Cancelling the wait leaves it playing; `stop` ends it."""
        await asyncio.wait({self._task})
        if not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error
        return self._heard.seconds

    async def stop(self) -> float:
        """Stop at once and return the seconds played."""
        self._task.cancel()
        await asyncio.wait({self._task})
        return self._heard.seconds


def _expected(task: asyncio.Task[None]) -> None:
    """Look at the failure of a clip that nobody waits for, so that asyncio does not complain of it."""
    if not task.cancelled():
        task.exception()
