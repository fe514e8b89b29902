"""The log-mel spectrogram that Whisper hears: 30 seconds, a column each 10 ms. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.messages import Array, Samples

RATE, WINDOW, HOP, SECONDS = 16_000, 400, 160, 30
Floats = NDArray[np.float32]


class WhisperMel:
    """For a number of bands: 80, or 128 in the largest models."""

    def __init__(self, bands: int) -> None:
        self._bank = _mel_bank(bands)
        self._hann = (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)

    def of(self, samples: Samples, zeros: float) -> tuple[Array, float]:
        """(bands, 3000), and the seconds of sound in it, with `zeros` seconds before and after."""
        pad = round(zeros * RATE)
        sound = np.zeros(SECONDS * RATE, np.float32)
        given = np.asarray(samples, np.float32)[: len(sound) - 2 * pad]
        sound[pad : pad + len(given)] = given
        frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, WINDOW // 2, "reflect"), WINDOW)[:-1:HOP]
        power = np.abs(np.fft.rfft(frames * self._hann, axis=1).astype(np.complex64)) ** 2
        logs = np.log10(np.maximum(self._bank @ power.T, 1e-10))
        logs = (np.maximum(logs, logs.max() - 8.0) + 4.0) / 4.0
        return logs.astype(np.float32), len(given) / RATE + 2 * zeros


def _mel_bank(bands: int) -> Floats:
    """Triangles of equal area, evenly placed on Slaney's scale: (bands, frequencies)."""
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), bands + 2))
    at = np.linspace(0, RATE / 2, WINDOW // 2 + 1)
    rising = (at - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - at) / np.diff(edges)[1:, None]
    bank = np.maximum(0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))[:, None]
    return bank.astype(np.float32)


def _mel(hertz: float) -> float:
    """Slaney's scale: even up to 1000 Hz, logarithmic above."""
    return hertz * 3 / 200 if hertz < 1000 else 15.0 + float(np.log(hertz / 1000)) * 27 / float(np.log(6.4))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))
