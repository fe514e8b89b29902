"""What a wake net learns: views of 2.4 s, made of recordings, voices, noises and rooms, and the loss on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional

from edge.media.audio import RATE
from edge.media.logmel import HOP, WINDOW, log_mel
from edge.messages import Array, Samples
from edge.perceive.wake_net import level_free
from export.wake.rooms import Noises, Rooms, Treatment, cut
from export.wake.sounds import NEAR, VOICE, SoundClip, Sounds
from export.wake.student import STRIDE, WakeNet
from export.wake.warps import warped

FRAMES = 240
_SIZE = (FRAMES - 1) * HOP + WINDOW
_EARLIEST = 1.15  # seconds of a view in which no phrase ends: the net needs what came before
_BEFORE, _AFTER = 0.05, 0.14  # around the end of the phrase, where the net is to say so
_NEVER = -9.0
PICO = "pico"


@dataclass(slots=True)
class Views:
    """A batch: frames, and when the phrase ends in each (seconds), and where its half is."""

    frames: Tensor
    ends: Tensor
    starts: Tensor

    def to(self, device: torch.device) -> Views:
        return Views(self.frames.to(device), self.ends.to(device), self.starts.to(device))


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of what a batch is made of."""

    phrases: float = 0.42
    kinds: tuple[tuple[str, float], ...] = (
        ("jarvis", 1.3), ("computer", 1.3), ("smart_mirror", 1.0), ("snowboy", 0.8), ("alexa", 0.6), ("athena", 0.5),
        ("amelia", 0.5), ("near_miss", 1.5), ("intents", 3.0), ("ljspeech", 1.5), (NEAR, 1.3), ("commands", 1.5),
        (PICO, 1.2),
    )  # fmt: skip
    halves: float = 0.16
    """Of the views without the phrase: those with its first or its second half, or both in the wrong order."""
    noisy: float = 0.85
    made: int = 60
    """Rooms, and noises of each kind, that are made."""
    voices: float = 0.2
    """Of the views with the phrase, where there are recordings of it: those in a synthetic voice."""


class WakeCourse:
    """Makes views and computes their loss."""

    def __init__(self, sounds: Sounds, mix: Mix, mark: str) -> None:
        self.what = mark
        self._sounds, self._mix = sounds, mix
        self._recorded = [clip for clip in sounds.phrases if clip.kind != VOICE] or list(sounds.phrases)
        self._spoken = [clip for clip in sounds.phrases if clip.kind == VOICE]
        self._rooms = Rooms.of(sounds.rooms, np.random.default_rng(11), mix.made)
        weights = [(kind, weight) for kind, weight in mix.kinds if sounds.others.get(kind)]
        weights += [(kind, 1.0) for kind in sounds.others if kind not in dict(mix.kinds)]
        total = sum(weight for _, weight in weights)
        self._kinds = [kind for kind, _ in weights]
        self._odds = [weight / total for _, weight in weights]
        talk = tuple(
            clip.samples for kind in ("intents", "commands", "ljspeech") for clip in sounds.others.get(kind, ())
        )
        self._noises = Noises.of(sounds.noises, talk, np.random.default_rng(12), mix.made)

    def batch(self, rng: Generator, size: int) -> Views:
        """So many views, the first of them with the phrase."""
        with_phrase = round(size * self._mix.phrases)
        views = [
            self._with_phrase(rng) if n < with_phrase else (self._without(rng), _NEVER, _NEVER) for n in range(size)
        ]
        made = [warped(level_free(log_mel(samples)), (start, end), rng) for samples, start, end in views]
        frames = np.stack([masked(one, rng) for one, _ in made])
        starts, ends = ([marks[n] for _, marks in made] for n in (0, 1))
        return Views(torch.from_numpy(frames.transpose(0, 2, 1).copy()), torch.tensor(ends), torch.tensor(starts))

    def loss(self, student: nn.Module, batch: Views) -> Tensor:
        """High for a while at the end of a phrase, low everywhere else: mostly the worst moments count."""
        if not isinstance(student, WakeNet):
            raise TypeError
        logits = student(batch.frames, *student.start(len(batch.frames)))[0]
        heard = (torch.arange(logits.shape[1]) * STRIDE + STRIDE - 1) * (HOP / RATE) + WINDOW / RATE
        after = heard[None] - batch.ends[:, None].float()
        wanted = (after > -_BEFORE) & (after < _AFTER)
        free = (after > -0.16) & (after < 0.5)
        there = batch.ends > 0
        high = torch.where(wanted, logits, -1e4)[there].topk(4, dim=1).values
        low = torch.where(free, -1e4, logits)
        worst = functional.softplus(low.topk(3, dim=1).values).mean()
        return functional.softplus(-high).mean() + 1.5 * worst + 3 * functional.softplus(low).mean()

    # ------------------------------------------------------------------------------------------------ views

    def _with_phrase(self, rng: Generator) -> tuple[Samples, float, float]:
        clip = self._phrase(rng)
        way = Treatment.drawn(self._rooms, rng)
        sound = way.heard(clip.samples)
        start, end = clip.start / way.speed, clip.end / way.speed
        at = int((rng.uniform(_EARLIEST, FRAMES / 100 - 0.22) - end) * RATE)
        view = np.zeros(_SIZE, np.float32)
        put(view, sound, at)
        if rng.random() < 0.12 and (begin := at + int((start - 0.08) * RATE)) > 0:
            view[:begin] = 0  # as if the microphone had just been opened, or a noise gate
        voice = loudness(view)
        if rng.random() < 0.5 and at > 0:
            other = self._speech(rng)
            other = other * (voice / loudness(other) * 10 ** (rng.uniform(-9, 6) / 20))
            put(view, other[:at], at - min(at, other.size) - int(rng.integers(0, 3000)))
        if rng.random() < 0.4 and (behind := at + sound.size) < _SIZE:
            other = self._speech(rng)
            put(view, other * (voice / loudness(other)), behind + int(rng.integers(0, 2000)))
        return self._finished(view, voice, rng.uniform(-1, 26), rng), at / RATE + start, at / RATE + end

    def _without(self, rng: Generator) -> Samples:
        view = np.zeros(_SIZE, np.float32)
        if rng.random() < 0.04:
            return self._finished(view, 1.0, 0.0, rng, always=True)
        if rng.random() < self._mix.halves:
            self._halves(view, rng)
        else:
            sound = self._speech(rng)
            first = int(rng.integers(-max(0, sound.size - _SIZE // 2) - 1, _SIZE // 3))
            put(view, sound, first)
            if rng.random() < 0.5:
                put(view, self._speech(rng), first + sound.size + int(rng.integers(0, 4000)))
        return self._finished(view, loudness(view), rng.uniform(-3, 30), rng)

    def _halves(self, view: Samples, rng: Generator) -> None:
        """A part of the phrase, alone, with other speech, or both parts in the wrong order."""
        clip = self._phrase(rng)
        way = Treatment.drawn(self._rooms, rng)
        sound = way.heard(clip.samples)
        start, end = clip.start / way.speed, clip.end / way.speed
        middle = start + (end - start) * rng.uniform(0.42, 0.55)
        head = sound[max(0, int(start * RATE) - 1600) : int(middle * RATE)]
        tail = sound[int(middle * RATE) : int(end * RATE) + 2400]
        other = self._speech(rng)
        other = other * (loudness(sound) / loudness(other))
        parts = {0: (head, other), 1: (other[: RATE // 2], tail), 2: (tail, head), 3: (head, head), 4: (tail, tail)}
        at = int(rng.integers(0, _SIZE // 2))
        for part in parts[int(rng.integers(5))]:
            put(view, part, at)
            at += part.size + int(rng.integers(0, 1200))

    def _phrase(self, rng: Generator) -> SoundClip:
        clips = self._spoken if self._spoken and rng.random() < self._mix.voices else self._recorded
        return clips[int(rng.integers(len(clips)))]

    def _speech(self, rng: Generator) -> Samples:
        kind = self._kinds[int(rng.choice(len(self._kinds), p=self._odds))]
        clips = self._sounds.others[kind]
        samples = clips[int(rng.integers(len(clips)))].samples
        if samples.size > 4 * RATE:
            first = int(rng.integers(samples.size - 4 * RATE + 1))
            samples = samples[first : first + 4 * RATE]
        return Treatment.drawn(self._rooms, rng).heard(samples)

    def _finished(self, view: Samples, voice: float, ratio: float, rng: Generator, *, always: bool = False) -> Samples:
        """With noise, at some level, now and then clipped."""
        if always or rng.random() < self._mix.noisy:
            noise = self._noises.drawn(_SIZE, rng)
            view = view + noise * (voice / (noise.std() + 1e-6) * 10 ** (-ratio / 20))
        view = view * (10 ** (rng.uniform(-48, -10) / 20) / (np.sqrt(np.square(view).mean()) + 1e-6))
        floor = self._noises.hisses[int(rng.integers(len(self._noises.hisses)))]
        view = view + cut(floor, _SIZE, rng) * (10 ** (rng.uniform(-95, -62) / 20) / floor.std())
        if rng.random() < 0.08:
            most = np.abs(view).max() * rng.uniform(0.2, 0.6)
            view = np.clip(view, -most, most)
        return np.clip(view, -1, 1).astype(np.float32)


def put(view: Samples, sound: Samples, at: int) -> None:
    """Add the sound into the view from sample `at` on; what lies outside is lost."""
    begin, end = max(0, at), min(view.size, at + sound.size)
    if end > begin:
        view[begin:end] += sound[begin - at : end - at]


def loudness(sound: Samples) -> float:
    """The root of the mean square of what is not quiet."""
    loud = np.abs(sound)
    loud = loud[loud > 0.05 * loud.max(initial=0.0)]
    return float(np.sqrt(np.square(loud).mean())) + 1e-6 if loud.size else 1e-6


def masked(frames: Array, rng: Generator) -> Array:
    """Some bands or some moments gone, in half of the views."""
    for _ in range(int(rng.random() < 0.35) + int(rng.random() < 0.1)):
        first, size = int(rng.integers(36)), int(rng.integers(1, 7))
        frames[:, first : first + size] = 0
    if rng.random() < 0.3:
        first, size = int(rng.integers(len(frames))), int(rng.integers(1, 8))
        frames[first : first + size] = 0
    return frames.astype(np.float32, copy=False)


def clips(samples: Sequence[Samples], kind: str) -> tuple[SoundClip, ...]:
    return tuple(SoundClip(one, kind) for one in samples)
