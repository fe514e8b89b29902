"""What is said comes in order, stops at once, and is told as it was really heard: in virtual time."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.messages import Back, Clip, Lost, Said, Say
from edge.shell.mouth import Mouth
from firmware_sim.clock import run_virtual


@dataclass
class Voicebox:
    """A voice and a speaker: a second for each word."""

    played: list = field(default_factory=list)

    async def clip(self, words):
        return Clip(np.zeros(16000 * len(words.split()), np.float32), 16000)

    def say(self, clip):
        return Playing(len(clip.samples) / clip.rate, asyncio.get_running_loop().time(), self.played)


@dataclass
class Playing:
    seconds: float
    began: float
    played: list

    async def wait(self):
        await asyncio.sleep(self.seconds)
        self.played.append(self.seconds)
        return self.seconds

    async def stop(self):
        heard = asyncio.get_running_loop().time() - self.began
        self.played.append(heard)
        return heard


def test_the_mouth_speaks_in_order_and_falls_silent_in_the_middle_of_a_word():
    voice, said = Voicebox(), []

    async def main():
        mouth = Mouth(voice, voice, said.append)
        speaking = asyncio.ensure_future(mouth.run())
        mouth.say(Say(1, "one two"))
        mouth.say(Say(2, "three"))
        mouth.say(Say(3, "never said"))
        await asyncio.sleep(2.5)
        mouth.hush()
        await asyncio.sleep(0.1)
        assert not mouth.busy
        mouth.say(Say(4, "again"))
        await asyncio.sleep(2.0)
        speaking.cancel()
        await asyncio.wait({speaking})

    run_virtual(main())
    assert [(s.turn, round(s.seconds, 1), s.whole) for s in said] == [(1, 2.0, True), (2, 0.5, False), (4, 1.0, True)]


def test_without_a_voice_words_count_as_said_at_once():
    said = []
    Mouth(None, None, said.append).say(Say(1, "hello"))
    assert said == [Said(1, 0.0, whole=False)]


@asynccontextmanager
async def speaking(talker, speaker, said):
    """A mouth that runs, for as long as the block lasts."""
    mouth = Mouth(talker, speaker, said.append)
    task = asyncio.ensure_future(mouth.run())
    try:
        yield mouth
    finally:
        task.cancel()
        await asyncio.wait({task})


@dataclass
class Hoarse:
    """A voice that fails at one word, as it says itself or as nobody expected."""

    error: Exception

    async def clip(self, words):
        if words == "croak":
            raise self.error
        return await Voicebox().clip(words)


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (DeviceError("speaker", "was unplugged"), ("speaker", "was unplugged")),
        (ValueError("?"), ("voice", "ValueError")),
    ],
)
def test_words_that_fail_are_over_and_the_next_ones_are_said(error, lost):
    said = []

    async def main():
        async with speaking(Hoarse(error), Voicebox(), said) as mouth:
            mouth.say(Say(1, "croak"))
            mouth.say(Say(2, "well again"))
            await asyncio.sleep(3.0)

    run_virtual(main())
    failed, back, *rest = sorted(said, key=lambda event: isinstance(event, Said))
    assert isinstance(failed, Lost)
    assert failed.device == lost[0]
    assert lost[1] in failed.why
    assert back == Back(lost[0]), "it spoke the next words"
    assert rest == [Said(1, 0.0, whole=False), Said(2, 2.0, whole=True)]


def test_it_is_busy_from_the_first_word_that_waits_to_the_last():
    said = []

    async def main():
        async with speaking(Voicebox(), Voicebox(), said) as mouth:
            busy = [mouth.busy]
            mouth.say(Say(1, "one"))
            mouth.say(Say(2, "two"))
            for _ in range(3):
                busy.append(mouth.busy)
                await asyncio.sleep(0.9)
            return busy

    assert run_virtual(main()) == [False, True, True, True]
    assert [one.turn for one in said] == [1, 2]


def test_a_mouth_that_is_ended_stops_the_clip_and_tells_what_was_heard():
    voice, said = Voicebox(), []

    async def main():
        async with speaking(voice, voice, said) as mouth:
            mouth.say(Say(1, "one two three"))
            await asyncio.sleep(1.5)

    run_virtual(main())
    assert voice.played == [1.5]
    assert said == [Said(1, 1.5, whole=False)]


def test_marks_of_a_text_are_not_read_out():
    heard = []

    class Listens(Voicebox):
        async def clip(self, words):
            heard.append(words)
            return await super().clip(words)

    async def main():
        async with speaking(Listens(), Voicebox(), []) as mouth:
            mouth.say(Say(1, "**Two** cups"))
            await asyncio.sleep(3.0)

    run_virtual(main())
    assert heard == ["Two cups"]


@pytest.mark.parametrize(
    ("volume", "urgent", "heard"),
    [(100, False, 1.0), (40, False, 0.4), (0, False, 0.0), (0, True, 0.5), (90, True, 0.9)],
)
def test_a_clip_is_as_loud_as_the_volume_and_what_is_urgent_is_heard_in_any_case(volume, urgent, heard):
    loudness = []

    class Loud(Voicebox):
        async def clip(self, words):
            return Clip(np.ones(16000, np.float32), 16000)

        def say(self, clip):
            loudness.append(float(clip.samples.max()))
            return super().say(clip)

    async def main():
        voice = Loud()
        async with speaking(voice, voice, []) as mouth:
            mouth.volume = volume
            mouth.say(Say(1, "one", urgent))
            await asyncio.sleep(2.0)

    run_virtual(main())
    assert loudness == [pytest.approx(heard)]
