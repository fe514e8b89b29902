"""Loudness, clipping, silence and rate, out of samples alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.media.audio import SampleClock
from edge.media.levels import RateWatch, clipped, constant_at_end, dbfs

TICK = 0.128


def test_levels_are_decibels_below_full_scale():
    assert dbfs(np.ones(100, np.float32)) == pytest.approx(0)
    assert dbfs(np.full(100, -0.1, np.float32)) == pytest.approx(-20, abs=0.01)
    assert dbfs(np.zeros(100, np.float32)) == dbfs(np.zeros(0, np.float32)) == pytest.approx(-120)


def test_what_is_as_loud_as_can_be_is_counted():
    assert clipped(np.array([0.5, 1.0, -1.0, 0.97, -0.99], np.float32)) == 3


@pytest.mark.parametrize(
    ("samples", "same"), [([1, 2, 3, 3], 2), ([3, 3, 3], 3), ([3, 3, 1], 1), ([], 0), ([0, 1, 0, 0, 0], 3)]
)
def test_how_long_nothing_changed(samples: list[float], same: int):
    assert constant_at_end(np.array(samples, np.float32)) == same


def noticed(share: float, seconds: float, jitter: list[float] | None = None) -> float | None:
    """After how many seconds a device that says 48 kHz is found out, when it gives this share of that."""
    clock, watch, given = SampleClock(48_000), RateWatch(48_000), 0
    late = jitter or [0.0]
    for n in range(1, round(seconds / TICK)):
        now = n * TICK + late[n % len(late)]
        samples = round(now * 48_000 * share) - given
        given += samples
        _, lost = clock.count(samples, now)
        if watch.count(samples, now, lost):
            return now
    return None


@pytest.mark.parametrize(
    ("share", "within"),
    [(0.5, 1.0), (1 / 3, 1.0), (2.0, 1.0), (44.1 / 48, 6.0), (48 / 44.1, 4.0), (0.965, 15), (1.035, 15)],
)
def test_a_wrong_rate_is_noticed_the_sooner_the_more_it_is_wrong(share: float, within: float):
    assert (noticed(share, 30.0) or 99.0) <= within


@settings(max_examples=60)
@given(st.floats(0.999, 1.001), st.lists(st.floats(0, 0.1), min_size=1, max_size=20))
def test_a_clock_that_drifts_and_a_device_that_is_late_now_and_then_are_no_wrong_rate(share: float, late: list[float]):
    assert noticed(share, 120.0, late) is None


def test_a_loss_now_and_then_is_no_wrong_rate():
    watch = RateWatch(16_000)
    assert not any(watch.count(2048, n * TICK, 1600 if n % 50 == 0 else 0) for n in range(1000))
