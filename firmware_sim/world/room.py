"""The way from the mouth to the ear: a small loudspeaker, a computed room, the delay of the devices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Samples

RATE = 16_000
LENGTH = 4800  # samples of a response: 0.3 s


@dataclass(frozen=True, slots=True)
class Room:
    """Delay in seconds, the time in which an echo falls by 60 dB, how hard the loudspeaker is driven (0: linear)."""

    delay: float = 0.06
    rings: float = 0.25
    drive: float = 0.0
    seed: int = 0

    def response(self) -> Samples:
        """Of one unit of energy: direct sound, a few early reflections, a tail, coloured by the loudspeaker."""
        dice = np.random.default_rng(self.seed)
        direct = np.zeros(LENGTH)
        direct[0] = 1.0
        for at in dice.integers(16, 480, 8):
            direct[at] += 0.5 * dice.normal() * 10 ** (-3 * at / RATE / self.rings)
        tail = dice.normal(size=LENGTH) * 10 ** (-3 * np.arange(LENGTH) / RATE / self.rings)
        tail[:80] = 0.0
        whole = _loudspeaker(direct + 0.5 * tail / np.sqrt(np.square(tail).sum()), dice)
        whole /= np.sqrt(np.square(whole).sum())
        return np.concatenate([np.zeros(round(self.delay * RATE)), whole]).astype(np.float32)

    def heard(self, played: Samples) -> Samples:
        """What arrives of what is played, as many samples."""
        response = self.response()
        size = 1 << (played.size + response.size).bit_length()
        spectrum = np.fft.rfft(_driven(played, self.drive), size) * np.fft.rfft(response, size)
        return np.fft.irfft(spectrum)[: played.size].astype(np.float32)


def _loudspeaker(response: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Without what is low, and with a resonance."""
    frequencies = np.fft.rfftfreq(2 * LENGTH, 1 / RATE)
    low, peak = dice.uniform(250, 500), dice.uniform(1500, 4000)
    passed = (1j * frequencies / low) / (1 + 1j * frequencies / low)
    passed = passed * (1 + 1 / (1 + 4j * (frequencies / peak - peak / np.maximum(frequencies, 1.0))))
    return np.asarray(np.fft.irfft(np.fft.rfft(response, 2 * LENGTH) * passed)[:LENGTH])


def _driven(played: Samples, drive: float) -> Samples:
    loudest = float(np.abs(played).max(initial=0.0))
    return played if not drive or not loudest else np.tanh(drive * played / loudest) * loudest / drive


def active_level(samples: Samples) -> float:
    """The level while somebody speaks: of the tenths of a tenth of a second within 25 dB of the loudest."""
    frames = np.square(samples[: samples.size // 160 * 160].reshape(-1, 160)).mean(axis=1)
    return float(np.sqrt(frames[frames >= frames.max(initial=0.0) * 10**-2.5].mean())) if frames.size else 0.0
