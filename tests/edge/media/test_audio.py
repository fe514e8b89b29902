"""Resampling in pieces, and samples counted against the clock."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.media.audio import RATE, Resampler, SampleClock, resample


def tone(seconds: float, rate: int) -> np.ndarray:
    return np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate).astype(np.float32)


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3000), min_size=1, max_size=8), st.sampled_from([8000, 16000, 22050, 44100, 48000]))
def test_pieces_make_the_same_as_the_whole(sizes: list[int], rate: int):
    whole = tone(sum(sizes) / rate, rate)
    resampler = Resampler(rate)
    pieces = [resampler.push(piece) for piece in np.split(whole, np.cumsum(sizes)[:-1])]
    assert resampler.behind == pytest.approx(len(whole) / rate - sum(map(len, pieces)) / RATE)
    glued = np.concatenate([*pieces, resampler.flush()])
    assert abs(len(glued) - len(whole) * RATE / rate) <= 2
    assert glued == pytest.approx(resample(whole, rate, RATE)[: len(glued)], abs=0.02)


def test_a_tone_stays_the_tone_it_was():
    assert resample(tone(1.0, 44100), 44100, RATE)[2000:-2000] == pytest.approx(tone(1.0, RATE)[2000:-2000], abs=0.01)


def test_no_sound_is_no_sound_at_any_rate():
    assert resample(np.empty(0, np.float32), 44100, RATE).size == 0


DRIFTS = st.floats(-0.0002, 0.0002)
PIECES = st.lists(st.tuples(st.integers(1, 40), st.floats(0.0, 0.05)), min_size=5, max_size=60)


@given(PIECES, DRIFTS)
def test_pieces_that_come_late_but_whole_are_no_loss(pieces: list[tuple[int, float]], drift: float):
    clock, heard, last = SampleClock(16_000), 0, -1.0
    for steps, late in pieces:
        heard += steps * 160
        at, lost = clock.count(steps * 160, heard / 16_000 * (1 + drift) + late)
        assert lost == 0
        assert at >= last
        last = at


MISSING = st.integers(2_560, 160_000)  # more than the clock's slack behind a piece that came as late as they come here


@given(PIECES, MISSING, DRIFTS)
def test_what_is_missing_is_counted_once(pieces: list[tuple[int, float]], missing: int, drift: float):
    clock, heard, losses = SampleClock(16_000), 0, []
    for number, (steps, late) in enumerate(pieces):
        heard += steps * 160 + (missing if number == len(pieces) // 2 else 0)
        losses.append(clock.count(steps * 160, heard / 16_000 * (1 + drift) + late)[1])
    assert sum(losses) == pytest.approx(missing, abs=0.06 * 16_000)
    assert sum(loss > 0 for loss in losses) == 1


def test_two_clocks_that_drift_apart_for_an_hour_lose_nothing():
    clock = SampleClock(16_000)
    for piece in range(1, 3600 * 4):
        assert clock.count(4000, piece * 0.25 * 1.0002)[1] == 0
