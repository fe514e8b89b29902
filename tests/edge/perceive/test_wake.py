"""The spotter's near-hits do not depend on how the stream was cut; a gap resets it; the rule decides by its card."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import ModelError
from edge.messages import Instant, Sound
from edge.perceive.wake import NearHit, WakeRule, WakeSpotter, window
from tests.edge.perceive.fake_wake import bundle, sound_with_tones

SAMPLES = sound_with_tones(6.0, 1.0, 3.5)


def heard(spotter: WakeSpotter, samples: np.ndarray, sizes: list[int], start: float = 100.0) -> list[NearHit]:
    """The near-hits of the samples, given in pieces of these sizes, the rest in ticks of 128 ms."""
    bounds = np.cumsum(sizes, dtype=int)
    bounds = [int(bound) for bound in bounds if bound < samples.size]
    last = bounds[-1] if bounds else 0
    places = [0, *bounds, *range(last + 2048, samples.size, 2048), samples.size]
    pieces = [Sound(Instant(start + a / 16_000), samples[a:b]) for a, b in pairwise(places)]
    return [hit for piece in pieces for hit in spotter.hear(piece)]


def test_each_phrase_gives_one_near_hit_at_its_best_moment():
    hits = heard(WakeSpotter(bundle()), SAMPLES, [])
    assert [hit.at for hit in hits] == pytest.approx([101.05, 103.55], abs=0.05)
    assert all(hit.at - hit.start == pytest.approx(0.9) for hit in hits)


@settings(deadline=None)
@given(st.lists(st.integers(0, 9000), max_size=25))
def test_any_cut_into_pieces_gives_the_same_near_hits(sizes: list[int]):
    whole = heard(WakeSpotter(bundle()), SAMPLES, [SAMPLES.size])
    found = heard(WakeSpotter(bundle()), SAMPLES, sizes)
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in whole], abs=1e-4)
    assert [hit.at for hit in found] == pytest.approx([hit.at for hit in whole], abs=1e-6)


def test_a_near_hit_comes_within_a_quarter_of_a_second_of_the_phrase():
    spotter, told = WakeSpotter(bundle()), []
    for first in range(0, SAMPLES.size, 2048):
        piece = SAMPLES[first : first + 2048]
        told += [(first + piece.size) / 16_000 for _ in spotter.hear(Sound(Instant(first / 16_000), piece))]
    assert [at <= end + 0.25 for at, end in zip(told, (1.1, 3.6), strict=True)] == [True, True]


@settings(deadline=None)
@given(st.integers(1, SAMPLES.size - 1))
def test_after_a_gap_it_hears_as_if_it_had_just_begun(cut: int):
    spotter = WakeSpotter(bundle())
    heard(spotter, SAMPLES[:cut], [])
    after = spotter.hear(Sound(Instant(200.0), SAMPLES[cut:], lost=1))
    assert after == WakeSpotter(bundle()).hear(Sound(Instant(200.0), SAMPLES[cut:]))


def test_the_meter_shows_the_last_chance():
    spotter = WakeSpotter(bundle())
    assert spotter.score_now == 0
    heard(spotter, SAMPLES[: round(1.3 * 16_000)], [])
    high = spotter.score_now
    heard(spotter, SAMPLES[round(1.3 * 16_000) : round(3.0 * 16_000)], [], 101.3)
    assert 0 < spotter.score_now < high < 1
    assert spotter.word == "view glass"


def test_silence_and_nothing_wake_nobody():
    spotter = WakeSpotter(bundle())
    assert heard(spotter, np.zeros(40_000, np.float32), []) == []
    assert spotter.hear(Sound(Instant(0.0), np.zeros(0, np.float32))) == ()


# ----------------------------------------------------------------------------------------------------------- the rule

HIT = NearHit(Instant(10.0), 3.0, Instant(9.1))


def test_the_second_look_wants_the_phrase_with_a_little_around_it():
    start, end = window(HIT)
    assert start < HIT.start
    assert HIT.at < end <= HIT.at + 0.15


@pytest.mark.parametrize(("logit", "ratio", "wakes"), [
    (1.9, None, False), (2.1, None, True),  # alone: 1 * logit - 2
    (3.0, -4.1, False), (3.0, -3.9, True), (9.0, -20.0, False),  # second: 0.5 * (ratio + 2 * logit) - 1
])  # fmt: skip
def test_a_rule_takes_the_threshold_of_what_it_has(logit: float, ratio: float | None, wakes: bool):
    rule, hit = WakeRule.of(bundle().card), NearHit(Instant(1.0), logit, Instant(0.1))
    assert rule.wakes(hit, ratio) is wakes
    assert (rule.score(hit, ratio) >= 0.5) is wakes


@given(st.floats(-1e6, 1e6), st.none() | st.floats(-1e6, 1e6))
def test_a_score_is_a_chance_and_rises_with_the_evidence(logit: float, ratio: float | None):
    rule = WakeRule.of(bundle().card)
    low, high = (rule.score(NearHit(Instant(1.0), one, Instant(0.1)), ratio) for one in (logit, logit + 1))
    assert 0 <= low <= high <= 1


@pytest.mark.parametrize(("changes", "says"), [
    ({"word": 3}, "word"), ({"look": "high"}, "look"), ({"beta": math.nan}, "beta"), ({"lag": True}, "lag"),
    ({"alone": [1.0]}, "alone"), ({"second": [1.0, "x"]}, "second"), ({"seconds": None}, "seconds"),
])  # fmt: skip
def test_a_card_that_lacks_a_setting_is_refused(changes: dict[str, object], says: str):
    with pytest.raises(ModelError, match=says):
        WakeSpotter(bundle(**changes))
