"""int8: which layers must be left alone, where bytes stay bytes, and channels that use their steps evenly."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, numpy_helper

from edge.bundle.net import net_of
from export.errors import ExportError
from export.int8 import calibrate, fused, quantise, suffering
from tests.export.nets import Rows, inputs, off, stage, two_layers, weights_of

# -------------------------------------------------------------------------------------------------------- what suffers


def test_the_layer_that_suffers_is_found_and_sparing_it_mends_the_net():
    model, rows = two_layers(), inputs()
    ready = calibrate(model, rows)
    worst, second = suffering(ready, rows, "x86", size=1)
    assert worst[0] == "conv0"
    assert worst[1] > 2 * second[1]
    whole, spared = quantise(ready, "x86"), quantise(ready, "x86", ["conv0"])
    assert off(spared, model, rows[0]) < off(whole, model, rows[0])


def test_a_fused_net_has_fewer_nodes_and_gives_the_same_answers_to_the_bit():
    rows = inputs()
    small = quantise(calibrate(two_layers(), rows), "x86-vnni")
    ready = fused(small)
    assert nodes(ready) < nodes(small)
    wanted, found = net_of(small)(rows[0]), net_of(ready)(rows[0])
    assert wanted.keys() == found.keys()
    assert all(np.array_equal(found[name], value) for name, value in wanted.items())


def nodes(model: bytes) -> int:
    return len(onnx.load_model_from_string(model).graph.node)


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
