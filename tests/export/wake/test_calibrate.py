"""Thresholds lie above the false near-hits that may not wake, and figures count what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from export.wake import calibrate
from export.wake.calibrate import LogisticLine, together
from export.wake.judge import FoundHit, HeardStream, JudgedStream

HOUR = JudgedStream(np.zeros(16_000 * 3600, np.float32))


def others(*evidence: tuple[float, float]) -> list[HeardStream]:
    return [HeardStream(HOUR, tuple(FoundHit(logit, ratio, 1.0, 1.0) for logit, ratio in evidence))]


def phrases(*evidence: tuple[float, float] | None, noise: float = 0.0) -> list[HeardStream]:
    """A stream with a phrase for each; None: no near-hit told of it."""
    marks = tuple((10.0 * n, 10.0 * n + 1) for n in range(len(evidence)))
    found = [
        FoundHit(one[0], one[1], marks[n][1] + 0.02, marks[n][1] + 0.2, n) for n, one in enumerate(evidence) if one
    ]
    return [HeardStream(JudgedStream(np.zeros(16_000, np.float32), marks, noise), tuple(found))]


def test_the_threshold_lets_through_as_many_false_ones_as_it_may():
    tail = [-math.log(rank / 100) for rank in range(1, 101)]  # of an exponential distribution, 100 an hour
    right, wrong = phrases((9, 0), (10, 0), (12, 0)), others(*((one, -20.0) for one in tail))
    strict, loose = (calibrate.fitted(right, wrong, calibrate.alone, accepted=one) for one in (0.1, 10.0))
    assert strict.threshold == pytest.approx(math.log(1000), abs=0.6)
    assert loose.threshold == pytest.approx(math.log(10), abs=0.4)
    assert strict.settings[0] > 0
    assert strict.settings[0] * strict.threshold + strict.settings[1] == pytest.approx(0, abs=1e-3)


def test_without_any_false_near_hit_the_threshold_lies_below_the_phrases():
    line = calibrate.fitted(phrases((5, 0), (6, 0)), others(), calibrate.alone, accepted=1)
    assert line.threshold < 5


def test_figures_count_missed_phrases_by_noise_and_false_wakes_by_the_hour():
    right = [*phrases((5, 0), None), *phrases((1, 0), (5, 0), (5, 0), (5, 0), noise=5.0)]
    told = calibrate.figures(right, others((4, 0), (3, 0), (0, 0)), calibrate.alone, LogisticLine(2.0, 1.0))
    assert told["missed"] == pytest.approx(2 / 6)
    assert told["missed_clean"] == 0.5
    assert told["missed_5_db"] == 0.25
    assert told["false_per_hour"] == 2
    row = calibrate.threshold(right, others((4, 0), (3, 0), (0, 0)), calibrate.alone, LogisticLine(2.0, 1.0))
    assert (row.score, row.precision, row.recall) == (
        0.5,
        pytest.approx(4 / 6, abs=1e-3),
        pytest.approx(4 / 6, abs=1e-3),
    )


def test_beta_is_the_middle_one_of_those_that_miss_least():
    right, wrong = phrases((4, -9), (4, -9)), others((0, -6), (3, -20))
    assert calibrate.missed_above(right, wrong, together(0.0)) == 1.0
    assert calibrate.missed_above(right, wrong, together(2.0)) == 0.0
    assert calibrate.beta_of(right, wrong, (0.0, 1.0, 2.0, 3.0)) == 2.0


def test_delays_are_from_the_end_of_the_phrase():
    told = calibrate.delays(phrases((5, 0), (5, 0)))
    assert told["delay"] == pytest.approx(0.2)
    assert told["end_off"] == pytest.approx(0.02)
    assert calibrate.delays(phrases(None)) == {}
