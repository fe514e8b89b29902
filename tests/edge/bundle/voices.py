"""A tiny Piper voice: a thousandth of each number that it reads is a sample of its sound."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

DESCRIBED: dict[str, Any] = {
    "audio": {"sample_rate": 16_000},
    "espeak": {"voice": "en-us"},
    "inference": {"noise_scale": 0.5, "length_scale": 1.0, "noise_w": 0.8},
    "phoneme_id_map": {"_": [0], "^": [1], "$": [2], " ": [3], ".": [10], ",": [8], "h": [20], "ə": [59], "a": [14]},
    "num_speakers": 1,
}


def voice_file(folder: Path, *, speakers: int = 1) -> Path:
    """`voice.onnx` in the folder, and its description beside it."""
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    unread = ["input_lengths", "scales"]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, ["batch"]))
        unread.append("sid")
    nodes = [helper.make_node("Cast", ["input"], ["numbers"], to=TensorProto.FLOAT)]
    sums = []
    for name in unread:  # read, or onnxruntime would drop them
        nodes.append(helper.make_node("Cast", [name], [f"{name}_float"], to=TensorProto.FLOAT))
        nodes.append(helper.make_node("ReduceSum", [f"{name}_float"], [f"{name}_sum"], keepdims=0))
        nodes.append(helper.make_node("Mul", [f"{name}_sum", "zero"], [f"{name}_zero"]))
        sums.append(f"{name}_zero")
    nodes += [helper.make_node("Sum", sums, ["nothing"]), helper.make_node("Mul", ["numbers", "thousandth"], ["sound"])]
    nodes.append(helper.make_node("Add", ["sound", "nothing"], ["output"]))
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", "time"])
    constants = [
        numpy_helper.from_array(np.float32(0.001), "thousandth"),
        numpy_helper.from_array(np.float32(0), "zero"),
    ]
    graph = helper.make_graph(nodes, "voice", inputs, [output], constants)
    path = folder / "voice.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    described = json.dumps(DESCRIBED | {"num_speakers": speakers})
    path.with_name("voice.onnx.json").write_text(described, encoding="utf-8")
    return path
