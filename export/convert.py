"""convert: a torch module becomes one ONNX file with fixed shapes, which is loaded again and compared with torch."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import net_of
from edge.messages import Array
from export.errors import ExportError
from export.quiet import quiet

OPSET = 20
TOLERANCE = 2e-3  # on outputs whose size is about one; float32 sums in another order differ by less


def convert(
    module: nn.Module, inputs: Sequence[TensorSpec], outputs: Sequence[str], compared: Sequence[str] = ()
) -> bytes:
    """The bytes of one ONNX file with all weights inside. `module` takes the inputs and gives the outputs in order.

    `compared`: the outputs that are compared, where not all must agree. Raises ExportError where the file differs.
    """
    module = module.eval().cpu().to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    examples = {tensor.name: example(tensor, 0) for tensor in inputs}
    arguments = tuple(torch.from_numpy(examples[tensor.name]) for tensor in inputs)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "net.onnx"
        with quiet(), torch.no_grad():
            torch.onnx.export(
                module,
                arguments,
                str(path),
                input_names=[tensor.name for tensor in inputs],
                output_names=list(outputs),
                opset_version=OPSET,
                dynamo=True,
                external_data=False,
                verbose=False,
            )
        if sorted(p.name for p in Path(place).iterdir()) != ["net.onnx"]:
            raise ExportError("convert", "the exporter wrote more than one file")
        model = path.read_bytes()
    compare(module, model, inputs, outputs, compared or outputs)
    return model


def compare(
    module: nn.Module, model: bytes, inputs: Sequence[TensorSpec], outputs: Sequence[str], compared: Sequence[str]
) -> float:
    """The largest difference between torch and the file over a few random inputs; ExportError above TOLERANCE."""
    net, worst = net_of(model, compared), 0.0
    for seed in range(3):
        given = {tensor.name: example(tensor, seed) for tensor in inputs}
        with torch.no_grad():
            wanted = module(*(torch.from_numpy(given[tensor.name]) for tensor in inputs))
        wanted = wanted if isinstance(wanted, (tuple, list)) else (wanted,)
        found = net(given)
        said = dict(zip(outputs, wanted, strict=True))
        worst = max(worst, *(difference(found[name], said[name].numpy()) for name in compared))
    if worst > TOLERANCE:
        raise ExportError("convert", f"the file differs from torch by {worst:.2g}, more than {TOLERANCE:.2g}")
    return worst


def example(tensor: TensorSpec, seed: int) -> Array:
    """A random input of the tensor's shape and type; the same for the same seed."""
    rng = np.random.default_rng(seed)
    shape = [max(size, 1) for size in tensor.shape]
    if np.issubdtype(np.dtype(tensor.dtype), np.integer):
        return rng.integers(0, 256 if tensor.dtype == "uint8" else 2, shape).astype(tensor.dtype)
    return rng.standard_normal(shape).astype(tensor.dtype)


def difference(found: Array, wanted: Array) -> float:
    """The largest difference, as a share of the outputs' own size where that is above one."""
    if found.shape != wanted.shape or np.isnan(found).any():
        return float("inf")
    return float(np.abs(found - wanted).max(initial=0) / max(1.0, float(np.abs(wanted).max(initial=0))))


def tensors(model: bytes) -> tuple[tuple[TensorSpec, ...], tuple[TensorSpec, ...]]:
    """The inputs and the outputs of a file: name, shape and type of each."""
    import onnx

    graph = onnx.load_model_from_string(model).graph
    kept = {initial.name for initial in graph.initializer}
    return tuple(map(_tensor, (i for i in graph.input if i.name not in kept))), tuple(map(_tensor, graph.output))


def _tensor(value: object) -> TensorSpec:
    import onnx

    if not isinstance(value, onnx.ValueInfoProto):
        raise TypeError
    kind = value.type.tensor_type
    dtype = str(onnx.helper.tensor_dtype_to_np_dtype(kind.elem_type))
    return TensorSpec(value.name, dtype, tuple(d.dim_value or -1 for d in kind.shape.dim))
