"""A recogniser of two tiny nets, made node by node, whose probabilities a few lines of numpy know as well.

What it writes next depends on the last token, on all tokens before (so that a past in wrong order is noticed), and on
how loud the sound is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec
from edge.bundle.net import Bundle, file_spec, open_bundle, write_bundle
from edge.messages import Array

PIECES = ("<unk>", "<s>", "</s>", " What", " is", " this", ".", "?", " red", " cup", " you", " ", "O", "n", " O", " On")
BEGIN, END = 1, 2
TOKENS = len(PIECES)
PAST = "past_key_values.0.{}.{}"
_DICE = np.random.default_rng(5)
AFTER = _DICE.normal(0, 2.0, (TOKENS, TOKENS)).astype(np.float32)
BEFORE = _DICE.normal(0, 0.05, TOKENS).astype(np.float32)
LOUD = _DICE.normal(0, 1.0, TOKENS).astype(np.float32)
AFTER[:, [0, BEGIN]] = -20  # marks are not written


def vocabulary() -> bytes:
    """As Moonshine keeps its own."""
    pieces = [piece.replace(" ", "▁").encode() for piece in PIECES]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces)


def logs(ids: Sequence[int], loudness: float) -> Array:
    """The logarithms of the probabilities of what comes after these tokens, the first of which is BEGIN."""
    scores = AFTER[ids[-1]] + sum(ids) * BEFORE + loudness * LOUD
    return np.asarray(scores - np.logaddexp.reduce(scores.astype(np.float64)))


def score(ids: Sequence[int], loudness: float) -> float:
    """The logarithm of the probability of these tokens and an end behind them."""
    whole = [BEGIN, *ids, END]
    return sum(float(logs(whole[:n], loudness)[whole[n]]) for n in range(1, len(whole)))


def loudness(samples: Array, zeros: float) -> float:
    """What the encoder makes of a sound."""
    return float(np.abs(samples).sum() / (len(samples) + 2 * round(zeros * 16000)))


def encoder() -> bytes:
    nodes = [
        helper.make_node("Abs", ["input_values"], ["level"]),
        helper.make_node("ReduceMean", ["level"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Unsqueeze", ["mean", "two"], ["last_hidden_state"]),
    ]
    given = {"input_values": (TensorProto.FLOAT, [1, "n"]), "attention_mask": (TensorProto.INT64, [1, "n"])}
    return _file(nodes, given, {"last_hidden_state": ["b", 1, 1]}, {"two": np.array([2], np.int64)})


def decoder() -> bytes:
    key, sound = PAST.format("decoder", "key"), PAST.format("encoder", "key")
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("CumSum", ["numbers", "one"], ["so_far"]),
        helper.make_node("ReduceSum", [key, "all_but_first"], ["before"], keepdims=0),
        helper.make_node("Unsqueeze", ["before", "ones"], ["before_each"]),
        helper.make_node("Add", ["so_far", "before_each"], ["sum"]),
        helper.make_node("Unsqueeze", ["sum", "twos"], ["sum_each"]),
        helper.make_node("Mul", ["sum_each", "weights_before"], ["of_before"]),
        helper.make_node("Gather", ["after", "input_ids"], ["of_last"]),
        helper.make_node("ReduceSum", [sound, "lasts"], ["kept"], keepdims=1),
        helper.make_node("Squeeze", ["kept", "ones"], ["kept_flat"]),
        helper.make_node("Not", ["use_cache_branch"], ["first"]),
        helper.make_node("Cast", ["first"], ["first_number"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["encoder_hidden_states", "first_number"], ["new"]),
        helper.make_node("Add", ["new", "kept_flat"], ["loud"]),
        helper.make_node("Mul", ["loud", "weights_loud"], ["of_sound"]),
        helper.make_node("Add", ["of_last", "of_before"], ["two_of_them"]),
        helper.make_node("Add", ["two_of_them", "of_sound"], ["logits"]),
        helper.make_node("Unsqueeze", ["numbers", "one_and_three"], ["keys"]),
        helper.make_node("Concat", [key, "keys"], ["present.0.decoder.key"], axis=2),
        helper.make_node("Unsqueeze", ["encoder_hidden_states", "ones"], ["present.0.encoder.key"]),
    ]
    ints, floats = TensorProto.INT64, TensorProto.FLOAT
    given = {
        "encoder_attention_mask": (ints, ["b", "n"]), "input_ids": (ints, ["b", "t"]),
        "encoder_hidden_states": (floats, ["b", 1, 1]), key: (floats, ["b", 1, "p", 1]),
        sound: (floats, ["c", 1, "s", 1]), "use_cache_branch": (TensorProto.BOOL, [1]),
    }  # fmt: skip
    out = {
        "logits": ["b", "t", TOKENS],
        "present.0.decoder.key": ["b", 1, "q", 1],
        "present.0.encoder.key": ["b", 1, 1, 1],
    }
    kept = {
        "one": np.array(1, np.int64), "ones": np.array([1], np.int64), "twos": np.array([2], np.int64),
        "all_but_first": np.array([1, 2, 3], np.int64), "lasts": np.array([2, 3], np.int64),
        "one_and_three": np.array([1, 3], np.int64), "after": AFTER, "weights_before": BEFORE, "weights_loud": LOUD,
    }  # fmt: skip
    return _file(nodes, given, out, kept)


def _file(
    nodes: Sequence[NodeProto],
    given: Mapping[str, Any],
    out: Mapping[str, list[Any]],
    kept: Mapping[str, Any],
) -> bytes:
    inputs = [helper.make_tensor_value_info(name, kind, shape) for name, (kind, shape) in given.items()]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in out.items()]
    weights = [numpy_helper.from_array(value, name) for name, value in kept.items()]
    graph = helper.make_graph(list(nodes), "net", inputs, outputs, weights)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(made)
    return bytes(made.SerializeToString())


def write(folder: Path, **settings: object) -> Bundle:
    """The bundle, written and opened."""
    files = {"encoder.onnx": encoder(), "decoder.onnx": decoder(), "tokenizer.bin": vocabulary()}
    nets = {name: _spec(f"{name}.onnx", files[f"{name}.onnx"]) for name in ("encoder", "decoder")}
    assets = {"tokens": file_spec("tokenizer.bin", files["tokenizer.bin"])}
    card = ModelCard("tiny", "speech", nets, assets, settings={"kind": "moonshine", **settings})
    write_bundle(card, files, folder)
    return open_bundle(folder)


def _spec(file: str, data: bytes) -> NetSpec:
    graph = onnx.load_model_from_string(data).graph
    inputs, outputs = (tuple(_tensor(value) for value in values) for values in (graph.input, graph.output))
    return NetSpec({"any": file_spec(file, data)}, inputs, outputs)


def _tensor(value: onnx.ValueInfoProto) -> TensorSpec:
    kind = value.type.tensor_type
    names: dict[int, str] = {TensorProto.FLOAT: "float32", TensorProto.INT64: "int64", TensorProto.BOOL: "bool"}
    return TensorSpec(value.name, names[kind.elem_type], tuple(size.dim_value or -1 for size in kind.shape.dim))
