"""A Wiener gate: weakens what sounds like the steady noise of a clip, band by band. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.messages import Samples

WINDOW, HOP = 512, 128
QUIET = 15  # percent of the frames of a band are taken to hold noise alone
OVER = 2.5  # the noise is taken to be so much louder than they say
FLOOR = 0.15  # the least that is left of anything: what is cut to nothing sounds like tones
MEMORY = 0.96  # how much a frame's gain goes by the one before it
_HANN = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
Floats = NDArray[np.float32]


def without_noise(samples: Samples) -> Samples:
    """The clip with its steady noise weakened, as long as before. It needs the whole clip: noise never stops."""
    if len(samples) < WINDOW:
        return np.asarray(samples, np.float32)
    padded = np.pad(np.asarray(samples, np.float32), WINDOW)
    spectra = np.fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP] * _HANN, axis=1)
    power = (np.abs(spectra) ** 2).astype(np.float32)
    noise = np.percentile(power, QUIET, axis=0).astype(np.float32) * OVER + 1e-12
    frames = np.fft.irfft(spectra * _gains(power / noise), axis=1).astype(np.float32) * _HANN
    return _added(frames)[WINDOW : WINDOW + len(samples)]


def _gains(ratios: Floats) -> Floats:
    """For every frame and band, after Ephraim and Malah: by what was there in the frame before, and what is now."""
    gains = np.empty_like(ratios)
    before = np.ones(ratios.shape[1], np.float32)
    for at, ratio in enumerate(ratios):
        likely = MEMORY * before + (1 - MEMORY) * np.maximum(ratio - 1, 0)
        gains[at] = np.maximum(likely / (1 + likely), FLOOR)
        before = gains[at] ** 2 * ratio
    return gains


def _added(frames: Floats) -> Floats:
    """The frames laid over each other again."""
    parts, steps = WINDOW // HOP, len(frames)
    total = np.zeros((steps + parts, HOP), np.float32)
    weight = np.zeros((steps + parts, HOP), np.float32)
    for part in range(parts):
        cut = slice(part * HOP, (part + 1) * HOP)
        total[part : part + steps] += frames[:, cut]
        weight[part : part + steps] += _HANN[cut] ** 2
    return (total / np.maximum(weight, 1e-3)).ravel()
