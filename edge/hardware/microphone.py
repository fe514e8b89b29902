"""The microphone: opened through PortAudio, opened again when it was lost or the machine has slept."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.open_microphone import OpenMicrophone, slept
from edge.hardware.patience import within

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable

    from edge.hardware.portaudio import PortAudio, Stream
    from edge.messages import Sound

POLL = 0.128  # seconds of sound at a time: wake-ups, not arithmetic, are what listening costs
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
        slept: Callable[[], float] = slept,
    ) -> None:
        self._audio = audio
        self._name = name
        self._now = now
        self._pause = pause
        self._slept = slept

    def check(self) -> None:
        """Raise DeviceError if there is no such microphone."""
        self._audio.find("input", self._name)

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        """Yield what is heard, in small pieces."""
        ear = self._listening(await self._open())
        while True:
            async with aclosing(self._heard(ear)) as sounds:
                async for sound in sounds:
                    yield sound
            ear = self._listening(await self._reopen(ear), ear.end)

    def _listening(self, stream: Stream, end: float | None = None) -> OpenMicrophone:
        return OpenMicrophone(self._audio, stream, self._now, self._slept, end)

    async def _heard(self, ear: OpenMicrophone) -> AsyncGenerator[Sound, None]:
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

    async def _reopen(self, ear: OpenMicrophone) -> Stream:
        if ear.failure and not ear.hears:  # it opens, and gives nothing, or not what it says
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
