"""Channels are evened out where only convolutions see them, and the answer stays what it was."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from export.equalise import equalise
from export.int8 import calibrate, quantise
from tests.export.nets import SHAPE, file_of, inputs, off, stage, two_layers, weights_of


def test_an_equalised_net_says_the_same_and_eight_bits_serve_it_better():
    model, rows = stage(uneven=200.0), inputs(huge=1.0)
    even = equalise(model, rows)
    assert off(even, model, rows[0]) < 1e-5
    sizes = [np.abs(weights_of(one)["w0"]).max((1, 2, 3)) for one in (model, even)]
    assert sizes[0].max() / np.median(sizes[0]) > 100
    assert sizes[1].max() / np.median(sizes[1]) < 3  # whoever reads it keeps channels apart: all the way
    uneven, level = (off(quantise(calibrate(one, rows), "x86-vnni"), one, rows[0]) for one in (model, stage()))
    assert uneven < 1.3 * level


BENT = [("LeakyRelu", {"alpha": 0.3}), ("MaxPool", {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1], "strides": [2, 2]})]


def two_between(between: list[tuple[str, dict[str, object]]] = BENT, out: int = 8, groups: int = 1) -> bytes:
    """Two convolutions with biases and whatever stands between them. Channels are of all sizes, and one is dead."""
    dice = np.random.default_rng(2)
    size = 10.0 ** dice.uniform(-2, 2, (8, 1, 1, 1))
    weights = {
        "w0": dice.normal(0, 0.5, (8, 32, 3, 3)) * size,
        "b0": dice.normal(0, 0.5, 8) * size[:, 0, 0, 0],
        "w1": dice.normal(0, 0.5, (out, 8 // groups, 3, 3)),
        "b1": dice.normal(0, 0.5, out),
    }
    weights["w0"][3], weights["b0"][3] = 0, 0
    nodes = [helper.make_node("Conv", ["input", "w0", "b0"], ["at0"], name="conv0", pads=[1, 1, 1, 1])]
    for index, (kind, settings) in enumerate(between):
        nodes.append(helper.make_node(kind, [f"at{index}"], [f"at{index + 1}"], name=f"{kind}{index}", **settings))
    last = f"at{len(between)}"
    nodes.append(helper.make_node("Conv", [last, "w1", "b1"], ["output"], name="conv1", group=groups, pads=[1] * 4))
    kept = {name: np.asarray(value, np.float32) for name, value in weights.items()}
    return file_of(nodes, kept, {"output": (1, out, None, None)})


@pytest.mark.parametrize(
    ("model", "evened"),
    [
        (two_between(), True),
        (two_between([]), True),
        (two_between(groups=8), True),
        (two_between(groups=2), False),
        (two_between(groups=8, out=16), False),
        (two_between([("Sigmoid", {})]), False),
    ],
    ids=["bent", "bare", "apart", "groups", "multiplied", "sigmoid"],
)
def test_evening_out_changes_weights_where_it_can_and_never_the_answer(model: bytes, evened: bool):
    rows = inputs(huge=1.0)
    even = equalise(model, rows)
    assert off(even, model, rows[0]) < 1e-5
    spread = [np.abs(weights_of(one)["w0"][[0, 1, 2, 4, 5, 6, 7]]).max((1, 2, 3)) for one in (model, even)]
    before, after = (float(row.max() / row.min()) for row in spread)
    assert (after < 0.5 * before) == evened


def test_weights_that_two_layers_share_are_left_as_they_are():
    proto = onnx.load_model_from_string(two_layers())
    proto.graph.node[1].input[1] = "w0"
    shared = proto.SerializeToString()
    np.testing.assert_array_equal(weights_of(equalise(shared, inputs()))["w0"], weights_of(shared)["w0"])


def test_channels_that_somebody_else_sees_are_left_as_they_are():
    model, rows = stage(), inputs(huge=1.0)
    before, after = weights_of(model), weights_of(equalise(model, rows))
    for name in ("w1", "w2", "w3"):  # a join, or the answer, reads what they write; and no one scales what they read
        np.testing.assert_array_equal(before[name], after[name])
    proto = onnx.load_model_from_string(model)
    proto.graph.output.append(helper.make_tensor_value_info("wide", TensorProto.FLOAT, SHAPE))
    seen = proto.SerializeToString()
    np.testing.assert_array_equal(weights_of(equalise(seen, rows))["w0"], before["w0"])
