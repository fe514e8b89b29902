"""Recorded perception: what perceivers would find, from what stands in the scenario, so that runs need no models.

It works on what really arrived: a picture that turned to noise shows nothing, words whose sound was lost are not
heard, and words of which half was lost are heard with half the confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

import numpy as np

from edge.messages import (
    Array,
    Attention,
    Box,
    Code,
    Event,
    Frame,
    Heard,
    Pixels,
    Point,
    Quad,
    Samples,
    Sound,
    Text,
    Thing,
    Voice,
    Wake,
)
from firmware_sim.world.scenario import Hear, Item, Picture

RATE = 16000
HIDDEN = {"face", "license plate"}
PITCH = 200.0  # hertz of a simulated voice: a whole number of waves fits into a piece of sound
PAUSE = 0.3  # seconds of silence after which a sentence counts as ended
T = TypeVar("T")
TOLD: Mapping[Attention, tuple[type[Event], ...]] = {
    Attention.OFF: (),
    Attention.WAKE: (Wake,),
    Attention.SPEECH: (Wake, Voice, Heard),
}

PATIENCE = 1.0  # seconds that a sentence's end may be missing before it is forgotten
HEARD_ENOUGH = 0.4  # the share of a sentence that has to arrive
GRACE = 0.1  # seconds that may be missing unnoticed
SHORTEST_WAKE = 0.4  # seconds of the wake word that have to arrive


@dataclass(eq=False)
class ShownPictures:
    """Knows which picture of the scenario a frame shows, by its very pixels."""

    _shown: dict[int, tuple[Pixels, Picture]] = field(default_factory=dict, repr=False)

    def remember(self, pixels: Pixels, picture: Picture) -> None:
        self._shown[id(pixels)] = (pixels, picture)

    def things(self, frame: Frame) -> tuple[Thing, ...]:
        return self._items(frame, lambda item: bool(item.label), lambda i: Thing(i.label, i.score, Box(*i.box)))

    def texts(self, frame: Frame) -> tuple[Text, ...]:
        def is_text(item: Item) -> bool:
            return bool(item.text) and not item.format

        return self._items(frame, is_text, lambda item: Text(item.text, item.score, _quad(item)))

    def codes(self, frame: Frame) -> tuple[Code, ...]:
        return self._items(frame, lambda item: bool(item.format), lambda i: Code(i.format, i.text, _quad(i)))

    def redactions(self, frame: Frame) -> tuple[Thing, ...]:
        """The faces and plates in the frame's picture."""
        return tuple(thing for thing in self.things(frame) if thing.label in HIDDEN)

    def _items(self, frame: Frame, wanted: Callable[[Item], bool], found: Callable[[Item], T]) -> tuple[T, ...]:
        _, picture = self._shown.get(id(frame.pixels), (None, None))
        return tuple(found(item) for item in picture.item if wanted(item)) if picture else ()


class RecordedEar:
    """Hears the scenario's sentences, as far as their sound arrives."""

    def __init__(self, hear: tuple[Hear, ...]) -> None:
        self._open = [_Sentence(one) for one in hear]
        self._attends = Attention.SPEECH

    def attend(self, to: Attention) -> tuple[Event, ...]:
        """From now on tell what this attention would find."""
        self._attends = to
        return ()

    def hear(self, sound: Sound) -> tuple[Event, ...]:
        """What is told of a piece of sound."""
        ends = sound.at + len(sound.samples) / RATE
        voiced = is_voice(sound.samples)
        events: list[Event] = []
        for sentence in self._open:
            if sentence.hear.at < ends:
                events += sentence.take(sound.at, ends, voiced=voiced)
        self._open = [sentence for sentence in self._open if not sentence.over]
        told = TOLD[self._attends]
        return tuple(event for event in events if isinstance(event, told))


@dataclass
class _Sentence:
    """One sentence on its way into the ear."""

    hear: Hear
    woken: float = 0.0
    arrived: float = 0.0
    speaking: bool = False
    half: bool = False
    over: bool = False

    def take(self, start: float, ends: float, *, voiced: bool) -> list[Event]:
        events: list[Event] = []
        if voiced:
            self.woken += _overlap(start, ends, self.hear.at, self.hear.speech)
            self.arrived += _overlap(start, ends, self.hear.speech, self.hear.ends)
        if self.hear.wake and self.woken >= SHORTEST_WAKE:
            self.woken = -10.0  # once is enough
            events.append(Wake(self.hear.wake, self.hear.confidence))
        if self.arrived > 0 and not self.speaking:
            self.speaking = True
            events.append(Voice(on=True))
        if not self.half and self.arrived > (self.hear.ends - self.hear.speech) / 2 < ends - self.hear.speech:
            self.half = True
            events.append(Heard(self._words(0.5), self._confidence(self.arrived * 2), final=False))
        if ends > self.hear.ends + PAUSE:
            events += self._finish(start)
        return events

    def _finish(self, start: float) -> list[Event]:
        self.over = True
        if not self.speaking:
            return []
        done: list[Event] = [Voice(on=False)]
        share = self.arrived / (self.hear.ends - self.hear.speech)
        if start <= self.hear.ends + PAUSE + PATIENCE and share >= HEARD_ENOUGH:
            done.append(Heard(self.hear.says, self._confidence(self.arrived)))
        return done

    def _words(self, share: float) -> str:
        words = self.hear.says.split()
        return " ".join(words[: max(1, int(len(words) * share))])

    def _confidence(self, arrived: float) -> float:
        share = (arrived + GRACE) / (self.hear.ends - self.hear.speech)
        return round(self.hear.confidence * min(1.0, share), 3)


def voice_samples(count: int) -> Samples:
    """A hum at the pitch of a simulated voice."""
    wave = 0.2 * np.sin(2 * np.pi * PITCH / RATE * np.arange(count))
    return np.asarray(wave, np.float32)


def is_voice(samples: Samples) -> bool:
    """Whether most of the sound is at the pitch of a simulated voice, which noise is not."""
    power = float(np.dot(samples, samples))
    if not power:
        return False
    at_pitch = abs(np.dot(samples, _wave(len(samples)))) ** 2 * 2 / len(samples)
    return bool(at_pitch > 0.5 * power)


@lru_cache(maxsize=8)
def _wave(count: int) -> Array:
    return np.asarray(np.exp(2j * np.pi * PITCH / RATE * np.arange(count)), np.complex64)


def _overlap(start: float, ends: float, first: float, last: float) -> float:
    return max(0.0, min(ends, last) - max(start, first))


def _quad(item: Item) -> Quad:
    x1, y1, x2, y2 = item.box
    return Quad(Point(x1, y1), Point(x2, y1), Point(x2, y2), Point(x1, y2))
