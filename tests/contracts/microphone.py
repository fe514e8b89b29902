"""What every microphone does."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from edge.devices import Microphone
from edge.media.audio import RATE
from edge.messages import Sound
from tests.contracts.watch import cancel_while_waiting, leaves_nothing, take


async def check_microphone(microphone: Microphone, *, now: Callable[[], float]) -> None:
    began = now()
    async with leaves_nothing():
        sounds = await take(microphone.sounds(), 12)
    check_sounds(sounds)
    assert sounds[0].at >= began - 0.1
    assert sounds[-1].at + sounds[-1].samples.size / RATE <= now() + 0.01
    async with leaves_nothing():  # as good the second time, and what was between is nobody's loss
        again = await take(microphone.sounds(), 3)
    check_sounds(again)
    assert again[0].at >= sounds[-1].at
    assert again[0].lost == 0
    async with leaves_nothing():
        await cancel_while_waiting(microphone.sounds())
    async with leaves_nothing():
        await microphone.sounds().aclose()


def check_sounds(sounds: list[Sound]) -> None:
    """Mono float32, and the count of samples agrees with the times, what is lost included."""
    for sound in sounds:
        assert sound.samples.dtype == np.float32
        assert sound.samples.ndim == 1
        assert sound.samples.size > 0
        assert np.abs(sound.samples).max() <= 1.5
        assert sound.lost >= 0
    for sound, after in pairwise(sounds):
        expected = sound.at + (sound.samples.size + after.lost) / RATE
        assert abs(after.at - expected) < 0.02, f"{after.at - expected:+.3f} s beside the count"
