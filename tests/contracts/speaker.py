"""What every speaker does."""

import asyncio
from collections.abc import Awaitable, Callable

import numpy as np

from edge.devices import Speaker
from edge.messages import Clip
from tests.contracts.watch import leaves_nothing

RATE = 22_050


def clip_of(seconds: float) -> Clip:
    return Clip(np.full(round(seconds * RATE), 0.25, np.float32), RATE)


async def check_speaker(
    speaker: Speaker, *, now: Callable[[], float], pause: Callable[[float], Awaitable[None]]
) -> None:
    async with leaves_nothing():  # to its end
        playing = speaker.say(clip_of(0.5))
        assert abs(await playing.wait() - 0.5) < 0.05
        assert await playing.stop() == await playing.wait()
    async with leaves_nothing():  # stopped in the middle of a word
        began = now()
        playing = speaker.say(clip_of(60.0))
        await pause(3.0)
        heard = await playing.stop()
        assert 0.0 < heard <= now() - began
        assert await playing.stop() == await playing.wait() == heard
    async with leaves_nothing():  # stopped before it began
        assert await speaker.say(clip_of(1.0)).stop() < 0.05
    async with leaves_nothing():  # who waits may go, and the clip goes on
        playing = speaker.say(clip_of(60.0))
        waiting = asyncio.ensure_future(playing.wait())
        await pause(2.0)
        waiting.cancel()
        await asyncio.wait({waiting})
        await pause(1.0)
        assert await playing.stop() > 2.0
    async with leaves_nothing():
        assert await speaker.say(clip_of(0.0)).wait() == 0.0
