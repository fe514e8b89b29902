"""Beam search over a writer made of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.perceive.beam import Floats, Search, Sentence, best_of, search

END = 0


class Table:
    """A writer whose next token depends on the last one alone; it tells how often it was asked, and how widely."""

    def __init__(self, scores: Floats) -> None:
        self.scores = scores
        self.widths: list[int] = []

    def begin(self, rows: Sequence[Sequence[int]]) -> Floats:
        found: Floats = self.scores[np.array(rows)].copy()
        return found

    def go_on(self, order: Sequence[int], last: Sequence[int]) -> Floats:
        assert len(order) == len(last)
        self.widths.append(len(last))
        return self.scores[list(last)].copy()


def table(seed: int, tokens: int = 6) -> Floats:
    return np.random.default_rng(seed).normal(0, 2, (tokens, tokens)).astype(np.float32)


def logs(scores: Floats) -> Floats:
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)


@given(seed=st.integers(0, 999), beam=st.integers(1, 8))
def test_sums_are_the_logarithms_of_what_was_written(seed: int, beam: int) -> None:
    known = logs(table(seed))
    found = search(Table(table(seed)), [1], Search(beam, END, most=8))
    assert [sentence.score for sentence in found] == sorted((s.score for s in found), reverse=True)
    assert len(found) <= 2 * beam
    for sentence in found:
        whole = [1, *sentence.ids, *([END] if sentence.ended else [])]
        wanted = sum(known[a, b] for a, b in pairwise(whole))
        assert sentence.score == pytest.approx(float(wanted), abs=1e-4)


@given(seed=st.integers(0, 999))
def test_a_wider_beam_finds_nothing_worse(seed: int) -> None:
    narrow, wide = (search(Table(table(seed)), [1], Search(beam, END, most=6)) for beam in (1, 64))
    assert not wide[0].ended or not narrow[0].ended or wide[0].score >= narrow[0].score - 1e-6


def test_what_is_far_below_the_best_is_given_up() -> None:
    scores = np.zeros((5, 5), np.float32)
    scores[:, 2] = 30.0
    writer = Table(scores)
    search(writer, [1], Search(4, END, most=5, width=10.0))
    assert set(writer.widths) == {1}


def test_what_must_never_be_written_is_not() -> None:
    found = search(Table(table(3)), [1], Search(6, END, most=5, never=(2, 3)))
    assert not any({2, 3} & set(sentence.ids) for sentence in found)


def test_what_never_ends_is_cut() -> None:
    scores = np.zeros((4, 4), np.float32)
    scores[:, END] = -100.0
    writer = Table(scores)
    found = search(writer, [1], Search(2, END, most=7))
    assert found
    assert max(len(sentence.ids) for sentence in found) <= 7
    assert len(writer.widths) <= 7
    assert not found[0].ended
    assert found[0].mean == pytest.approx(found[0].score / len(found[0].ids))


@given(
    values=st.lists(st.floats(-1e3, 1e3, width=32), min_size=1, max_size=700),
    count=st.integers(1, 12),
)
def test_the_best_are_those_of_a_sort(values: list[float], count: int) -> None:
    array = np.array(values, np.float32)
    found = array[best_of(array, count)]
    assert found.tolist() == np.sort(array)[::-1][:count].tolist()


def test_the_mean_counts_the_end() -> None:
    assert Sentence((4, 5), -3.0).mean == -1.0
