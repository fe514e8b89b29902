"""Golden vectors: the same machine agrees with itself, a net that answers otherwise is noticed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from edge.bundle.golden import TOLERANCE, answers, disagreement, pack, pattern
from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec
from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Array

INPUT = TensorSpec("pixels", "uint8", (1, 3, 20, 30))


def net(factor: float):
    def run(inputs: Mapping[str, Array]) -> Mapping[str, Array]:
        return {"out": inputs["pixels"].astype(np.float32) / 255 * factor}

    return run


def bundle(factor: float, kept: bytes | None) -> Bundle:
    card = ModelCard("x", "objects", {"look": NetSpec({}, (INPUT,), ())})
    return Bundle(card, {"look": net(factor)}, {} if kept is None else {"golden": kept}, {"look": "look.onnx"})


def test_the_pattern_is_the_same_everywhere_and_uses_all_values():
    made = pattern((1, 3, 20, 30), "uint8")
    assert made.shape == (1, 3, 20, 30)
    assert made.ravel()[:3].tolist() == [0, 7, 14]
    assert len(np.unique(made)) > 200


def test_a_machine_agrees_with_itself_and_another_answer_is_measured():
    kept = pack(answers("look.onnx", net(1.0), (INPUT,)))
    assert disagreement(bundle(1.0, kept)) == 0
    assert disagreement(bundle(1.1, kept)) == pytest.approx(0.1 / TOLERANCE, rel=0.05)


def test_each_file_is_held_to_its_own_answers_and_tolerance():
    vectors = answers("look.onnx", net(1.0), (INPUT,)) | answers("look-int8.onnx", net(1.2), (INPUT,), 0.15)
    small = replace(bundle(1.2 * 1.03, pack(vectors)), files={"look": "look-int8.onnx"})
    assert disagreement(small) == pytest.approx(0.03 / 0.15, rel=0.05)
    assert disagreement(replace(small, files={"look": "look.onnx"})) > 1


def test_no_number_at_all_is_no_agreement():
    kept = pack(answers("look.onnx", net(1.0), (INPUT,)))
    assert not disagreement(bundle(float("nan"), kept)) <= 1


def test_vectors_that_miss_a_file_say_so():
    with pytest.raises(ModelError, match=r"no golden vectors for look\.onnx"):
        disagreement(bundle(1.0, pack(answers("other.onnx", net(1.0), (INPUT,)))))


@pytest.mark.parametrize("kept", [b"", b"PK\x03\x04 and then nothing"])
def test_damaged_vectors_are_said_so(kept: bytes):
    with pytest.raises(ModelError, match="golden vectors cannot be read"):
        disagreement(bundle(1.0, kept))


def test_a_tolerance_alone_proves_nothing():
    with pytest.raises(ModelError, match=r"no golden vectors for look\.onnx"):
        disagreement(bundle(1.0, pack({"look.onnx": np.array(0.1)})))


def test_what_is_kept_must_be_asked_for():
    vectors = {**answers("look.onnx", net(1.0), (INPUT,)), "look.onnx:rest": np.ones(3)}
    with pytest.raises(ModelError, match=r"not open whole: it does not say look\.onnx:rest"):
        disagreement(bundle(1.0, pack(vectors)))


def test_a_bundle_without_vectors_says_so():
    assert disagreement(bundle(1.0, None)) is None


def test_a_size_that_may_be_any_is_filled():
    assert pattern((1, -1), "int64").shape == (1, 16)
