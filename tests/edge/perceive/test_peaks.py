"""A rise gives one peak, told soon after its top."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from edge.perceive.peaks import PATIENCE, REST, Peak, Peaks

STEP = 320  # samples between scores


def peaks(scores: list[float], least: float = 1.0) -> list[tuple[int, Peak]]:
    """At which score each peak was told, and the peak."""
    finder = Peaks(least)
    found = [(n, finder.take(n * STEP, score)) for n, score in enumerate(scores)]
    return [(n, peak) for n, peak in found if peak]


def test_a_rise_is_told_once_with_its_top_a_little_later():
    assert peaks([0, 0.5, 2, 3, 4, 3, 2, 1, 0, 0]) == [(7, Peak(4 * STEP, 4))]
    assert peaks([0, 0.5, 0.9] * 20) == []


def test_what_follows_within_the_rest_is_the_same_phrase():
    flat = [0.0] * 10
    assert len(peaks([*flat, 4, *flat, 5, *flat])) == 1
    far = [0.0] * round(REST * 16_000 / STEP + 4)
    assert len(peaks([*flat, 4, *far, 5, *flat])) == 2


def test_after_a_reset_a_rise_counts_again():
    finder = Peaks(1.0)
    for n, score in enumerate([4.0, 0, 0, 0, 0]):
        finder.take(n * STEP, score)
    finder.reset()
    assert [finder.take(n * STEP, score) for n, score in enumerate([4.0, 0, 0, 0])][-1] == Peak(0, 4.0)


@given(st.lists(st.floats(-5, 5), max_size=200))
def test_peaks_are_high_apart_and_told_in_time(scores: list[float]):
    found = peaks(scores)
    for told, peak in found:
        assert peak.logit >= 1
        assert peak.logit == scores[peak.heard // STEP]
        assert PATIENCE <= (told * STEP - peak.heard) / 16_000 < PATIENCE + 2 * STEP / 16_000
    tops = [peak.heard for _, peak in found]
    assert all(b - a >= REST * 16_000 for a, b in pairwise(tops))
