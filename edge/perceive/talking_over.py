"""Whether somebody speaks while the mouth does: what is left of the sound is louder than an echo leaves behind. Pure.

The canceller leaves a share of each band of what it took out, learned on the way as a high quantile, so that somebody
who talks over for a moment moves it little. Where the bands together rise above that share and above the noise of the
room, the mouth is not all that is heard.
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
    150, 250, 350, 450, 570, 700, 840, 1000, 1170, 1370, 1600, 1850, 2150, 2500, 2900, 3400, 4000, 4800, 5800, 7000,
)  # fmt: skip
QUANTILE, STEP = 0.8, 0.3  # of the share that is left, and the dB by which it moves in a hop
FIRST_STEP, SETTLES = 3.0, 6  # dB in the first hops of a room, and hops after which that is halved
RINGING = 0.4  # what is left of an echo's power a hop later
NOISE, CREEPS = 6.0, 0.03  # dB over the noise of the room that count, and by which its floor rises in a hop
SILENT = -70.0  # dB: no floor is lower
LEAST, MOST = -3.0, 15.0  # dB that one band says
SMOOTH = 1 / 6
OVER = 1.5  # dB above what an echo leaves, averaged over the bands: it is not the mouth alone
LEARNS = 60  # hops with an echo before anything is said: about a second
VOICE = 0.5  # the voice activity that a wearer has
STAYS = 16  # hops for which it stays true


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
        self._level: NDArray[np.float64] | None = None
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
            for echo, rest in zip(_bands(taken, hops), _db(_bands(left, hops)), strict=True):
                self._hop(echo, rest)

    def _hop(self, echo: NDArray[np.float64], found: NDArray[np.float64]) -> None:
        noise = self._floor_of(found)
        self._echo = np.maximum(echo, RINGING * self._echo)
        taken = _db(self._echo)
        left = taken + self._share
        audible = (left > noise) & (taken > SILENT + NOISE)
        expected = np.where(audible, np.maximum(left, noise + NOISE), np.maximum(noise, SILENT) + 1.5 * NOISE)
        step = max(STEP, FIRST_STEP / (1 + self._learned / SETTLES))
        self._share += np.where(audible, step * np.where(found > left, QUANTILE, QUANTILE - 1), 0.0)
        self._learned += bool(audible.mean() > 0.3)
        self.excess += SMOOTH * (float(np.clip(found - expected, LEAST, MOST).mean()) - self.excess)
        self._since = 0 if self._learned > LEARNS and self.excess > OVER else self._since + 1

    def _floor_of(self, found: NDArray[np.float64]) -> NDArray[np.float64]:
        """The noise of the room in each band, in dB: falls with what is heard, rises slowly."""
        if self._level is None:
            self._level = self._noise = found
        self._level = self._level + 0.3 * (found - self._level)
        self._noise = np.minimum(self._noise + CREEPS, self._level)
        return self._noise

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
    return np.asarray(10.0 * np.log10(power + 1e-7))
