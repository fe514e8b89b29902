"""Beam search: the likeliest sentences that a decoder may write, by the sum of the logarithms of its probabilities.

No penalty for length: sums alone were best. Pure, but for the decoder that it asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
BLOCK = 64


class Writer(Protocol):
    """What is asked for scores: see `edge.perceive.seq2seq.Writing`."""

    def begin(self, rows: Sequence[Sequence[int]]) -> Floats: ...

    def go_on(self, order: Sequence[int], last: Sequence[int]) -> Floats: ...


class Sentence(NamedTuple):
    """Tokens without those at the beginning and the end, and the sum of their logarithms, with that of the end."""

    ids: tuple[int, ...]
    score: float
    ended: bool = True

    @property
    def mean(self) -> float:
        """The mean logarithm of a token's probability."""
        return self.score / (len(self.ids) + self.ended)


@dataclass(frozen=True, slots=True)
class Search:
    """How wide and how long to search.

    `width`: what is less likely than the best by more than this (as a logarithm) is given up; `never`: tokens that
    are never written.
    """

    beam: int
    end: int
    most: int
    width: float = 12.0
    never: tuple[int, ...] = ()


def search(writer: Writer, prompt: Sequence[int], how: Search) -> list[Sentence]:
    """The likeliest sentences, best first, at most twice as many as the beam is wide. Cuts them after `most` tokens."""
    scores = writer.begin([prompt])[:, -1]
    live, done = [Sentence((), 0.0, ended=False)], list[Sentence]()
    for _ in range(how.most):
        order = _sorted_out(_extended(live, scores, how), live, done, how)
        if not live:
            break
        best = max((sentence.score for sentence in done), default=-np.inf)
        if len(done) >= how.beam and best >= live[0].score:
            live.clear()
            break
        scores = writer.go_on(order, [sentence.ids[-1] for sentence in live])
    return sorted((*done, *live), key=lambda sentence: -sentence.score)[: 2 * how.beam]


class _Next(NamedTuple):
    row: int
    token: int
    score: float


def _extended(live: list[Sentence], scores: Floats, how: Search) -> list[_Next]:
    """The best steps on from any of the live sentences, best first: twice the beam, as some of them end."""
    if how.never:
        scores[:, list(how.never)] = -np.inf
    highest = scores.max(axis=1, keepdims=True)
    total = highest[:, 0] + np.log(np.exp(scores - highest).sum(axis=1))
    known = np.array([sentence.score for sentence in live])
    sums = scores + (known - total)[:, None].astype(np.float32)
    flat = sums.ravel()
    chosen = best_of(flat, 2 * how.beam)
    tokens = sums.shape[1]
    return [_Next(int(at) // tokens, int(at) % tokens, float(flat[at])) for at in chosen]


def best_of(values: Floats, count: int) -> NDArray[np.intp]:
    """Where the `count` largest values stand, largest first. The largest of each block tell what need not be sorted."""
    whole = values.size // BLOCK * BLOCK
    among = np.arange(values.size)
    if whole // BLOCK > count:
        tops = np.append(values[:whole].reshape(-1, BLOCK).max(axis=1), values[whole:])
        among = np.flatnonzero(values >= np.partition(tops, -count)[-count])
    kept: NDArray[np.intp] = among[np.argsort(-values[among], kind="stable")[:count]]
    return kept


def _sorted_out(found: list[_Next], live: list[Sentence], done: list[Sentence], how: Search) -> list[int]:
    """Put steps that end a sentence among the done, and make the others the live ones; returns their former rows."""
    before, order = list(live), list[int]()
    live.clear()
    done += [Sentence(before[step.row].ids, step.score) for step in found if step.token == how.end]
    least = max([found[0].score, *(sentence.score for sentence in done)]) - how.width
    for step in found:
        if step.token != how.end and step.score >= least and len(live) < how.beam:
            live.append(Sentence((*before[step.row].ids, step.token), step.score, ended=False))
            order.append(step.row)
    return order
