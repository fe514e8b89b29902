"""Backoff: a trigram model as arrays, in which what was not seen counts as its shorter run, times a weight.

All that is asked is asked for many runs at a time; a run is a row of numbers of words, the oldest first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FLOOR = 1e-7  # the probability of a word that a model does not know
BEGIN, END = 0, 1  # the numbers of the beginning and the end of a sentence


def keys_of(runs: Ints, words: int) -> Ints:
    """Each run as one number."""
    keys = np.zeros(len(runs), np.int64)
    for column in runs.T:
        keys = keys * words + column
    return keys


@dataclass(frozen=True, slots=True)
class Known:
    """Runs of one length, sorted by their keys: probabilities, and the weights of shorter runs after them."""

    keys: Ints
    chances: Floats
    weights: Floats

    @staticmethod
    def of(runs: Ints, chances: Floats, weights: Floats, words: int) -> Known:
        keys = keys_of(runs, words)
        order = np.argsort(keys, kind="stable")
        return Known(keys[order], chances[order], weights[order])

    def find(self, keys: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Where each key stands, and whether it does at all."""
        at = np.minimum(np.searchsorted(self.keys, keys), max(len(self.keys) - 1, 0))
        return at, (self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), np.bool_))


NOTHING = Known(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Backoff:
    """A model: how many words there are, and what is known of runs of one, two and three."""

    words: int
    known: tuple[Known, Known, Known]

    def chances(self, runs: Ints) -> Floats:
        """The probability of each run's last word after those before it."""
        length = runs.shape[1]
        if not len(runs):
            return np.zeros(0)
        at, there = self.known[length - 1].find(keys_of(runs, self.words))
        found = self.known[length - 1].chances
        here = found[at] if len(found) else np.zeros(len(runs))
        if length == 1:
            return np.where(there, here, FLOOR)
        missing = ~there
        out = here.copy()
        out[missing] = self.weights(runs[missing, :-1]) * self.chances(runs[missing, 1:])
        return out

    def weights(self, before: Ints) -> Floats:
        """The weight of what is shorter after each of these runs: 1 where the run was never seen."""
        known = self.known[before.shape[1] - 1]
        at, there = known.find(keys_of(before, self.words))
        return np.where(there, known.weights[at] if len(known.weights) else 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Several models, of which each has its share."""

    models: Sequence[Backoff]
    shares: Sequence[float]

    def chances(self, runs: Ints) -> Floats:
        """The probability of each run's last word after those before it."""
        parts = [share * model.chances(runs) for model, share in zip(self.models, self.shares, strict=True)]
        return np.asarray(np.sum(parts, axis=0))


def counted(sentences: Sequence[Sequence[int]], words: int) -> Backoff:
    """A model of these sentences after Witten and Bell: a run's share of what is new after it goes to shorter runs."""
    rows = [np.array([BEGIN, *sentence, END], np.int64) for sentence in sentences]
    levels: list[Known] = []
    for length in (1, 2, 3):
        runs = np.concatenate([np.lib.stride_tricks.sliding_window_view(r, length) for r in rows if len(r) >= length])
        runs = runs[runs[:, -1] != BEGIN]
        unique, counts = np.unique(runs, axis=0, return_counts=True)
        before, index = np.unique(unique[:, :-1], axis=0, return_inverse=True)
        index = index.reshape(-1)
        total, new = np.bincount(index, counts, len(before)), np.bincount(index, minlength=len(before))
        shorter = _of(levels, words).chances(unique[:, 1:]) if levels else np.full(len(unique), 1.0 / words)
        chances = (counts + new[index] * shorter) / (total + new)[index]
        if levels:
            levels[-1] = _weighted(levels[-1], keys_of(before, words), new / (total + new))
        levels.append(Known.of(unique, chances, np.ones(len(unique)), words))
    return _of(levels, words)


def _weighted(known: Known, keys: Ints, weights: Floats) -> Known:
    """With these weights for these runs; one that only begins others, as a sentence does, is put in."""
    at, there = known.find(keys)
    known.weights[at[there]] = weights[there]
    merged = np.concatenate([known.keys, keys[~there]])
    order = np.argsort(merged, kind="stable")
    return Known(
        merged[order],
        np.concatenate([known.chances, np.full(int((~there).sum()), FLOOR)])[order],
        np.concatenate([known.weights, weights[~there]])[order],
    )


def _of(levels: Sequence[Known], words: int) -> Backoff:
    first, second, third = (*levels, NOTHING, NOTHING)[:3]
    return Backoff(words, (first, second, third))
