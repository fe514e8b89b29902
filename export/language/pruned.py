"""A mixture as one model of few runs: those without which it would lose most, weighed by how often they come."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from export.language.backoff import BEGIN, FLOOR, NOTHING, Backoff, Floats, Ints, Known, Mixture, keys_of

LEAST_LEFT = 1e-4  # of a probability, for what was not seen
SENTENCE = 0.1  # of all words, so many begin a sentence


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """The runs of a model by their length, and the model."""

    ones: Ints
    twos: Ints
    threes: Ints
    model: Backoff


def pruned(mixture: Mixture, given: tuple[Ints, Ints, Ints], most: tuple[int, int]) -> KeptRuns:
    """The model with all single words, and at most so many runs of two and of three."""
    ones, twos, threes = given
    words = mixture.models[0].words
    twos = twos[_worth(twos, mixture, _model(mixture, ones, twos), most[0])]
    without = _model(mixture, ones, twos)
    # A run of three needs the two words before it among the runs of two, for the weight of what else follows them.
    _, there = without.known[1].find(keys_of(threes[:, :2], words))
    threes = threes[there]
    threes = threes[_worth(threes, mixture, without, most[1])]
    return KeptRuns(ones, twos, threes, _model(mixture, ones, twos, threes))


def _model(mixture: Mixture, ones: Ints, twos: Ints, threes: Ints | None = None) -> Backoff:
    """The model of these runs, with the weights that make all that may follow a run add up to one."""
    words = mixture.models[0].words
    levels = [Known.of(runs, mixture.chances(runs), np.ones(len(runs)), words) for runs in (ones, twos)]
    model = Backoff(words, (levels[0], NOTHING, NOTHING))
    levels[0] = _weighed(levels[0], twos, mixture, model)
    model = Backoff(words, (levels[0], levels[1], NOTHING))
    if threes is None:
        return model
    longest = Known.of(threes, mixture.chances(threes), np.ones(len(threes)), words)
    return Backoff(words, (levels[0], _weighed(levels[1], threes, mixture, model), longest))


def _weighed(shorter: Known, longer: Ints, mixture: Mixture, model: Backoff) -> Known:
    """What is left after the longer runs, as a share of what the model without them leaves for the same words."""
    at, there = shorter.find(keys_of(longer[:, :-1], model.words))
    taken = np.bincount(at[there], mixture.chances(longer)[there], len(shorter.keys))
    same = np.bincount(at[there], model.chances(longer[:, 1:])[there], len(shorter.keys))
    weights = np.maximum(1 - taken, LEAST_LEFT) / np.maximum(1 - same, LEAST_LEFT)
    return Known(shorter.keys, shorter.chances, weights)


def _worth(runs: Ints, mixture: Mixture, model: Backoff, most: int) -> NDArray[np.intp]:
    """Which of the runs to keep."""
    chances = mixture.chances(runs)
    without: Floats = model.weights(runs[:, :-1]) * model.chances(runs[:, 1:])
    often = np.where(runs[:, 0] == BEGIN, SENTENCE, mixture.chances(runs[:, :1]))
    for length in range(2, runs.shape[1] + 1):
        often = often * mixture.chances(runs[:, :length])
    gain = often * np.abs(np.log(chances / np.maximum(without, FLOOR)))
    return np.argsort(-gain, kind="stable")[:most]
