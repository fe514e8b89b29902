"""Fewer bytes for the same answers, and which layers must be left alone."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from edge.messages import Box, Thing
from edge.net import net_of
from export.recipe import ExportError
from export.shrink import halve, pack, quantise, suffering
from export.teachers import View, fuse


@pytest.fixture
def model() -> bytes:
    """Two convolutions; the first ignores a huge channel, which leaves no steps for the others in eight bits."""
    dice = np.random.default_rng(3)
    weights = [dice.normal(0, 0.3, (32, 32, 3, 3)).astype(np.float32) for _ in range(2)]
    weights[0][:, 0] = 0
    names = ("input", "middle", "output")
    nodes = [
        helper.make_node("Conv", [names[n], f"w{n}"], [names[n + 1]], name=f"conv{n}", pads=[1, 1, 1, 1])
        for n in range(2)
    ]
    shape = [1, 32, 8, 8]
    graph = helper.make_graph(
        nodes,
        "two",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(w, f"w{n}") for n, w in enumerate(weights)],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


@pytest.fixture
def inputs() -> list[dict[str, np.ndarray]]:
    dice = np.random.default_rng(5)
    rows = dice.normal(0, 1, (8, 1, 32, 8, 8)).astype(np.float32)
    rows[:, :, 0] *= 300
    return [{"input": row} for row in rows]


def off(small: bytes, model: bytes, row: dict[str, np.ndarray]) -> float:
    want, got = net_of(model)(row)["output"], net_of(small)(row)["output"]
    return float(np.abs(want - got).mean() / np.abs(want).mean())


@pytest.mark.parametrize(("smaller", "share", "least"), [(halve, 0.6, 0.002), (pack, 0.4, 0.02)])
def test_weights_take_fewer_bytes_and_say_nearly_the_same(model, inputs, smaller, share, least):
    small = smaller(model)
    assert len(small) < share * len(model)
    assert off(small, model, inputs[0]) < least


def test_the_layer_that_suffers_is_found_and_sparing_it_mends_the_net(model, inputs):
    rows = suffering(model, inputs, "x86", size=1)
    assert rows[0][0] == "conv0"
    assert rows[0][1] > 2 * rows[1][1]
    whole, spared = quantise(model, inputs, "x86"), quantise(model, inputs, "x86", ["conv0"])
    assert off(spared, model, inputs[0]) < off(whole, model, inputs[0])


def test_a_layer_to_leave_alone_must_be_there(model, inputs):
    with pytest.raises(ExportError, match="no layer 'conv7'"):
        quantise(model, inputs, "x86", ["conv0", "conv7"])


def test_without_vnni_weights_keep_to_seven_bits_so_that_no_sum_overflows(model, inputs):
    largest = {
        target: max(
            int(np.abs(numpy_helper.to_array(w).astype(int)).max())
            for w in onnx.load_model_from_string(quantise(model, inputs, target)).graph.initializer
            if w.data_type == TensorProto.INT8
        )
        for target in ("x86", "x86-vnni", "arm")
    }
    assert largest["x86"] <= 64 < largest["x86-vnni"] <= 127
    assert largest["arm"] > 64


def test_a_box_that_few_views_find_keeps_their_share_of_its_score():
    sure = Thing("cup", 0.8, Box(0.1, 0.1, 0.5, 0.5))
    near = Thing("cup", 0.6, Box(0.12, 0.1, 0.52, 0.5))
    alone = Thing("cat", 0.9, Box(0.6, 0.6, 0.9, 0.9))
    picture = np.zeros((8, 8, 3), np.uint8)
    fused = fuse([View(lambda _: [sure, alone], 3.0), View(lambda _: [near], 1.0)], picture)
    assert [(thing.label, round(thing.score, 3)) for thing in fused] == [("cup", 0.75), ("cat", 0.675)]
    assert sure.box.x1 < fused[0].box.x1 < near.box.x1


def test_a_view_in_the_mirror_is_turned_back():
    left = Thing("cup", 0.8, Box(0.0, 0.1, 0.25, 0.5))
    (seen,) = View(lambda _: [left], 1.0, mirrored=True)(np.zeros((8, 8, 3), np.uint8))
    assert seen.box == Box(0.75, 0.1, 1.0, 0.5)
