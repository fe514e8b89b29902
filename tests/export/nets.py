"""Small ONNX nets, written node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from edge.messages import Array

SHAPE = (1, 32, 8, 8)
Rows = Sequence[Mapping[str, Array]]


def file_of(
    nodes: Sequence[NodeProto], weights: Mapping[str, Array], outputs: Mapping[str, Sequence[int | None]]
) -> bytes:
    """A net that takes `input`, of SHAPE."""
    values = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
    given = [helper.make_tensor_value_info("input", TensorProto.FLOAT, SHAPE)]
    kept = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    graph = helper.make_graph(nodes, "net", given, values, kept)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def two_layers() -> bytes:
    """Two convolutions; the first ignores a huge channel, which leaves no steps for the others in eight bits."""
    dice = np.random.default_rng(3)
    weights = {f"w{n}": dice.normal(0, 0.3, (32, 32, 3, 3)).astype(np.float32) for n in range(2)}
    weights["w0"][:, 0] = 0
    names = ("input", "middle", "output")
    nodes = [
        helper.make_node("Conv", [names[n], f"w{n}"], [names[n + 1]], name=f"conv{n}", pads=[1, 1, 1, 1])
        for n in range(2)
    ]
    return file_of(nodes, weights, {"output": SHAPE})


def inputs(huge: float = 300.0) -> list[dict[str, Array]]:
    dice = np.random.default_rng(5)
    rows = dice.normal(0, 1, (8, *SHAPE)).astype(np.float32)
    rows[:, :, 0] *= huge
    return [{"input": row} for row in rows]


def off(other: bytes, model: bytes, row: Mapping[str, Array]) -> float:
    """How far the answers of two files are apart, as a share of the second's."""
    want, got = _reckoned(model, row), _reckoned(other, row)
    return float(np.abs(want - got).mean() / np.abs(want).mean())


def _reckoned(model: bytes, row: Mapping[str, Array]) -> Array:
    """What a file says node by node, in fp32 between bytes: sums of bytes saturate on some CPUs, which is not asked."""
    import onnxruntime as ort  # after edge, which switches its telemetry off

    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    answer: Array = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"]).run(["output"], dict(row))[
        0
    ]
    return answer
