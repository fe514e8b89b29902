"""Seq2Seq: a pair of nets, one that hears (encoder) and one that writes tokens of what was heard (decoder).

The decoder keeps what it computed of the tokens so far and of the sound, and is given it again at each step. What it
keeps of the sound is given once for all beams: the nets stretch it over their batch by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from edge.bundle.net import Bundle, Net
from edge.errors import ModelError
from edge.messages import Array

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
PAST, PRESENT = "past_key_values.", "present."
HIDDEN = "encoder_hidden_states"
AT_ONCE = 64  # tokens whose scores are asked for in one step: those of 32,768 tokens for each take 128 kB


Heard = Mapping[str, Array]
"""What the encoder made of a sound, as the decoder takes it."""


class Writing:
    """Tokens that are being written of one sound, in several rows side by side."""

    def __init__(self, nets: Seq2Seq, heard: Heard) -> None:
        self._nets = nets
        self._heard = heard
        self._own: dict[str, Array] = {}
        self._sound: dict[str, Array] = {}

    def begin(self, rows: Sequence[Sequence[int]]) -> Floats:
        """Scores (not yet logarithms of probabilities) of every next token behind every token: (row, place, token).

        All rows are of one length.
        """
        out = self._nets.begin(self._heard, np.array(rows, np.int64))
        for name, value in out.items():
            if name.startswith(PRESENT):
                kept = self._sound if ".encoder." in name else self._own
                kept[PAST + name.removeprefix(PRESENT)] = value
        scores: Floats = out["logits"]
        return scores

    def go_on(self, order: Sequence[int], last: Sequence[int]) -> Floats:
        """Scores of every next token: (row, token). Row n goes on from the former row order[n], with token last[n]."""
        size = next(iter(self._own.values())).shape[0]
        if list(order) != list(range(size)):
            self._own = {name: value[list(order)] for name, value in self._own.items()}
        out = self._nets.go_on(np.array(last, np.int64)[:, None], {**self._own, **self._sound}, self._heard)
        self._own = {name: out[PRESENT + name.removeprefix(PAST)] for name in self._own}
        scores: Floats = out["logits"][:, -1]
        return scores

    def forced(self, prompt: Sequence[int], rows: Sequence[Sequence[int]]) -> list[float]:
        """The logarithm of the probability of each of these rows of tokens behind the prompt."""
        first = self.begin([prompt])[0, -1]
        size = max(1, AT_ONCE // max(map(len, rows)))
        begun = self._own
        return [total for at in range(0, len(rows), size) for total in self._sums(first, begun, rows[at : at + size])]

    def _sums(self, first: Floats, begun: Mapping[str, Array], rows: Sequence[Sequence[int]]) -> list[float]:
        longest = max(map(len, rows))
        if longest == 1:
            return [_sum_of(first[None], row) for row in rows]
        padded = np.array([[*row, *[row[-1]] * (longest - len(row))] for row in rows], np.int64)
        own = {name: np.repeat(value, len(rows), axis=0) for name, value in begun.items()}
        later = self._nets.go_on(padded[:, :-1], {**own, **self._sound}, self._heard)["logits"]
        return [
            _sum_of(np.concatenate([first[None], scores[: len(row) - 1]]), row)
            for scores, row in zip(later, rows, strict=True)
        ]


class Seq2Seq:
    """The two nets of a bundle. Raises ModelError where it lacks one.

    Its decoder is one net (`decoder`, with a branch for the first step) or two (`begin` and `go_on`).
    """

    def __init__(self, bundle: Bundle) -> None:
        self.card = bundle.card
        nets = bundle.nets
        encoder = "encoder" if "encoder" in nets else "encode"
        self._merged = "decoder" in nets
        first, second = ("decoder", "decoder") if self._merged else ("begin", "go_on")
        lacking = [name for name in (encoder, first, second) if name not in nets]
        if lacking:
            raise ModelError(bundle.card.name, f"is no recogniser: it has no net called {lacking[0]!r}")
        self._encoder, self._begin, self._go_on = nets[encoder], nets[first], nets[second]
        specs = bundle.card.nets
        self.sound = specs[encoder].inputs[0]
        self._masked = any(tensor.name == "attention_mask" for tensor in specs[encoder].inputs)
        self._takes = {tensor.name: tensor for tensor in specs[first].inputs}
        self._goes_on_with = {tensor.name for tensor in specs[second].inputs}

    def hear(self, prepared: Array) -> Heard:
        """What the encoder makes of one sound, prepared as the net wants it."""
        given = {self.sound.name: prepared[None]}
        mask = np.ones((1, prepared.shape[-1]), np.int64)
        if self._masked:
            given["attention_mask"] = mask
        states = {HIDDEN: self._run(self._encoder, given)["last_hidden_state"]}
        if "encoder_attention_mask" in self._takes:
            states["encoder_attention_mask"] = mask
        return states

    def begin(self, heard: Heard, ids: Ids) -> Mapping[str, Array]:
        """The first step."""
        given = {"input_ids": ids, **{name: np.repeat(value, len(ids), axis=0) for name, value in heard.items()}}
        if self._merged:
            given["use_cache_branch"] = np.array([False])
            given |= {name: _nothing(tensor.shape, len(ids)) for name, tensor in self._takes.items() if PAST in name}
        return self._run(self._begin, given)

    def go_on(self, ids: Ids, kept: Mapping[str, Array], heard: Heard) -> Mapping[str, Array]:
        """Any later step, given what was kept."""
        given = {"input_ids": ids, **kept, **{name: heard[name] for name in heard if name in self._goes_on_with}}
        if self._merged:
            given["use_cache_branch"] = np.array([True])
        return self._run(self._go_on, given)

    def _run(self, net: Net, given: Mapping[str, Array]) -> Mapping[str, Array]:
        try:
            return net(given)
        except (LookupError, TypeError, ValueError) as error:
            raise ModelError(self.card.name, f"does not run as its card says ({error!r})") from error


def _nothing(shape: Sequence[int], rows: int) -> Array:
    """An empty past: (rows, heads, 0, width)."""
    return np.zeros((rows, shape[1], 0, shape[3]), np.float32)


def _sum_of(scores: Floats, row: Sequence[int]) -> float:
    """The sum of the logarithms of a row's probabilities, of the scores before each of its tokens."""
    highest = scores.max(axis=1)
    totals = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    return float((scores[np.arange(len(row)), list(row)] - totals).sum())
