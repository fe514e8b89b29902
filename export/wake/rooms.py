"""What happens to a sound on its way: rooms, microphones, speed; and the noises that are mixed with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from edge.media.audio import RATE
from edge.messages import Array, Samples

_SIZE = 1 << 16  # samples of a transform: 4.1 s, what comes longer is cut
LONGEST = int(3.6 * RATE)
_HERTZ = np.fft.rfftfreq(_SIZE, 1 / RATE)


@dataclass(frozen=True)
class Rooms:
    """Spectra of the answers of rooms to an impulse, each without its delay, measured and made; and of microphones."""

    spectra: Array = field(repr=False)
    microphones: Array = field(repr=False)

    @classmethod
    def of(cls, measured: Sequence[Samples], rng: Generator, made: int = 60, microphones: int = 200) -> Rooms:
        every = [*measured, *(room(rng.uniform(0.12, 0.7), rng.uniform(0.3, 3.0), rng) for _ in range(made))]
        spectra = np.stack([np.fft.rfft(_straight(one), _SIZE).astype(np.complex64) for one in every])
        return cls(spectra, np.stack([coloured(rng) for _ in range(microphones)]))


def room(decay: float, distance: float, rng: Generator) -> Samples:
    """A made room: sound dies by 60 dB in `decay` seconds, and the speaker stands `distance` metres away.

    Direct sound falls with the distance, the echoes do not; at about a metre both are alike in a furnished room.
    """
    size = int(decay * RATE)
    tail = rng.standard_normal(size) * 10 ** (-3 * np.arange(size) / size)
    for _ in range(6):  # first echoes
        tail[int(rng.uniform(0.002, 0.03) * RATE)] += rng.choice((-1, 1)) * rng.uniform(1, 4)
    tail[: int(0.001 * RATE)] = 0
    tail *= 1 / np.sqrt(np.square(tail).sum())
    tail[0] = 1 / distance * np.sqrt(0.3 / decay)
    return np.asarray(tail / np.abs(tail).max(), np.float32)


def _straight(answer: Samples) -> Samples:
    begin = int(np.abs(answer).argmax())
    cut = answer[begin : begin + RATE]
    return np.asarray(cut / np.sqrt(np.square(cut).sum()), np.float32)


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a sound went through; `speed` above 1 is faster and higher. The response is that of room and microphone."""

    speed: float
    response: Array | None

    @classmethod
    def drawn(cls, rooms: Rooms, rng: Generator) -> Treatment:
        """Most voices faster or slower, half of them coloured, two in five in a room, some in a narrow band."""
        speed = 1.0 if rng.random() < 0.25 else float(rng.uniform(0.84, 1.19))
        response: Array | None = None
        if rng.random() < 0.6:
            response = rooms.microphones[int(rng.integers(len(rooms.microphones)))]
        if rng.random() < 0.45:
            spectrum = rooms.spectra[int(rng.integers(len(rooms.spectra)))]
            response = spectrum if response is None else response * spectrum
        return cls(speed, response)

    def heard(self, samples: Samples) -> Samples:
        """The sound at its end; as long as it is at this speed."""
        if self.speed != 1.0:
            samples = resample_fast(samples, self.speed)
        if self.response is None:
            return samples
        samples = samples[:LONGEST]
        heard = np.fft.irfft(np.fft.rfft(samples, _SIZE) * self.response, _SIZE)
        return np.asarray(heard[: samples.size], np.float32)


def resample_fast(samples: Samples, speed: float) -> Samples:
    """The sound in 1/speed of its time, between samples along a straight line: quick, and a little dull."""
    slower = np.interp(np.arange(0, samples.size - 1, speed), np.arange(samples.size), samples)
    return np.asarray(slower, np.float32)


def coloured(rng: Generator) -> Array:
    """The response of some microphone: a smooth curve of up to 9 dB, sometimes without lows or highs."""
    points = np.cumsum(rng.normal(0, 2.5, 9))
    points = np.clip(points - points.mean(), -9, 9)
    octaves = np.log2(np.maximum(_HERTZ, 50) / 50)
    curve = np.interp(octaves, np.linspace(0, np.log2(160), 9), points)
    if rng.random() < 0.3:
        curve -= 12 * np.maximum(0, np.log2(rng.uniform(80, 350) / np.maximum(_HERTZ, 10)))
    if rng.random() < 0.2:
        curve -= 24 * np.maximum(0, np.log2(np.maximum(_HERTZ, 10) / rng.uniform(2800, 5500)))
    return np.asarray(10 ** (np.maximum(curve, -60) / 20), np.float32)


@dataclass(frozen=True)
class Noises:
    """Recorded noises, and those that are made: hiss, rumble, hum, chords, talk of several."""

    recorded: tuple[Samples, ...] = field(repr=False)
    talk: tuple[Samples, ...] = field(repr=False)
    music: tuple[Samples, ...] = field(repr=False)
    hisses: tuple[Samples, ...] = field(repr=False)

    @classmethod
    def of(cls, recorded: Sequence[Samples], talk: Sequence[Samples], rng: Generator, made: int = 60) -> Noises:
        music = tuple(chords(8 * RATE, rng) for _ in range(made))
        return cls(tuple(recorded), tuple(talk), music, tuple(hiss(1 << 17, rng) for _ in range(made)))

    def drawn(self, size: int, rng: Generator) -> Samples:
        """So many samples of noise, at any level."""
        way = rng.random()
        if way < 0.55 and self.recorded:
            return self._recorded(size, rng)
        if way < 0.68:
            return cut(self.music[int(rng.integers(len(self.music)))], size, rng)
        if way < 0.82 and self.talk:
            voices = [cut(self.talk[int(rng.integers(len(self.talk)))], size, rng) for _ in range(rng.integers(1, 6))]
            return np.asarray(np.sum(voices, axis=0), np.float32)
        return cut(self.hisses[int(rng.integers(len(self.hisses)))], size, rng)

    def _recorded(self, size: int, rng: Generator) -> Samples:
        noise = cut(self.recorded[int(rng.integers(len(self.recorded)))], size, rng)
        if rng.random() < 0.25:
            other = cut(self.recorded[int(rng.integers(len(self.recorded)))], size, rng)
            noise = noise / (noise.std() + 1e-6) + other / (other.std() + 1e-6)
        return noise


def cut(samples: Samples, size: int, rng: Generator) -> Samples:
    """So many samples of it from anywhere; a short one comes again and again."""
    if samples.size < size:
        samples = np.tile(samples, size // samples.size + 1)
    first = int(rng.integers(samples.size - size + 1))
    return samples[first : first + size]


def hiss(size: int, rng: Generator) -> Samples:
    """White to brown noise."""
    white = np.fft.rfft(rng.standard_normal(size).astype(np.float32))
    slope = np.arange(1, white.size + 1, dtype=np.float32) ** -rng.uniform(0, 1)
    return np.fft.irfft(white * slope, size).astype(np.float32)


def chords(size: int, rng: Generator) -> Samples:
    """Something like music: chords of a few notes with overtones, changing a few times in a second, and a beat."""
    time = np.arange(size, dtype=np.float32) / RATE
    made, length = np.zeros(size, np.float32), int(rng.uniform(0.2, 0.8) * RATE)
    fade = np.exp(-time[:length] * rng.uniform(0.5, 6))
    for first in range(-int(rng.integers(length)), size, length):
        begin, end = max(first, 0), min(first + length, size)
        here, envelope = time[begin:end], fade[begin - first : end - first]
        for note in 55 * 2 ** (rng.integers(0, 40, 3) / 12):
            for overtone in (1, 2, 3):
                made[begin:end] += envelope * np.sin(6.2832 * note * overtone * here) / overtone
        if rng.random() < 0.5:
            beat = min(end - begin, 1600)
            made[begin : begin + beat] += 2 * rng.standard_normal(beat) * np.exp(-np.arange(beat) / 300)
    return made
