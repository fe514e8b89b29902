"""The speaker tells what was really heard: the fake host counts every sample that comes out of it."""

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import DeviceError
from edge.hardware.portaudio import PortAudio
from edge.hardware.speaker import PortAudioSpeaker
from tests.contracts.real import in_steps
from tests.contracts.speaker import clip_of
from tests.contracts.standins.portaudio import Clock, FakePortAudio
from tests.contracts.watch import until

pytestmark = pytest.mark.hardware


class Bench:
    def __init__(self, rate: float = 48_000.0) -> None:
        self.clock = Clock()
        self.host = FakePortAudio(self.clock, rate=rate)
        self.speaker = PortAudioSpeaker(PortAudio(self.host), now=self.clock.now, pause=self.clock.pause)
        self.pause = in_steps(self.clock)

    @property
    def stream(self):
        return self.host.streams[-1]


def test_a_whole_clip_is_given_to_both_ears_without_a_change():
    async def main() -> None:
        bench = Bench(44_100.0)
        assert await bench.speaker.say(clip_of(2.0)).wait() == pytest.approx(2.0, abs=0.01)
        assert bench.stream.heard == pytest.approx(2.0, abs=0.05)
        assert bench.stream.given.shape == (pytest.approx(88_200, abs=2), 2)
        assert bench.stream.given[1000:-1000] == pytest.approx(0.25, abs=0.01)

    asyncio.run(main())


@given(seconds=st.floats(0.0, 4.0))
def test_stopped_anywhere_it_never_claims_more_than_was_heard(seconds: float):
    async def main() -> None:
        bench = Bench()
        playing = bench.speaker.say(clip_of(3.0))
        await until(lambda: bool(bench.host.streams))  # it is opened by a thread
        await bench.pause(seconds)
        told = await playing.stop()
        assert told <= bench.stream.heard + 0.01
        assert told >= bench.stream.heard - 0.07
        assert not bench.host.open_streams

    asyncio.run(main())


def test_a_new_clip_silences_the_one_before():
    async def main() -> None:
        bench = Bench()
        first = bench.speaker.say(clip_of(30.0))
        await bench.pause(2.0)
        second = bench.speaker.say(clip_of(1.0))
        assert await second.wait() == pytest.approx(1.0, abs=0.05)
        assert 0.0 < await first.wait() < 4.0
        assert not bench.host.open_streams

    asyncio.run(main())


@pytest.mark.parametrize("loudly", [False, True])
def test_unplugged_in_the_middle_of_a_word(*, loudly: bool):
    async def main() -> None:
        bench = Bench()
        playing = bench.speaker.say(clip_of(30.0))
        await bench.pause(2.0)
        bench.host.unplug(loudly=loudly)
        with pytest.raises(DeviceError, match="speaker: "):
            await playing.wait()
        assert await playing.stop() <= 4.0
        assert not bench.host.open_streams

    asyncio.run(main())


def test_not_there_at_all():
    async def main() -> None:
        bench = Bench()
        bench.host.unplug()
        playing = bench.speaker.say(clip_of(1.0))
        with pytest.raises(DeviceError, match="speaker: none is connected"):
            await playing.wait()
        assert await playing.stop() == 0.0

    asyncio.run(main())


def test_a_clip_that_nobody_waits_for_fails_in_silence():
    async def main() -> None:
        bench = Bench()
        bench.host.unplug()
        bench.speaker.say(clip_of(1.0))
        await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})

    asyncio.run(main())


def test_silence_is_over_at_once():
    async def main() -> None:
        bench = Bench()
        clip = clip_of(0.0)
        assert clip.samples.dtype == np.float32
        assert await bench.speaker.say(clip).wait() == 0.0

    asyncio.run(main())
