"""What doctor says of a microphone and a speaker, on simulated ones in virtual time."""

import asyncio
from dataclasses import dataclass, field

import numpy as np
import pytest

from edge.commands.sound_check import sound_check
from edge.errors import DeviceError
from edge.media.audio import RATE
from edge.messages import Clip, Instant, Sound
from firmware_sim.clock import run_virtual

PIECE = 0.1


@dataclass
class Room:
    """Microphone, speaker and talker in one room: what is played is heard, as loudly as `gain` says."""

    gain: float = 0.5
    noise: float = 0.001
    ends_at: float = 1e9
    playing: list = field(default_factory=list)

    async def clip(self, words):
        return Clip(np.full(RATE * 2, 0.5, np.float32), RATE)

    def say(self, clip):
        loop = asyncio.get_running_loop()
        self.playing = [loop.time(), loop.time() + clip.samples.size / clip.rate]
        return self

    async def wait(self):
        await asyncio.sleep(self.playing[1] - self.playing[0])
        return 2.0

    async def sounds(self):
        loop, dice = asyncio.get_running_loop(), np.random.default_rng(0)
        while loop.time() < self.ends_at:
            await asyncio.sleep(PIECE)
            at = loop.time() - PIECE
            samples = dice.normal(0, self.noise, round(PIECE * RATE)) if self.noise else np.zeros(round(PIECE * RATE))
            if self.playing and self.playing[0] <= at < self.playing[1]:
                samples = samples + self.gain
            yield Sound(Instant(at), np.clip(samples, -1, 1).astype(np.float32))


def check(room, text="One two three four five"):
    return run_virtual(sound_check(room, room, room, lambda samples: text), limit=60)


def test_a_sound_room_is_told_in_decibels_and_words():
    found = check(Room())
    assert found.problem == ""
    assert found.in_words() == "room -60 dB, what was played -7 dB, understood “One two three four five”"


@pytest.mark.parametrize(
    ("room", "problem"),
    [
        (Room(gain=0.0, noise=0.0), "nothing but silence"),
        (Room(gain=0.0), "does not hear the speaker"),
        (Room(gain=2.0), "clips"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(room, problem):
    assert problem in check(room, "").problem
    assert "no words understood" in check(room, "").in_words()


def test_a_microphone_that_ends_or_gives_nothing_is_named():
    with pytest.raises(DeviceError, match="gives nothing any more"):
        check(Room(ends_at=1.5))

    class Mute(Room):
        async def sounds(self):
            await asyncio.sleep(1e6)
            yield

    with pytest.raises(DeviceError, match="too little sound"):
        check(Mute())
