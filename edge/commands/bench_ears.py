"""`glint bench ears`: what hearing costs on this machine, and how soon an answer is heard."""

from __future__ import annotations

import asyncio
import resource
import time
from contextlib import closing
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from edge.commands.bench_spoken import said_by, spoken
from edge.compose.ears import Ears
from edge.errors import UsageError
from edge.flow import Lanes, at_once
from edge.media.audio import RATE
from edge.messages import Attention, Instant, Sound
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.commands.bench_spoken import TimedAnswer
    from edge.config import Config
    from edge.devices import Talker
    from edge.messages import Samples

TICK = 0.128
QUIET = 10 ** (-62 / 20)  # a quiet room, as a share of full scale
SECONDS = 60.0  # of sound for each cost
LATE, LATER = 0.9, 1.5  # seconds: the bars of the median and of 95 in 100
QUESTIONS = (
    "What time is it?",
    "Set a timer for five minutes.",
    "How much battery is left?",
    "What is twelve times seven?",
    "What is the date today?",
    "Put milk and eggs on the shopping list.",
    "What is on my shopping list?",
    "Remind me to call mum tomorrow at nine.",
    "What can you do?",
    "How many days until Christmas?",
    "Cancel the timer.",
    "Convert five feet to centimetres.",
)


@dataclass(frozen=True, slots=True)
class EarFigure:
    """One figure, with its limit where it has one."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def kept(self) -> bool:
        """Whether it keeps its limit."""
        return self.limit is None or self.value <= self.limit


def ear_figures(config: Config) -> Iterator[EarFigure]:
    """Each figure as soon as it is measured. Raises UsageError where nothing can be heard or spoken here."""
    from edge.hardware.pico import Pico

    talker = Pico()
    questions = asyncio.run(said_by(talker, QUESTIONS))
    speech = np.concatenate([samples for _, samples in questions])
    yield from costs(config, speech)
    found = asyncio.run(_spoken(config, talker, questions))
    yield from delays(found)


def costs(config: Config, speech: Samples) -> Iterator[EarFigure]:
    """Processor time of each part, piece by piece as a microphone is read."""
    dice = np.random.default_rng(0)
    room = dice.normal(0.0, QUIET, round(SECONDS * RATE)).astype(np.float32)
    talk = room + np.resize(speech, room.size)
    alone = Ears(config, ("wakes",), recognises=False)
    yield EarFigure("the wake phrase, while others talk", _cost(alone, Attention.WAKE, talk), "ms a second", 3.0)
    yield EarFigure("the wake phrase, in a quiet room", _cost(alone, Attention.WAKE, room), "ms a second")
    voice = Ears(config, ("voice",))
    yield EarFigure("voice activity, while others talk", _cost(voice, Attention.SPEECH, talk), "ms a second")
    yield EarFigure("voice activity, in a quiet room", _cost(voice, Attention.SPEECH, room), "ms a second")
    before = _resident()
    recogniser = Ears(config).recogniser()
    recogniser.transcribe(speech[: 3 * RATE])
    yield EarFigure("memory of the recogniser", _resident() - before, "MB", 150.0)
    began, seconds = time.process_time(), 0.0
    for start in range(0, speech.size - 3 * RATE, 3 * RATE):
        recogniser.transcribe(speech[start : start + 3 * RATE])
        seconds += 3.0
    yield EarFigure("recognition", 1000 * (time.process_time() - began) / seconds, "ms a second", 110.0)


def delays(found: list[TimedAnswer]) -> Iterator[EarFigure]:
    """How long the wearer waited, from the end of what was asked to the first sound of the answer."""
    waited = sorted(one.seconds for one in found if one.seconds is not None)
    if not waited:
        raise UsageError("none of the questions was answered aloud: is there a recogniser (glint models pull)?")
    late = waited[min(len(waited) - 1, round(0.95 * len(waited)))]
    yield EarFigure("end of speech to the answer, median", median(waited), "s", LATE)
    yield EarFigure("end of speech to the answer, 95 in 100", late, "s", LATER)
    yield EarFigure("questions answered aloud", len(waited), f"of {len(found)}")


async def _spoken(config: Config, talker: Talker, questions: list[tuple[str, Samples]]) -> list[TimedAnswer]:
    with closing(Lanes.threads()) as lanes:
        return await spoken(config, lanes, talker, questions)


def _cost(ears: Ears, to: Attention, samples: Samples) -> float:
    """Milliseconds of processor time for a second of sound."""
    ear, size = ears.ear(), round(TICK * RATE)
    at_once(ear.attend(to))
    at_once(ear.hear(Sound(Instant(0.0), samples[:size])))
    began = time.process_time()
    for start in range(size, samples.size - size, size):
        at_once(ear.hear(Sound(Instant(start / RATE), samples[start : start + size])))
    return 1000 * (time.process_time() - began) / (samples.size / RATE)


def _resident() -> float:
    """Megabytes at the most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
