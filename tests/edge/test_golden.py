"""Golden vectors: the same machine agrees with itself, a net that answers otherwise is noticed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from edge.golden import answers, difference, pack, pattern
from edge.messages import Array
from edge.model_card import ModelCard, NetSpec, TensorSpec
from edge.net import Bundle

INPUT = TensorSpec("pixels", "uint8", (1, 3, 20, 30))


def net(factor: float):
    def run(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        return {"out": inputs["pixels"].astype(np.float32) / 255 * factor}

    return run


def bundle(factor: float, kept: bytes | None) -> Bundle:
    card = ModelCard("x", "objects", {"look": NetSpec({}, (INPUT,), ())})
    return Bundle(card, {"look": net(factor)}, {} if kept is None else {"golden": kept})


def test_the_pattern_is_the_same_everywhere_and_uses_all_values():
    made = pattern((1, 3, 20, 30), "uint8")
    assert made.shape == (1, 3, 20, 30)
    assert made.ravel()[:3].tolist() == [0, 7, 14]
    assert len(np.unique(made)) > 200


def test_a_machine_agrees_with_itself_and_another_answer_is_measured():
    kept = pack(answers("look", net(1.0), (INPUT,)))
    assert difference(bundle(1.0, kept)) == 0
    assert difference(bundle(1.1, kept)) == pytest.approx(0.1, rel=0.05)


def test_a_bundle_without_vectors_says_so():
    assert difference(bundle(1.0, None)) is None
