"""int8: which layers must be left alone, where bytes stay bytes, and channels that use their steps evenly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from edge.messages import Array
from export.equalise import equalise
from export.errors import ExportError
from export.int8 import calibrate, quantise, suffering
from tests.export.nets import SHAPE, Rows, file_of, inputs, off, two_layers


def stage(uneven: float = 1.0) -> bytes:
    """What a stage of a trunk is made of: a layer is cut, one part is worked on, and both are joined again.

    `conv0` writes its first channel `uneven` times as large as the others, `deep`, which keeps channels apart, reads it
    so much smaller. `output` is a join too, but one that leaves the net.
    """
    dice = np.random.default_rng(1)
    shapes = {"w0": (32, 32, 1, 1), "wd": (32, 1, 3, 3), "w1": (16, 16, 1, 1)}
    shapes |= dict.fromkeys(("w2", "w3", "w4"), (32, 32, 1, 1))
    weights: dict[str, Array] = {name: dice.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    weights["w0"][0] *= uneven
    weights["wd"][0] /= uneven
    weights |= {"cuts": np.array((16, 16), np.int64), "times": np.array((1, 1, 2, 2), np.float32)}

    def conv(name: str, read: str, weight: str, written: str, **settings: object) -> onnx.NodeProto:
        return helper.make_node("Conv", [read, weight], [written], name=name, **settings)

    nodes = [
        conv("conv0", "input", "w0", "wide"),
        helper.make_node("LeakyRelu", ["wide"], ["bent"], name="bend", alpha=0.1),
        conv("deep", "bent", "wd", "deep", group=32, pads=[1, 1, 1, 1]),
        helper.make_node("LeakyRelu", ["deep"], ["whole"], name="bend1", alpha=0.1),
        helper.make_node("Split", ["whole", "cuts"], ["passed", "worked"], name="cut", axis=1),
        conv("conv1", "worked", "w1", "done"),
        helper.make_node("LeakyRelu", ["done"], ["ready"], name="bend2", alpha=0.1),
        helper.make_node("Concat", ["passed", "ready"], ["small"], name="join", axis=1),
        helper.make_node("Resize", ["small", "", "times"], ["large"], name="enlarge", mode="linear"),
        conv("conv4", "large", "w4", "beside"),
        helper.make_node("Add", ["large", "beside"], ["joined"], name="add"),
        conv("conv2", "joined", "w2", "left"),
        conv("conv3", "joined", "w3", "right"),
        helper.make_node("Concat", ["left", "right"], ["output"], name="leave", axis=1),
    ]
    return file_of(nodes, weights, {"output": (1, 64, 16, 16)})


def weights_of(model: bytes) -> Mapping[str, Array]:
    return {w.name: numpy_helper.to_array(w) for w in onnx.load_model_from_string(model).graph.initializer}


# -------------------------------------------------------------------------------------------------------- what suffers


def test_the_layer_that_suffers_is_found_and_sparing_it_mends_the_net():
    model, rows = two_layers(), inputs()
    ready = calibrate(model, rows)
    worst, second = suffering(ready, rows, "x86", size=1)
    assert worst[0] == "conv0"
    assert worst[1] > 2 * second[1]
    whole, spared = quantise(ready, "x86"), quantise(ready, "x86", ["conv0"])
    assert off(spared, model, rows[0]) < off(whole, model, rows[0])


def test_a_layer_to_leave_alone_must_be_there():
    with pytest.raises(ExportError, match="no layer 'conv7'"):
        quantise(calibrate(two_layers(), inputs()), "x86", ["conv0", "conv7"])


def test_without_vnni_weights_keep_to_seven_bits_so_that_no_sum_overflows():
    ready = calibrate(two_layers(), inputs())
    largest = {
        target: max(
            int(np.abs(numpy_helper.to_array(w).astype(int)).max())
            for w in onnx.load_model_from_string(quantise(ready, target)).graph.initializer
            if w.data_type == TensorProto.INT8
        )
        for target in ("x86", "x86-vnni", "arm")
    }
    assert largest["x86"] <= 64 < largest["x86-vnni"] <= 127
    assert largest["arm"] > 64


# ------------------------------------------------------------------------------------------------------ cuts and joins


@pytest.mark.parametrize("target", ["x86", "x86-vnni", "arm"])
def test_what_is_cut_and_joined_between_convolutions_stays_bytes_of_one_scale(target: str):
    rows = inputs(huge=1.0)
    small = quantise(calibrate(stage(), rows), target)
    assert off(small, stage(), rows[0]) < 0.05
    graph, known = onnx.load_model_from_string(small).graph, weights_of(small)
    nodes = {node.name: node for node in graph.node}
    made = {name: node for node in graph.node for name in node.output}
    read = {name: node for node in graph.node for name in node.input}
    around = [made[name] for name in (nodes["cut"].input[0], *nodes["join"].input)]
    around += [read[name] for name in (*nodes["cut"].output, *nodes["join"].output)]
    assert {node.op_type for node in around} == {"DequantizeLinear", "QuantizeLinear"}
    assert len({(float(known[node.input[1]]), int(known[node.input[2]])) for node in around}) == 1


def test_a_join_that_leaves_the_net_stays_as_it_is():
    ready = calibrate(stage(), inputs(huge=1.0))
    assert ready.between == ("cut", "join", "enlarge", "add")
    graph = onnx.load_model_from_string(quantise(ready, "x86-vnni")).graph
    assert not [node.name for node in graph.node if node.op_type == "QuantizeLinear" and "output" in node.input]
    assert [node.name for node in graph.node if "output" in node.output] == ["leave"]


@pytest.mark.parametrize("rows", [[], inputs()])
def test_what_cannot_be_quantised_is_refused(rows: Rows):
    proto = onnx.load_model_from_string(two_layers())
    proto.graph.node[0].name = ""
    with pytest.raises(ExportError, match=r"nothing to calibrate with|nodes have names"):
        calibrate(proto.SerializeToString(), rows)


# ------------------------------------------------------------------------------------------------------- equal channels


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
