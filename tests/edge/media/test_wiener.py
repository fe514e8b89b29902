"""The Wiener gate: noise is weakened, a voice is kept, and the clip stays as long."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.media.wiener import FLOOR, without_noise
from edge.messages import Samples

RATE = 16000


def tones(seconds: float = 2.0) -> Samples:
    """Something that comes and goes, as a voice does."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * 400 * at) * (np.sin(2 * np.pi * 1.5 * at) > 0.3)).astype(np.float32)


def noise(count: int, level: float) -> Samples:
    return np.random.default_rng(1).normal(0, level, count).astype(np.float32)


def test_steady_noise_is_weakened() -> None:
    hiss = noise(3 * RATE, 0.05)
    left = without_noise(hiss)
    assert np.std(left) < 0.45 * np.std(hiss)
    assert np.std(left) > 0.5 * FLOOR * np.std(hiss)


def test_what_comes_and_goes_stands_out_more_than_before() -> None:
    voice = tones()
    mixed = voice + noise(len(voice), 0.05)
    before, after = (
        10 * np.log10(np.mean(voice**2) / np.mean((sound - voice) ** 2)) for sound in (mixed, without_noise(mixed))
    )
    assert after > before + 3


def test_a_clean_clip_is_nearly_as_it_was() -> None:
    voice = tones() + noise(2 * RATE, 1e-5)
    assert np.abs(without_noise(voice) - voice).mean() < 0.02 * np.abs(voice).mean() + 1e-4


@settings(max_examples=25, deadline=None)
@given(count=st.integers(0, 5000), level=st.sampled_from([0.0, 1e-6, 0.1, 1.0]))
def test_any_clip_stays_as_long_and_finite(count: int, level: float) -> None:
    left = without_noise(noise(count, level))
    assert left.shape == (count,)
    assert left.dtype == np.float32
    assert np.isfinite(left).all()


def test_nothing_stays_nothing() -> None:
    assert without_noise(np.zeros(RATE, np.float32)) == pytest.approx(0.0)
