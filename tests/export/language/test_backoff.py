"""Counting and mixing: probabilities add up to one, and what was not seen counts as its shorter run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from export.language.backoff import BEGIN, END, FLOOR, NOTHING, Backoff, Ints, Known, Mixture, counted, keys_of

WORDS = 8  # 0 and 1 begin and end a sentence; 7 never comes
LINES = st.lists(st.lists(st.integers(2, 6), min_size=1, max_size=5), min_size=1, max_size=12)


def after(model: Backoff, before: list[int]) -> float:
    """The sum of the probabilities of everything that may come next."""
    runs: Ints = np.array([[*before, word] for word in range(1, WORDS)], np.int64)
    return float(model.chances(runs).sum())


@settings(deadline=None)
@given(lines=LINES, before=st.lists(st.integers(2, 6), max_size=2))
def test_what_may_come_next_adds_up_to_one(lines: list[list[int]], before: list[int]) -> None:
    model = counted([*lines, [2, 3, 4, 5, 6]], WORDS)
    # But for the share of words that never came, of which each counts as the least there is.
    assert 0.7 < after(model, before) <= 1.00001
    assert 0.7 < after(model, [BEGIN, *before[:1]]) <= 1.00001


def test_witten_and_bell_by_hand() -> None:
    model = counted([[2, 3], [2, 4]], WORDS)
    # After 2 came two words, both new: half of what follows goes to shorter runs. Of 6 words (with ends) 4 were new.
    alone = (1 + 4 / WORDS) / (6 + 4)
    assert model.chances(np.array([[3]])) == pytest.approx(alone)
    assert model.chances(np.array([[2, 3]])) == pytest.approx((1 + 2 * alone) / 4)
    assert model.chances(np.array([[2, END]])) == pytest.approx(0.5 * (2 + 4 / WORDS) / 10)
    start = (2 + 1 * (2 + 4 / WORDS) / 10) / 3
    assert model.chances(np.array([[BEGIN, 2]])) == pytest.approx(start)


def test_what_was_not_seen_counts_as_its_shorter_run() -> None:
    model = counted([[2, 3], [2, 4]], WORDS)
    four = model.chances(np.array([[4]]))
    # After 3 came one word, its end: half is left. After BEGIN 2 came two, after 2 as well. 5 begins nothing.
    assert model.weights(np.array([[3], [2], [5]])) == pytest.approx([0.5, 0.5, 1.0])
    assert model.chances(np.array([[3, 4]])) == pytest.approx(0.5 * four)
    assert model.chances(np.array([[5, 4]])) == pytest.approx(four)
    assert model.chances(np.array([[BEGIN, 2, END]])) == pytest.approx(0.5 * model.chances(np.array([[2, END]])))
    assert model.chances(np.array([[7]])) == FLOOR
    assert len(model.chances(np.zeros((0, 2), np.int64))) == 0


def test_a_mixture_adds_each_models_share() -> None:
    one, other = counted([[2, 3]], WORDS), counted([[2, 4], [5]], WORDS)
    runs: Ints = np.array([[2, 3], [2, 4], [6, 5]], np.int64)
    wanted = 0.25 * one.chances(runs) + 0.75 * other.chances(runs)
    assert Mixture([one, other], [0.25, 0.75]).chances(runs) == pytest.approx(wanted)


@given(rows=st.lists(st.tuples(*[st.integers(0, WORDS - 1)] * 3), min_size=1, unique=True))
def test_every_run_is_found_where_it_stands(rows: list[tuple[int, int, int]]) -> None:
    runs: Ints = np.array(rows, np.int64)
    keys = keys_of(runs, WORDS)
    assert len(set(keys.tolist())) == len(rows)
    known = Known.of(runs[:-1], np.arange(len(rows) - 1.0), np.ones(len(rows) - 1), WORDS)
    at, there = known.find(keys)
    assert there.tolist() == [True] * (len(rows) - 1) + [False]
    assert known.chances[at[:-1]].tolist() == list(range(len(rows) - 1))
    assert not NOTHING.find(keys)[1].any()
