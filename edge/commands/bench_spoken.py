"""From the end of a spoken question to the first sound of its answer: the whole way, in real time, with real models."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from edge.media.audio import RATE, resample
from edge.messages import End, Instant, Query, Sound, Touch

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from edge.config import Config
    from edge.devices import Talker
    from edge.flow import Lanes
    from edge.messages import Clip, Command, Event, Now, Samples
    from edge.shell.runtime import Runtime

TICK = 0.128  # seconds in a piece of sound, as a microphone is read
LEAD = 0.5  # seconds between the touch that calls and the first word
WITHIN = 15.0  # seconds for one question and its answer
ROOM = 10 ** (-62 / 20)  # the noise of the room, as a share of full scale
AUDIBLE = 0.01  # of full scale: what is quieter at the end of a recording is no speech


@dataclass(frozen=True, slots=True)
class TimedAnswer:
    """One question, spoken: what was understood and answered, and the seconds until the answer was heard."""

    asked: str
    heard: str
    answer: str
    seconds: float | None
    """None: there was no answer."""


@dataclass
class PlayedMicrophone:
    """A room in which recordings are played, heard in real time."""

    waiting: deque[Samples] = field(default_factory=deque)
    ends: float = 0.0
    """When the last sample of speech was in the air."""

    def play(self, samples: Samples) -> None:
        """Play this from the next piece on."""
        self.waiting.append(samples)

    async def sounds(self) -> AsyncGenerator[Sound, None]:
        """The room, piece by piece, each when it is complete."""
        loop, size = asyncio.get_running_loop(), round(TICK * RATE)
        dice = np.random.default_rng(0)
        rest, at = np.empty(0, np.float32), loop.time()
        while True:
            if not rest.size and self.waiting:
                rest = self.waiting.popleft()
                self.ends = at + rest.size / RATE
            piece, rest = rest[:size], rest[size:]
            heard = dice.normal(0.0, ROOM, size).astype(np.float32)
            heard[: piece.size] += piece
            at += TICK
            await asyncio.sleep(at - loop.time())
            yield Sound(Instant(at - TICK), heard)


@dataclass
class NotedSpeaker:
    """A speaker that nobody hears; it notes when it was given the first sound of an answer, and takes its time."""

    first: float | None = None
    _lasts: float = 0.0

    def say(self, clip: Clip) -> NotedSpeaker:
        """Note the time of a clip that can be heard."""
        if clip.samples.size and self.first is None:
            self.first = asyncio.get_running_loop().time()
        self._lasts = clip.samples.size / clip.rate
        return self

    async def wait(self) -> float:
        """As long as the clip lasts."""
        await asyncio.sleep(self._lasts)
        return self._lasts

    async def stop(self) -> float:
        """It is over."""
        return 0.0


@dataclass
class Answers:
    """An observer that keeps what was understood and how it ended."""

    heard: str = ""
    end: End | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """Of each step."""
        if isinstance(event, Query):
            self.heard = event.text
        for command in commands:
            if isinstance(command, End):
                self.end = command
                self.over.set()


def trimmed(samples: Samples) -> Samples:
    """A recording up to the last moment that can be heard."""
    loud = np.flatnonzero(np.abs(samples) > AUDIBLE)
    return samples[: loud[-1] + 1] if loud.size else samples[:0]


async def spoken(
    config: Config, lanes: Lanes, talker: Talker, questions: Sequence[tuple[str, Samples]]
) -> list[TimedAnswer]:
    """Each question played into a run of its own models, in real time, called by a touch."""
    from edge.compose.build import Run, build
    from edge.compose.senses import real_senses
    from edge.devices import Glasses
    from edge.hardware.blank import Blank
    from edge.hardware.body import LinuxBody
    from edge.store.ledger import open_ledger
    from edge.store.ledger_file import IN_MEMORY

    microphone, speaker, answers, found = PlayedMicrophone(), NotedSpeaker(), Answers(), []
    glasses = Glasses(LinuxBody(), Blank(), microphone=microphone, speaker=speaker, talker=talker)
    config = replace(config, policy=replace(config.policy, queue=False, follow_for=0.0))
    with TemporaryDirectory() as folder, closing(open_ledger(IN_MEMORY)) as ledger:
        run = Run(ledger, (answers.watch,), resumes=True, folder=Path(folder))
        runtime = build(config, glasses, real_senses(config), lanes, run)
        running = asyncio.create_task(runtime.run(), name="glint")
        try:
            for text, samples in questions:
                answers.over.clear()
                answers.heard, answers.end, speaker.first = "", None, None
                runtime.post(Touch("hold"))
                await asyncio.sleep(LEAD)
                microphone.play(trimmed(samples))
                await _answered(answers, runtime)
                seconds = None if speaker.first is None else speaker.first - microphone.ends
                found.append(TimedAnswer(text, answers.heard, answers.end.text if answers.end else "", seconds))
        finally:
            runtime.stop()
            await running
    return found


async def _answered(answers: Answers, runtime: Runtime) -> None:
    """Wait until the question has ended and nothing is said any more; so long at most."""
    with suppress(TimeoutError):
        async with asyncio.timeout(WITHIN):
            await answers.over.wait()
            await runtime.quiet()


async def said_by(talker: Talker, texts: Sequence[str]) -> list[tuple[str, Samples]]:
    """Texts spoken by a voice, at 16 kHz."""
    clips = [(text, await talker.clip(text)) for text in texts]
    return [(text, resample(clip.samples, clip.rate, RATE)) for text, clip in clips]
