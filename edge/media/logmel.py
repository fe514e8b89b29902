"""Log-mel frames of a stream of sound: 40 bands, windows of 25 ms, one every 10 ms, at 16 kHz. Pure.

Frame `i` covers the samples from `160 i` to `160 i + 400`. What a frame is does not depend on how the stream was cut
into pieces, to the bit: each is computed by itself.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from edge.media.audio import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.messages import Array, Samples

BANDS = 40
WINDOW, HOP = 400, 160  # samples: 25 and 10 ms
MOST = 16  # frames at a time
_FFT = 512
_LOW, _HIGH = 60.0, 7600.0  # Hz
_LEAST = np.float32(1e-6)  # power, about -80 dBFS: what is quieter is alike


class LogMel:
    """Turns sound of any piece sizes into log-mel frames. Holds 25 ms of sound, and what is too little for a group."""

    def __init__(self, group: int = 1) -> None:
        """`group`: frames come in multiples of so many, at most MOST at a time."""
        self._group = group
        self._sound = np.zeros((MOST - 1) * HOP + WINDOW, np.float32)
        self._cuts = np.lib.stride_tricks.sliding_window_view(self._sound, WINDOW)[::HOP]
        self._padded = np.zeros((MOST, _FFT), np.float32)
        self._spectrum = np.zeros((MOST, _FFT // 2 + 1), np.complex64)
        self._power = np.zeros((MOST, _FFT // 2 + 1), np.float32)
        self._square = np.zeros_like(self._power)
        self._mel = np.zeros((MOST, BANDS), np.float32)
        self._filled = 0

    def reset(self) -> None:
        """Forget what was heard: the next sample is the first of a stream."""
        self._filled = 0

    def push(self, samples: Samples) -> Iterator[Array]:
        """Yield the frames that these samples complete, (frames, BANDS) float32, in as few arrays as possible.

        An array is overwritten by the next one; all that is yielded must be taken before the next push.
        """
        taken = 0
        while taken < samples.size:
            part = samples[taken : taken + self._sound.size - self._filled]
            self._sound[self._filled : self._filled + part.size] = part
            self._filled += part.size
            taken += part.size
            ready = (self._filled - WINDOW) // HOP + 1
            ready -= ready % self._group
            if ready > 0 and (taken == samples.size or self._filled == self._sound.size):
                frames = self._frames(ready)
                self._filled -= ready * HOP
                self._sound[: self._filled] = self._sound[ready * HOP : ready * HOP + self._filled]
                yield frames

    def _frames(self, count: int) -> Array:
        np.multiply(self._cuts[:count], _window(), out=self._padded[:count, :WINDOW])
        np.fft.rfft(self._padded[:count], axis=1, out=self._spectrum[:count])  # type: ignore[arg-type]
        np.square(self._spectrum.real[:count], out=self._power[:count])
        np.square(self._spectrum.imag[:count], out=self._square[:count])
        self._power[:count] += self._square[:count]
        mel = self._mel[:count]
        # A product for each row: in one product for all, sums are rounded otherwise in another row.
        np.matmul(self._power[:count, None], mel_bank(), out=mel[:, None])
        mel += _LEAST
        np.log(mel, out=mel)
        return mel


def log_mel(samples: Samples) -> Array:
    """All whole frames of a clip at once, (frames, BANDS): as LogMel gives them, up to the rounding of float32."""
    if samples.size < WINDOW:
        return np.zeros((0, BANDS), np.float32)
    cuts = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP]
    spectrum = np.fft.rfft(cuts * _window(), _FFT, axis=1)
    power = np.square(spectrum.real) + np.square(spectrum.imag)
    return np.log(power @ mel_bank() + _LEAST)


@cache
def _window() -> Samples:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


def mel_edges() -> Array:
    """Where the triangles begin, peak and end, in Hz: each band's are three in a row."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (_LOW, _HIGH))
    mel = np.linspace(low, high, BANDS + 2)
    edges: Array = 700 * (10 ** (mel / 2595) - 1)
    return edges


@cache
def mel_bank() -> Array:
    """Triangles that overlap by half, evenly spaced in mel: (bins of the spectrum, BANDS)."""
    edges = mel_edges()
    bins = np.linspace(0, RATE / 2, _FFT // 2 + 1)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    bank: Array = np.clip(np.minimum(rising, falling), 0, None).astype(np.float32)
    return bank
