"""The speaker: PortAudio at the device's own rate; tells how many seconds of a clip were played."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.hardware.patience import within
from edge.hardware.playing import HeardSoFar, SpeakerPlaying
from edge.media.audio import resample

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
        heard = HeardSoFar(self._now, POLL)
        self._last = asyncio.get_running_loop().create_task(self._play(clip, heard, self._last), name="speaker")
        return SpeakerPlaying(self._last, heard)

    async def _play(self, clip: Clip, heard: HeardSoFar, before: asyncio.Task[None] | None) -> None:
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

    async def _write(self, stream: Stream, clip: Clip, heard: HeardSoFar) -> None:
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
