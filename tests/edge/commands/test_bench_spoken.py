"""The room and the speaker with which the delay of an answer is measured, in virtual time."""

import asyncio
from contextlib import aclosing

import numpy as np

from edge.commands.bench_spoken import ROOM, TICK, Answers, NotedSpeaker, PlayedMicrophone, said_by, trimmed
from edge.media.audio import RATE
from edge.messages import Clip, End, Instant, Now, Outcome, Query, Tick, TurnId, Wall
from firmware_sim.clock import run_virtual
from tests.edge.mind.walk import START


def test_a_recording_ends_where_it_can_no_longer_be_heard():
    samples = np.concatenate([np.full(100, 0.5), np.full(900, 0.001)]).astype(np.float32)
    assert trimmed(samples).size == 100
    assert trimmed(np.zeros(10, np.float32)).size == 0


def test_what_is_played_is_heard_in_time_and_its_end_is_known():
    async def main():
        microphone, heard = PlayedMicrophone(), []
        async with aclosing(microphone.sounds()) as sounds:
            async for sound in sounds:
                heard.append(sound)
                if len(heard) == 2:
                    microphone.play(np.full(RATE, 0.5, np.float32))
                if len(heard) == 14:
                    break
        return heard, microphone.ends, asyncio.get_running_loop().time()

    heard, ends, now = run_virtual(main())
    assert abs(now - 14 * TICK) < 1e-6
    loud = [sound for sound in heard if np.abs(sound.samples).max() > 0.4]
    assert abs(loud[0].at - 2 * TICK) < 1e-6
    assert abs(ends - (loud[0].at + 1.0)) < 1e-6
    assert abs(sum((sound.samples > 0.4).sum() for sound in loud) - RATE) < 10


def test_recordings_are_played_one_after_the_other_and_the_room_is_never_silent():
    async def main():
        microphone, heard = PlayedMicrophone(), []
        for level in (0.25, 0.75):
            microphone.play(np.full(3 * 1024, level, np.float32))
        async with aclosing(microphone.sounds()) as sounds:
            async for sound in sounds:
                heard.append(sound)
                if len(heard) == 6:
                    break
        return heard, microphone.ends

    heard, ends = run_virtual(main())
    assert [round(float(sound.samples.mean()), 2) for sound in heard] == [0.25, 0.12, 0.75, 0.38, 0.0, 0.0]
    assert abs(ends - (2 * TICK + 3 * 1024 / RATE)) < 1e-6, "of the last"
    assert 0.9 * ROOM < heard[-1].samples.std() < 1.1 * ROOM


def test_a_speaker_that_stops_at_once_has_played_nothing():
    async def main():
        return await NotedSpeaker().say(Clip(np.ones(RATE, np.float32), RATE)).stop()

    assert run_virtual(main()) == 0.0


def test_questions_are_spoken_at_the_rate_of_the_microphone():
    class Tin:
        async def clip(self, words):
            return Clip(np.full(800 * len(words), 0.5, np.float32), 8000)

    said = run_virtual(said_by(Tin(), ("Noon", "When?")))
    assert [(text, samples.size) for text, samples in said] == [("Noon", 6400), ("When?", 8000)]


def test_the_speaker_notes_the_first_sound_and_takes_as_long_as_the_clip():
    async def main():
        loop, speaker = asyncio.get_running_loop(), NotedSpeaker()
        await asyncio.sleep(1.0)
        speaker.say(Clip(np.empty(0, np.float32), RATE))
        await asyncio.sleep(1.0)
        seconds = await speaker.say(Clip(np.ones(RATE, np.float32), RATE)).wait()
        await speaker.say(Clip(np.ones(RATE, np.float32), RATE)).stop()
        return speaker.first, seconds, loop.time()

    assert run_virtual(main()) == (2.0, 1.0, 3.0)


def test_what_was_understood_and_how_it_ended_is_kept():
    answers, now = Answers(), Now(Instant(0.0), Wall(START))
    answers.watch(now, Query(TurnId(1), "what time is it"), ())
    assert not answers.over.is_set()
    answers.watch(now, Tick(), (End(TurnId(1), Outcome.ANSWERED_LOCAL, "Noon.", None, ""),))
    assert (answers.heard, answers.end.text, answers.over.is_set()) == ("what time is it", "Noon.", True)
