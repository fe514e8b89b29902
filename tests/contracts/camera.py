"""What every camera does."""

import asyncio
from collections.abc import Callable

import numpy as np

from edge.devices import Camera
from edge.messages import Frame, Shot
from tests.contracts.watch import cancel_while_waiting, leaves_nothing, take

SHOT = Shot(width=48, fps=20.0)


async def check_camera(camera: Camera, *, now: Callable[[], float]) -> None:
    began = now()
    async with leaves_nothing():
        frames = await take(camera.frames(SHOT), 4)
    _check_frames(frames, began, now())

    async with leaves_nothing():  # as good the second time
        assert (await take(camera.frames(SHOT), 1))[0].at >= frames[-1].at
    async with leaves_nothing():  # two looks at the same time
        both = await asyncio.gather(take(camera.frames(SHOT), 2), take(camera.frames(SHOT), 2))
    for frames in both:
        _check_frames(frames, began, now())
    async with leaves_nothing():  # closed before it was begun
        await camera.frames(SHOT).aclose()
    async with leaves_nothing():
        await cancel_while_waiting(camera.frames(SHOT))
    async with leaves_nothing():
        assert await take(camera.frames(SHOT), 1)


def _check_frames(frames: list[Frame], began: float, now: float) -> None:
    times = [frame.at for frame in frames]
    assert times == sorted(times)
    assert began <= times[0]
    assert times[-1] <= now
    for frame in frames:
        height, width, channels = frame.pixels.shape
        assert frame.pixels.dtype == np.uint8
        assert channels == 3
        assert height > 0
        assert 0 < width <= SHOT.width
        assert frame.lost >= 0
