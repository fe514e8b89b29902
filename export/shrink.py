"""shrink: stores weights in fewer bytes and computes in float32 as before. int8.py also computes in fewer bits.

`halve` stores weights as float16 and computes in float32: onnxruntime folds the casts when it loads; `pack` stores the
large ones as int8 with a scale a channel, and computes in float32 as well.
"""

from __future__ import annotations

from typing import Any

import numpy as np

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
    return rebuilt(proto, kept, casts)


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
    return rebuilt(proto, kept, unpacked)


def rebuilt(proto: Any, weights: list[Any], before: list[Any]) -> bytes:  # noqa: ANN401
    """The same graph with smaller weights, and nodes at its start that turn them into the old ones."""
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
