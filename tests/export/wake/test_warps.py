"""Warped frames are as long as before, and their marks are where the sound is now."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.media.logmel import BANDS
from export.wake.warps import formants, warped


@given(st.integers(0, 500))
def test_marks_stay_on_what_they_marked(seed: int):
    frames = np.zeros((240, BANDS), np.float32)
    frames[80], frames[160] = 1, 2  # where the sound of seconds 0.825 and 1.625 ends
    moved, (start, end) = warped(frames, (0.825, 1.625), np.random.default_rng(seed))
    assert moved.shape == frames.shape
    loud = moved.mean(1)
    places = [float((loud[half] * (np.arange(240)[half])).sum() / loud[half].sum()) for half in _halves(loud)]
    assert [start, end] == pytest.approx([place * 0.01 + 0.025 for place in places], abs=0.02)


def _halves(loud: np.ndarray) -> list[np.ndarray]:
    """Where the two marked frames went."""
    there = np.flatnonzero(loud > 0.05)
    gap = int(np.argmax(np.diff(there)))
    return [there[: gap + 1], there[gap + 1 :]]


def test_what_is_not_there_stays_away():
    for seed in range(20):
        assert warped(np.zeros((240, BANDS), np.float32), (-9.0, -9.0), np.random.default_rng(seed))[1] == (-9.0, -9.0)


def test_formants_move_up_or_down():
    tone = np.zeros(BANDS, np.float32)
    tone[20] = 1
    up, same, down = (formants(factor) @ tone for factor in (1.15, 1.0, 0.87))
    assert up.argmax() > 20 > down.argmax()
    np.testing.assert_allclose(same, tone, atol=1e-4)
    np.testing.assert_allclose(formants(1.1).sum(1), 1, atol=1e-6)
