"""The curves of a wake net: misses against false wakes, against noise, and against the distance in a room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from edge.bundle.net import Bundle
from edge.media.audio import RATE
from edge.messages import Samples
from export.wake import calibrate
from export.wake.calibrate import Evidence, LogisticLine
from export.wake.judge import RATIOS, HeardStream, JudgedStream, Ratio, heard
from export.wake.plots import Axis, plot
from export.wake.rooms import Rooms, Treatment, room
from export.wake.sounds import SoundClip

DISTANCES = (0.3, 0.6, 1.0, 2.0, 3.0, 5.0)  # metres
_PERCENT = Axis("% missed", (0, 10, 20, 30, 40, 50))
Systems = Mapping[str, tuple[Evidence, LogisticLine]]


def trade(phrases: Sequence[HeardStream], others: Sequence[HeardStream], systems: Systems) -> bytes:
    """Misses of all phrases against false wakes in an hour, for any threshold."""
    total = calibrate.hours(others)
    curves = {
        name: [
            (n / total, 100 * calibrate.missed_above(phrases, others, evidence, n)) for n in range(int(20 * total) + 1)
        ]
        for name, (evidence, _) in systems.items()
    }
    return plot("Missed phrases against false wakes", Axis("false wakes an hour", (0, 5, 10, 15, 20)), _PERCENT, curves)


def noise(phrases: Sequence[HeardStream], systems: Systems) -> bytes:
    """Misses at the card's threshold against noise."""
    curves = {name: _by_noise(phrases, *system) for name, system in systems.items()}
    return plot("Missed phrases in noise", Axis("speech over noise, dB", (5, 10, 15, 20)), _PERCENT, curves)


def _by_noise(phrases: Sequence[HeardStream], evidence: Evidence, line: LogisticLine) -> list[tuple[float, float]]:
    by_noise = {ratio: calibrate.best(phrases, evidence, ratio) for ratio in sorted(RATIOS)}
    return [
        (ratio, 100 * float(np.mean([one < line.threshold for one in scores]))) for ratio, scores in by_noise.items()
    ]


def distance(bundle: Bundle, clips: Sequence[SoundClip], ratio: Ratio | None, systems: Systems) -> bytes:
    """Misses at the card's threshold against how far away the speaker is, in a made room of 0.4 s."""
    curves: dict[str, list[tuple[float, float]]] = {name: [] for name in systems}
    for metres in DISTANCES:
        streams = [heard(bundle, _far(clip, metres), ratio) for clip in clips]
        for name, (evidence, line) in systems.items():
            scores = calibrate.best(streams, evidence)
            curves[name].append((metres, 100 * float(np.mean([one < line.threshold for one in scores]))))
    title = "Missed phrases by distance (made room, echo of 0.4 s, noise of the room)"
    return plot(title, Axis("metres", (0, 1, 2, 3, 4, 5)), _PERCENT, curves)


def _far(clip: SoundClip, metres: float) -> JudgedStream:
    rng = np.random.default_rng(9)
    rooms = Rooms.of([room(0.4, metres, rng)], rng, made=0, microphones=1)
    sound = Treatment(1.0, rooms.spectra[0]).heard(clip.samples)
    sound = sound * (0.05 / (sound.std() + 1e-6) / max(metres, 0.3))
    return JudgedStream(sound + _hush(sound.size, rng), ((clip.start, clip.end),))


def _hush(size: int, rng: np.random.Generator) -> Samples:
    """The noise of a quiet room, at -60 dBFS."""
    return (rng.standard_normal(size + RATE)[:size] * 1e-3).astype(np.float32)
