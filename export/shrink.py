"""shrink: fewer bytes, and less time where this very machine agrees.

Three ways. `halve` stores weights as float16 and computes in float32: onnxruntime folds the casts when it loads; `pack`
stores the large ones as int8 with a scale a channel, and computes in float32 as well.
`quantise` makes a static QDQ int8 net (u8s8 for x86, s8s8 for ARM), calibrated on real inputs, and leaves alone the
layers that were measured to suffer. Dynamic int8 is never used on convolutions: it is 5 to 14 times slower. Which file
a machine runs is decided by its target: "x86-vnni" multiplies bytes in one instruction, "x86" would overflow.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from edge.messages import Array
from edge.net import net_of
from export.quiet import quiet
from export.recipe import ExportError

SMALL = 64  # numbers: below this a cast costs more bytes than it saves


def halve(model: bytes) -> bytes:
    """Weights as float16 behind a cast each; a weight too large for float16 stays as it is."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    proto = onnx.load_model_from_string(model)
    casts, kept = [], []
    for weight in proto.graph.initializer:
        values = numpy_helper.to_array(weight) if weight.data_type == TensorProto.FLOAT else None
        if values is None or values.size < SMALL or np.abs(values).max() > np.finfo(np.float16).max:
            kept.append(weight)
            continue
        kept.append(numpy_helper.from_array(values.astype(np.float16), f"{weight.name}.half"))
        casts.append(helper.make_node("Cast", [f"{weight.name}.half"], [weight.name], to=TensorProto.FLOAT))
    return _rebuilt(proto, kept, casts)


def pack(model: bytes, least: int = 2048) -> bytes:
    """Weights of convolutions as int8 with a scale for each of their channels, multiplied out when the file is loaded.

    A quarter of the bytes; the arithmetic stays float32. Small layers are worth more than the bytes they would save.
    """
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    proto = onnx.load_model_from_string(model)
    large = {node.input[1] for node in proto.graph.node if node.op_type == "Conv"}
    unpacked, kept = [], []
    for weight in proto.graph.initializer:
        values = numpy_helper.to_array(weight)
        if weight.name not in large or values.size < least:
            kept.append(weight)
            continue
        flat = np.abs(values.reshape(len(values), -1)).max(1)
        scale = (np.maximum(flat, 1e-12) / 127).astype(np.float32).reshape(-1, *[1] * (values.ndim - 1))
        name = weight.name
        kept.append(numpy_helper.from_array(np.round(values / scale).astype(np.int8), f"{name}.packed"))
        kept.append(numpy_helper.from_array(scale, f"{name}.scale"))
        unpacked.append(helper.make_node("Cast", [f"{name}.packed"], [f"{name}.wide"], to=TensorProto.FLOAT))
        unpacked.append(helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name]))
    return _rebuilt(proto, kept, unpacked)


def _rebuilt(proto: Any, weights: list[Any], before: list[Any]) -> bytes:  # noqa: ANN401
    """The same graph with other weights, and nodes before all others that make the old ones of them."""
    import onnx

    nodes = [*before, *proto.graph.node]
    del proto.graph.initializer[:], proto.graph.node[:], proto.graph.value_info[:]
    proto.graph.initializer.extend(weights)
    proto.graph.node.extend(nodes)
    onnx.checker.check_model(proto)
    return bytes(proto.SerializeToString())


def bare(model: bytes) -> bytes:
    """Without names of source lines and other notes, which nobody on the glasses reads."""
    import onnx

    proto = onnx.load_model_from_string(model)
    for node in proto.graph.node:
        node.ClearField("doc_string")
        node.ClearField("metadata_props")
    for group in (proto, proto.graph):
        group.ClearField("doc_string")
        group.ClearField("metadata_props")
    for value in (*proto.graph.value_info, *proto.graph.input, *proto.graph.output):
        value.ClearField("metadata_props")
    return bytes(proto.SerializeToString())


class _Reader:
    """Hands inputs to onnxruntime's calibration, one at a time."""

    def __init__(self, inputs: Sequence[Mapping[str, Array]]) -> None:
        self._rows: Iterator[Mapping[str, Array]] = iter(inputs)

    def get_next(self) -> Mapping[str, Array] | None:
        return next(self._rows, None)


def quantise(model: bytes, inputs: Sequence[Mapping[str, Array]], target: str, spared: Sequence[str] = ()) -> bytes:
    """Static QDQ int8, weights per channel. `spared` names the nodes that stay as they are."""
    from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    if unknown := set(spared) - set(convolutions(model)):
        raise ExportError("shrink", f"there is no layer {min(unknown)!r} to leave alone")
    x86 = target != "arm"
    kind = QuantType.QUInt8 if x86 else QuantType.QInt8
    with tempfile.TemporaryDirectory() as place, quiet():
        source, ready, done = (Path(place) / name for name in ("source.onnx", "ready.onnx", "done.onnx"))
        source.write_bytes(model)
        quant_pre_process(source, ready, skip_symbolic_shape=True)
        quantize_static(
            ready,
            done,
            _Reader(inputs),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            per_channel=True,
            # Without VNNI two products of eight bits may overflow sixteen: seven bits for weights then.
            reduce_range=target == "x86",
            activation_type=kind,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
            nodes_to_exclude=list(spared),
            extra_options={"ActivationSymmetric": not x86, "CalibMovingAverage": True},
        )
        return done.read_bytes()


def convolutions(model: bytes) -> list[str]:
    """The names of the nodes that quantisation may touch."""
    import onnx

    return [node.name for node in onnx.load_model_from_string(model).graph.node if node.op_type == "Conv"]


def some(inputs: Sequence[Mapping[str, Array]], count: int = 8) -> Sequence[Mapping[str, Array]]:
    """A few of them, of all kinds: they are in some order."""
    return inputs[:: max(1, len(inputs) // count)][:count]


def suffering(
    model: bytes, inputs: Sequence[Mapping[str, Array]], target: str, outputs: Sequence[str] = (), size: int = 4
) -> list[tuple[str, float]]:
    """How much the outputs change when so many layers alone are quantised, for each of them, the worst first."""
    layers, net, judged = convolutions(model), net_of(model, outputs), some(inputs)
    wanted = [net(row) for row in judged]
    rows: list[tuple[str, float]] = []
    for start in range(0, len(layers), size):
        group = layers[start : start + size]
        small = net_of(quantise(model, inputs, target, [name for name in layers if name not in group]), outputs)
        error = float(np.mean([_noise(small(row), want) for row, want in zip(judged, wanted, strict=True)]))
        rows += [(name, error / len(group)) for name in group]
    return sorted(rows, key=lambda row: -row[1])


def _noise(found: Mapping[str, Array], wanted: Mapping[str, Array]) -> float:
    parts: list[Any] = [
        np.square(found[name] - value).mean() / (np.square(value).mean() + 1e-9) for name, value in wanted.items()
    ]
    return float(np.mean(parts))
