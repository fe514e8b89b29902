"""int8: a net quantised to eight bits, calibrated on real inputs; layers that lose too much stay in float.

Before it is quantised a net is equalised (equalise.py). Cuts and joins between convolutions keep bytes too: whatever
meets in one has one scale, so that bytes are copied as they are. Joins of what leaves the net are left alone.

u8s8 for x86, s8s8 for ARM. Which file a machine runs is decided by its target: "x86-vnni" multiplies bytes in one
instruction, "x86" would overflow. Dynamic int8 is never used on convolutions: it is 5 to 14 times slower.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from edge.bundle.net import net_of
from edge.messages import Array
from export.equalise import equalise, readers_of
from export.errors import ExportError
from export.quiet import quiet

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

Inputs = Sequence[Mapping[str, Array]]
JOINS = {"Concat", "Split", "Resize", "Add"}
ONE_SCALE = JOINS - {"Add"}  # what comes out is made of the very values that go in, or lies between them


@dataclass(frozen=True, slots=True)
class Calibrated:
    """An equalised net and the ranges of its tensors: what `quantise` needs."""

    model: bytes
    ranges: Mapping[str, tuple[Array, Array]]  # of every tensor that may become bytes
    between: tuple[str, ...]  # nodes between convolutions that can keep bytes


def calibrate(model: bytes, inputs: Inputs) -> Calibrated:
    """Equalise a net and measure the ranges of its tensors on inputs; ExportError without inputs or convolutions."""
    import onnx
    from onnxruntime.quantization.calibrate import create_calibrator
    from onnxruntime.quantization.shape_inference import quant_pre_process

    if not inputs:
        raise ExportError("shrink", "there is nothing to calibrate with")
    with tempfile.TemporaryDirectory() as place, quiet():
        source, ready, seen = (Path(place) / name for name in ("source.onnx", "ready.onnx", "seen.onnx"))
        source.write_bytes(equalise(model, inputs))
        quant_pre_process(source, ready, skip_symbolic_shape=True)
        kinds = ["Conv", *sorted(JOINS)]
        calibrator = create_calibrator(ready, kinds, str(seen), extra_options={"moving_average": True})
        calibrator.collect_data(_CalibrationReader(inputs))
        found = calibrator.compute_data().data
        model = ready.read_bytes()
    ranges = {name: (value.lowest, value.highest) for name, value in found.items()}
    graph = onnx.load_model_from_string(model).graph
    if not all(node.name for node in graph.node) or not convolutions(model):
        raise ExportError("shrink", "int8 wants a net of convolutions whose nodes have names")
    joins = _joins(graph)
    for tensors in _meeting(joins):
        known = [ranges[name] for name in tensors if name in ranges]
        low, high = np.min([low for low, _ in known]), np.max([high for _, high in known])
        ranges |= dict.fromkeys(tensors, (low, high))
    return Calibrated(model, ranges, tuple(node.name for node in joins))


def quantise(net: Calibrated, target: str, spared: Sequence[str] = ()) -> bytes:
    """The bytes of the net in static int8, weights per channel. `spared`: convolutions that stay in float."""
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.calibrate import TensorsData, save_tensors_data

    layers = convolutions(net.model)
    if unknown := set(spared) - set(layers):
        raise ExportError("shrink", f"there is no layer {min(unknown)!r} to leave alone")
    x86 = target != "arm"
    kind = QuantType.QUInt8 if x86 else QuantType.QInt8
    with tempfile.TemporaryDirectory() as place, quiet():
        source, ranges, done = (Path(place) / name for name in ("source.onnx", "ranges.json", "done.onnx"))
        source.write_bytes(net.model)
        save_tensors_data(TensorsData(CalibrationMethod.MinMax, dict(net.ranges)), ranges)
        quantize_static(
            source,
            done,
            None,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv", *sorted(JOINS)],
            nodes_to_quantize=[*layers, *net.between],
            nodes_to_exclude=list(spared),
            per_channel=True,
            # Without VNNI two products of eight bits may overflow sixteen: seven bits for weights then.
            reduce_range=target == "x86",
            activation_type=kind,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            calibration_cache_path=ranges,
            extra_options={"ActivationSymmetric": not x86},
        )
        return done.read_bytes()


def fused(model: bytes) -> bytes:
    """The same net with its nodes fused, as onnxruntime does it at each start on any CPU: it opens in half the time."""
    import onnxruntime as ort

    with tempfile.TemporaryDirectory() as place:
        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        options.optimized_model_filepath = str(Path(place) / "fused.onnx")
        options.log_severity_level = 3
        ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return Path(options.optimized_model_filepath).read_bytes()


class _CalibrationReader:
    """Hands inputs to onnxruntime's calibration, one at a time."""

    def __init__(self, inputs: Inputs) -> None:
        self._rows: Iterator[Mapping[str, Array]] = iter(inputs)

    def get_next(self) -> Mapping[str, Array] | None:
        return next(self._rows, None)


# ------------------------------------------------------------------------------------------------------- cuts and joins


def _joins(graph: GraphProto) -> list[NodeProto]:
    """Nodes that cut and join what convolutions write, for convolutions to read."""
    made, readers = {name: node for node in graph.node for name in node.output}, readers_of(graph)
    said = {value.name for value in graph.output}

    @cache
    def written(tensor: str) -> bool:
        node = made.get(tensor)
        return node is not None and (node.op_type == "Conv" or passed_on(node, written, _taken(node)))

    @cache
    def read(tensor: str) -> bool:
        behind = readers.get(tensor, [])
        return tensor not in said and all(n.op_type == "Conv" or passed_on(n, read, n.output) for n in behind)

    def passed_on(node: NodeProto, rule: Callable[[str], bool], tensors: Sequence[str]) -> bool:
        return node.op_type in {*JOINS, "LeakyRelu"} and all(map(rule, tensors))

    return [
        node
        for node in graph.node
        if node.op_type in JOINS and all(map(written, _taken(node))) and all(map(read, node.output))
    ]


def _taken(node: NodeProto) -> Sequence[str]:
    """What a node works on, without its settings."""
    taken: Sequence[str] = node.input if node.op_type in {"Concat", "Add"} else node.input[:1]
    return taken


def _meeting(nodes: Iterable[NodeProto]) -> list[set[str]]:
    """Sets of tensors whose bytes are moved into one another, here or further on."""
    groups: list[set[str]] = []
    for node in nodes:
        if node.op_type in ONE_SCALE:
            tensors = {*_taken(node), *node.output}
            met = [group for group in groups if group & tensors]
            groups = [group for group in groups if not group & tensors] + [tensors.union(*met)]
    return groups


# ------------------------------------------------------------------------------------------------------ what suffers


def convolutions(model: bytes) -> list[str]:
    """The names of a net's convolutions, each of which may be spared."""
    import onnx

    return [node.name for node in onnx.load_model_from_string(model).graph.node if node.op_type == "Conv"]


def some(inputs: Inputs, count: int = 8) -> Inputs:
    """`count` of the inputs, evenly spread over them."""
    return inputs[:: max(1, len(inputs) // count)][:count]


def suffering(
    net: Calibrated, inputs: Inputs, target: str, outputs: Sequence[str] = (), size: int = 4
) -> list[tuple[str, float]]:
    """How much the outputs change when all joins and so many layers are quantised, for each layer, the worst first."""
    layers, plain, judged = convolutions(net.model), net_of(net.model, outputs), some(inputs)
    wanted = [plain(row) for row in judged]
    rows: list[tuple[str, float]] = []
    for start in range(0, len(layers), size):
        group = layers[start : start + size]
        small = net_of(quantise(net, target, [name for name in layers if name not in group]), outputs)
        error = float(np.mean([_noise(small(row), want) for row, want in zip(judged, wanted, strict=True)]))
        rows += [(name, error / len(group)) for name in group]
    return sorted(rows, key=lambda row: -row[1])


def _noise(found: Mapping[str, Array], wanted: Mapping[str, Array]) -> float:
    parts = [np.square(found[name] - value).mean() / (np.square(value).mean() + 1e-9) for name, value in wanted.items()]
    return float(np.mean(parts))
