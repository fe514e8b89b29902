"""What a wake net is worth: near-hits on phrases and on other speech that were kept apart, by the code that serves.

Nothing here was taught with. Phrases are heard as they were recorded and in streams with noise at 20, 10 and 5 dB;
other speech is strung together to about an hour, heard plain, in rooms with noise, and faster or slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from edge.bundle.net import Bundle
from edge.media.audio import RATE
from edge.messages import Instant, Samples, Sound
from edge.perceive.wake import NearHit, WakeSpotter, window
from export.wake.rooms import Noises, Rooms, Treatment, cut
from export.wake.sounds import NEAR, SoundClip, Sounds

TICK = 2048  # samples: 128 ms
LATE = 1.5  # seconds after the end of a phrase in which a wake still counts for it
RATIOS = (20.0, 10.0, 5.0)  # dB
CLEAN = 0.0
Ratio = Callable[[Samples], float]


@dataclass(frozen=True, slots=True)
class JudgedStream:
    """A long sound, and where the phrase is in it (seconds); `noise`: how much louder speech is than noise, dB."""

    samples: Samples = field(repr=False)
    phrases: tuple[tuple[float, float], ...] = ()
    noise: float = CLEAN
    kinds: tuple[tuple[float, str], ...] = ()
    """What is heard from when on."""


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A near-hit in a stream: its logit, the second look's ratio, when it was decided; `phrase` -1: there was none."""

    logit: float
    ratio: float
    at: float
    decided: float
    phrase: int = -1


@dataclass(frozen=True, slots=True)
class HeardStream:
    """What was found in a stream."""

    stream: JudgedStream = field(repr=False)
    found: tuple[FoundHit, ...]


def heard(bundle: Bundle, stream: JudgedStream, ratio: Ratio | None) -> HeardStream:
    """Play the stream to a spotter in ticks; with `ratio` every near-hit gets its second look."""
    spotter, found = WakeSpotter(bundle), []
    for first in range(0, stream.samples.size, TICK):
        piece = stream.samples[first : first + TICK]
        now = (first + piece.size) / RATE
        found += [_found(stream, hit, now, ratio) for hit in spotter.hear(Sound(Instant(first / RATE), piece))]
    return HeardStream(stream, tuple(found))


def _found(stream: JudgedStream, hit: NearHit, now: float, ratio: Ratio | None) -> FoundHit:
    start, end = window(hit)
    decided = max(now, end)
    heard_by_then = stream.samples[max(0, round(start * RATE)) : round(end * RATE)]
    second = ratio(heard_by_then) if ratio else float("nan")
    which = [n for n, (begin, stop) in enumerate(stream.phrases) if begin <= decided <= stop + LATE]
    return FoundHit(hit.score, second, hit.at, decided, which[0] if which else -1)


# ---------------------------------------------------------------------------------------------- what is played


def phrase_streams(kept: Sounds, seed: int = 3) -> Iterator[JudgedStream]:
    """Each phrase as it was recorded; and all of them in one stream for each strength of noise, every few seconds."""
    for clip in kept.phrases:
        yield JudgedStream(clip.samples, ((clip.start, clip.end),))
    rng = np.random.default_rng(seed)
    noises = Noises.of(kept.noises, _talk(kept), rng, made=8)
    rooms = Rooms.of(kept.rooms, rng, made=8)
    for ratio in RATIOS:
        yield _in_noise(kept.phrases, ratio, (noises, rooms), rng)


def _in_noise(phrases: Sequence[SoundClip], ratio: float, air: tuple[Noises, Rooms], rng: Generator) -> JudgedStream:
    noises, rooms = air
    parts, marks, at = [], [], 0.0
    for clip in phrases:
        way = Treatment.drawn(rooms, rng) if rng.random() < 0.4 else Treatment(1.0, None)
        sound = way.heard(clip.samples)
        begin, end = clip.start / way.speed, clip.end / way.speed
        lead = rng.uniform(2, 5)
        size = round(lead * RATE) + sound.size + round(2.5 * RATE)
        part = np.zeros(size, np.float32)
        part[round(lead * RATE) : round(lead * RATE) + sound.size] = sound
        voice = part[round((lead + begin) * RATE) : round((lead + end) * RATE)]
        noise = noises.drawn(size, rng)
        part += noise * (voice.std() / (noise.std() + 1e-6) * 10 ** (-ratio / 20))
        parts.append(part * (10 ** (rng.uniform(-40, -18) / 20) / (part.std() + 1e-6)))
        marks.append((at + lead + begin, at + lead + end))
        at += size / RATE
    return JudgedStream(np.clip(np.concatenate(parts), -1, 1), tuple(marks), ratio)


def negative_streams(kept: Sounds, seed: int = 4) -> Iterator[JudgedStream]:
    """All other speech that was kept apart; what is no near miss also in rooms with noise, and in other rooms."""
    rng = np.random.default_rng(seed)
    noises = Noises.of(kept.noises, _talk(kept), rng, made=8)
    rooms = Rooms.of(kept.rooms, rng, made=8)
    every = [clip for kind in sorted(kept.others) for clip in kept.others[kind]]
    for way in range(3):
        clips = every if way == 0 else [clip for clip in every if clip.kind != NEAR]
        order = rng.permutation(len(clips))
        for first in range(0, len(order), 40):
            some = [clips[n] for n in order[first : first + 40]]
            parts = [_changed(clip.samples, way, (noises, rooms), rng) for clip in some]
            begins = np.cumsum([0, *(part.size for part in parts)]) / RATE
            kinds = tuple((float(at), clip.kind) for at, clip in zip(begins, some, strict=False))
            yield JudgedStream(np.concatenate(parts), kinds=kinds)
    if kept.noises:
        yield JudgedStream(np.concatenate([noise[: 6 * RATE] * 0.5 for noise in kept.noises]))


def _changed(samples: Samples, how: int, air: tuple[Noises, Rooms], rng: Generator) -> Samples:
    noises, rooms = air
    sound = samples
    if how:
        sound = np.concatenate(
            [Treatment.drawn(rooms, rng).heard(samples[n : n + 48000]) for n in range(0, samples.size, 48000)]
        )
    sound = np.concatenate([sound, np.zeros(round(rng.uniform(0.1, 0.6) * RATE), np.float32)])
    if how == 1:
        noise = noises.drawn(sound.size, rng)
        sound = sound + noise * (sound.std() / (noise.std() + 1e-6) * 10 ** (-rng.uniform(5, 20) / 20))
    hiss = cut(noises.hisses[0], sound.size, rng)
    sound = sound * (10 ** (rng.uniform(-38, -18) / 20) / (sound.std() + 1e-6)) + hiss * (1e-4 / hiss.std())
    return np.asarray(np.clip(sound, -1, 1), np.float32)


def _talk(kept: Sounds) -> tuple[Samples, ...]:
    return tuple(clip.samples for kind in ("intents", "ljspeech") for clip in kept.others.get(kind, ()))
