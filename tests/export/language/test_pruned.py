"""Pruning: what is kept keeps its probability, and what may come next still adds up to one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.language.backoff import BEGIN, END, Backoff, Ints, Mixture, counted
from export.language.making import _runs
from export.language.pruned import pruned

WORDS = 8  # 0 and 1 begin and end a sentence; 7 never comes
LINES = st.lists(st.lists(st.integers(2, 6), min_size=1, max_size=5), min_size=1, max_size=12)


def after(model: Backoff, before: list[int]) -> float:
    """The sum of the probabilities of everything that may come next."""
    runs: Ints = np.array([[*before, word] for word in range(1, WORDS)], np.int64)
    return float(model.chances(runs).sum())


@settings(deadline=None, max_examples=40)
@given(lines=LINES, more=LINES, most=st.tuples(st.integers(1, 30), st.integers(1, 30)))
def test_a_pruned_mixture_still_adds_up_and_keeps_what_it_kept(
    lines: list[list[int]], more: list[list[int]], most: tuple[int, int]
) -> None:
    mixture = Mixture([counted(lines, WORDS), counted(more, WORDS)], [0.6, 0.4])
    kept = pruned(mixture, _runs(mixture.models, WORDS), most)
    assert len(kept.twos) <= most[0]
    assert len(kept.threes) <= most[1]
    for runs in (kept.ones, kept.twos, kept.threes):
        assert kept.model.chances(runs) == pytest.approx(mixture.chances(runs))
    single = float(kept.model.chances(kept.ones[kept.ones[:, 0] != BEGIN]).sum())
    for two in kept.twos[:3]:
        assert after(kept.model, two[:1].tolist()) == pytest.approx(1.0, abs=abs(1 - single) + 0.05)


def test_with_room_for_all_nothing_changes() -> None:
    lines = [[2, 3, 4], [2, 3, 5], [6, 3, 4], [2, 5]]
    mixture = Mixture([counted(lines, WORDS)], [1.0])
    kept = pruned(mixture, _runs(mixture.models, WORDS), (1000, 1000))
    runs: Ints = np.array([[2, 3, 4], [6, 3, 4], [BEGIN, 2, 3], [3, 4, END]], np.int64)
    assert kept.model.chances(runs) == pytest.approx(mixture.chances(runs))
