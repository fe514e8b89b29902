"""Whether somebody speaks while the mouth does: what is left of the sound is louder than an echo leaves behind. Pure.

The canceller leaves a share of each band of what it took out, learned on the way as a high quantile, so that somebody
who talks over for a moment moves it little. Where many bands together rise above that share, the mouth is not all that
is heard. The known output level stands for all else: what it may give at most was seen before.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge.messages import Samples

HOP, WINDOW = 256, 512  # samples: 16 and 32 ms
EDGES = (
    150,
    250,
    350,
    450,
    570,
    700,
    840,
    1000,
    1170,
    1370,
    1600,
    1850,
    2150,
    2500,
    2900,
    3400,
    4000,
    4800,
    5800,
    7000,
)
QUANTILE, STEP = 0.85, 0.3  # of the share that is left, and the dB by which it moves in a hop
RINGING = 0.4  # what is left of an echo's power a hop later
LEAST = -3.0  # dB, and
MOST = 15.0  # that one band says at most
SMOOTH = 1 / 8
OVER = 3.0  # dB above what is left of an echo, averaged over the bands: it is not the mouth alone
LEARNS = 40  # hops with an echo before anything is said: 0.64 s
VOICE = 0.5  # the voice activity that a wearer has
STAYS = 16  # hops for which it stays true
_FLOOR = 1e-7
_AUDIBLE = 6.0  # dB over the floor


class TalkingOver:
    """Takes sound before and after the canceller; tells whether somebody beside the mouth is in it."""

    def __init__(self) -> None:
        self._alone = True
        self._share = np.zeros(len(EDGES) - 1)
        self.forget()

    def forget(self) -> None:
        """The room is another one: nothing is said before it is learned."""
        self._learned = 0
        self._quiet()

    def alone(self) -> None:
        """The mouth is silent: whoever speaks is somebody else."""
        self._alone = True

    def deaf(self) -> None:
        """The mouth speaks, and nothing is known of the room."""
        self._alone = False
        self._since = STAYS + 1

    def _quiet(self) -> None:
        self._tail = (np.zeros(0, np.float32), np.zeros(0, np.float32))
        self._echo = np.zeros(len(EDGES) - 1)
        self.excess = 0.0
        """How many dB the bands are above what an echo leaves behind, smoothed."""
        self._since = STAYS + 1

    def hear(self, heard: Samples, left: Samples) -> None:
        """Take the next samples, before and after the canceller."""
        if self._alone:
            self._alone = False
            self._quiet()
        taken, left = (np.concatenate(pair) for pair in zip(self._tail, (heard - left, left), strict=True))
        hops = max(0, (left.size - WINDOW) // HOP + 1)
        self._tail = (taken[hops * HOP :], left[hops * HOP :])
        if hops:
            for echo, rest in zip(_bands(taken, hops), _bands(left, hops), strict=True):
                self._hop(echo, rest)

    def _hop(self, echo: NDArray[np.float64], rest: NDArray[np.float64]) -> None:
        self._echo = np.maximum(echo, RINGING * self._echo)
        expected, found = _db(self._echo), _db(rest)
        audible = expected > _db(np.zeros(1)) + _AUDIBLE
        above = found - expected - self._share
        said = np.where(audible, above, found - _db(np.zeros(1)) - 2 * _AUDIBLE)
        self._share += np.where(audible, STEP * np.where(above > 0, QUANTILE, QUANTILE - 1), 0.0)
        self._learned += bool(audible.mean() > 0.3)
        self.excess += SMOOTH * (float(np.clip(said, LEAST, MOST).mean()) - self.excess)
        self._since = 0 if self._learned > LEARNS and self.excess > OVER else self._since + 1

    def wearers(self, probability: float) -> bool:
        """Whether it is somebody else than the mouth, given the voice activity (0 to 1) in what is left."""
        return self._alone or (self._since <= STAYS and probability >= VOICE)


_AT = np.fft.rfftfreq(WINDOW, 1 / 16_000)
_INTO = np.array([(low <= _AT) & (high > _AT) for low, high in pairwise(EDGES)], np.float64).T
_SHAPE = np.hanning(WINDOW)


def _bands(samples: Samples, hops: int) -> NDArray[np.float64]:
    """The power of each band, a row a hop."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[: hops * HOP : HOP]
    spectra = np.fft.rfft(frames * _SHAPE)
    return np.asarray((np.square(spectra.real) + np.square(spectra.imag)) @ _INTO / WINDOW)


def _db(power: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(10.0 * np.log10(power + _FLOOR))
