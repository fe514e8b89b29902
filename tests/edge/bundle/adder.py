"""A bundle of the smallest net there is: it adds an amount to four numbers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from edge.bundle.model_card import FileSpec, ModelCard, NetSpec, TensorSpec, format_card
from edge.bundle.net import targets


def adder(amount: float = 1.0) -> onnx.ModelProto:
    shape = [1, 4]
    graph = helper.make_graph(
        [helper.make_node("Add", ["x", "w"], ["y"])],
        "adder",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(np.full(shape, amount, np.float32), "w")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def bundle(folder: Path, data: bytes, **tensor: object) -> ModelCard:
    folder.mkdir(exist_ok=True)
    (folder / "adder.onnx").write_bytes(data)
    (folder / "names.txt").write_text("one\n", encoding="utf-8")
    x, y = (TensorSpec(name, "float32", (1, 4)) for name in "xy")
    file = FileSpec("adder.onnx", hashlib.sha256(data).hexdigest())
    net = NetSpec({targets()[-1]: file}, (replace(x, **tensor),), (y,))  # type: ignore[arg-type]
    names = FileSpec("names.txt", hashlib.sha256(b"one\n").hexdigest())
    card = ModelCard("adder", "sum", {"add": net}, {"names": names})
    (folder / "card.toml").write_text(format_card(card), encoding="utf-8")
    return card
