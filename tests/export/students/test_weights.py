"""Weights are read convolution by convolution, in the order in which they are called."""

import numpy as np
import pytest
from onnx import helper

from export.students.weights import convolution_weights
from tests.export.nets import SHAPE, file_of

pytestmark = pytest.mark.torch


def test_each_has_its_bias_or_zeros_and_what_is_no_convolution_is_passed_over():
    dice = np.random.default_rng(1)
    weights = {name: dice.normal(0, 1, (32, 32, 1, 1)).astype(np.float32) for name in ("w0", "w1", "w2")}
    weights["b1"] = dice.normal(0, 1, 32).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["input", "w0"], ["a"]),
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("Conv", ["b", "w2", "b1"], ["c"]),
        helper.make_node("Conv", ["c", "w1", ""], ["output"]),
    ]
    found = convolution_weights(file_of(nodes, weights, {"output": SHAPE}))
    assert [
        np.array_equal(weight.numpy(), weights[name])
        for (weight, _), name in zip(found, ("w0", "w2", "w1"), strict=True)
    ] == [True] * 3
    assert [bias.tolist() for _, bias in found] == [[0.0] * 32, weights["b1"].tolist(), [0.0] * 32]
