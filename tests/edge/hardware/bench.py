"""A microphone on a fake host, for tests of what PortAudio does not tell."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest

from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.media.audio import RATE
from edge.messages import Sound
from tests.contracts.microphone import check_sounds
from tests.contracts.standins.portaudio import RAMP, Clock, FakePortAudio, times_of


class Bench:
    """A microphone on a fake host, and things that happen at certain times."""

    def __init__(self, rate: float = 48_000.0, **how: Any) -> None:
        self.clock = Clock()
        self.host = FakePortAudio(self.clock, rate=rate, **how)
        self.started = self.clock.at
        self._todo: list[tuple[float, Callable[[], object]]] = []
        self.slept = 0.0
        self.microphone = PortAudioMicrophone(
            PortAudio(self.host), now=self.clock.now, pause=self._pause, slept=lambda: self.slept
        )

    def at(self, seconds: float, do: Callable[[], object]) -> None:
        self._todo.append((self.started + seconds, do))

    def sleep(self, seconds: float) -> None:
        """The machine sleeps; its monotonic clock does not notice."""
        self.slept += seconds

    async def _pause(self, seconds: float) -> None:
        await self.clock.pause(seconds)
        while self._todo and self._todo[0][0] <= self.clock.at:
            self._todo.pop(0)[1]()

    def listen(self, seconds: float) -> list[Sound]:
        return asyncio.run(self._listen(self.microphone.sounds(), seconds))

    async def _listen(self, stream: AsyncGenerator[Sound, None], seconds: float) -> list[Sound]:
        sounds = []
        async with aclosing(stream):
            async for sound in stream:
                sounds.append(sound)
                if sound.at >= self.started + seconds:
                    break
        return sounds


def check_times(sounds: list[Sound]) -> None:
    """Every piece was heard when it says: the fake's microphone hears the time itself."""
    check_sounds(sounds)
    for sound in sounds:
        if sound.samples.size < 0.01 * RATE:
            continue
        middle = sound.at + sound.samples.size / 2 / RATE
        assert times_of(np.median(sound.samples)) == pytest.approx(middle % RAMP, abs=0.02)
