"""Echo cancelling in numpy: a partitioned filter in the frequency domain whose step follows its own uncertainty.

A Kalman filter for each frequency (Enzner and Vary 2006; in partitions: Kuech, Mabande and Enzner 2014): where
somebody else speaks, the residual is loud against what the filter still doubts, so that it learns little there. No
detector of double talk is needed. Short blocks follow speech better than long ones: at 64 samples it takes out 9 dB
in the first half second and 12 later, at 256 samples 1 and 8 (a loudspeaker that distorts, computed rooms).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from edge.messages import Samples

BLOCK = 64  # samples: 4 ms
PARTS = 16  # blocks that the path may last from where the delay ends: 64 ms
LONGEST_DELAY = 6400  # samples from the device to the ear: 400 ms
_SIDE = BLOCK + 1
_KEEPS = np.float32(0.999)  # how much of the path is the same after a block
_SMOOTH = np.float32(0.7)  # of the spectrum of what is left
_LEAST = np.float32(1e-9)


class Adaptive:
    """Learns the path from what is played to what is heard, block by block, and takes it out."""

    block = BLOCK

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._path = np.zeros((PARTS, _SIDE), np.complex64)
        self._doubt = np.repeat(np.float32(0.85) ** np.arange(PARTS, dtype=np.float32)[:, None], _SIDE, axis=1)
        self._played = np.zeros((PARTS, _SIDE), np.complex64)  # spectra of the last blocks, the newest first
        self._last = np.zeros(BLOCK, np.float32)
        self._left = np.zeros(_SIDE, np.float32)

    def clean(self, heard: Samples, played: Samples) -> Samples:
        """What is left of whole blocks."""
        pairs = zip(heard.reshape(-1, BLOCK), played.reshape(-1, BLOCK), strict=True)
        left = [self._block(ear, mouth) for ear, mouth in pairs]
        return np.concatenate(left) if left else heard

    def _block(self, heard: Samples, played: Samples) -> Samples:
        spectra = self._played
        spectra[1:] = spectra[:-1].copy()
        spectra[0] = np.fft.rfft(np.concatenate([self._last, played]))
        self._last = played
        echo = np.fft.irfft((self._path * spectra).sum(axis=0))[BLOCK:]
        left = (heard - echo).astype(np.float32)
        if self._last.any() or spectra.any():
            self._learn(left)
        return left

    def _learn(self, left: Samples) -> None:
        spectra, doubt = self._played, self._doubt
        spectrum = np.fft.rfft(np.concatenate([np.zeros(BLOCK, np.float32), left])).astype(np.complex64)
        power = _power(spectrum)
        self._left = power if not self._left.any() else _SMOOTH * self._left + (1 - _SMOOTH) * power
        loud = _power(spectra)
        gain = doubt / (0.5 * (doubt * loud).sum(axis=0) + self._left + _LEAST)
        change = np.fft.irfft(gain * spectra.conj() * spectrum, axis=1)
        change[:, BLOCK:] = 0.0
        self._path = _KEEPS * (self._path + np.fft.rfft(change, axis=1).astype(np.complex64))
        kept = _KEEPS * _KEEPS
        self._doubt = kept * (1.0 - 0.5 * gain * loud) * doubt + (1 - kept) * _power(self._path) + _LEAST


class DelayFinder:
    """How much later the ear hears what is played: the peak of the response, averaged over the last seconds."""

    WINDOW, EVERY = 8192, 2048  # samples: half a second, looked at each eighth
    FORGETS = 0.9
    SURE = 5.0  # the peak beside the typical height of the rest

    def __init__(self) -> None:
        self._size = 2 * self.WINDOW
        self._heard = np.zeros(self.WINDOW, np.float32)
        self._played = np.zeros(self.WINDOW, np.float32)
        self._cross = np.zeros(self._size // 2 + 1, np.complex64)
        self._fresh = 0
        self._guess: int | None = None
        self.delay: int | None = None
        """In samples; None: not known yet."""

    def hear(self, heard: Samples, played: Samples) -> bool:
        """Take the next samples of both; whether the delay has changed."""
        self._heard = np.concatenate([self._heard, heard])[-self.WINDOW :]
        self._played = np.concatenate([self._played, played])[-self.WINDOW :]
        self._fresh += heard.size
        if self._fresh < self.EVERY or not self._played.any():
            return False
        self._fresh = 0
        return self._look()

    def _look(self) -> bool:
        ear, mouth = np.fft.rfft(self._heard, self._size), np.fft.rfft(self._played, self._size)
        cross = ear * mouth.conj()
        scale = float(np.abs(cross).mean())
        if scale <= 0.0:
            return False
        self._cross = (self.FORGETS * self._cross + cross / scale).astype(np.complex64)
        response = np.abs(np.fft.irfft(self._cross / (np.abs(self._cross) + 1e-9)))[:LONGEST_DELAY]
        peak = int(response.argmax())
        sure = float(response[peak]) > self.SURE * float(np.sqrt(np.square(response).mean()))
        before, self._guess = self._guess, peak if sure else None
        agreed = sure and before is not None and abs(peak - before) <= BLOCK // 2
        if not agreed or (self.delay is not None and abs(peak - self.delay) <= BLOCK):
            return False
        self.delay = peak
        return True


def _power(spectra: NDArray[np.complex64]) -> NDArray[np.float32]:
    return np.square(spectra.real) + np.square(spectra.imag)
