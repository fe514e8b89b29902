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
