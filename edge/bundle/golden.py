"""Golden vectors: the outputs of a net where it was made, for another machine to compare with its own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from zipfile import BadZipFile

import numpy as np

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import Bundle, Net
from edge.errors import ModelError
from edge.messages import Array

ASSET = "golden"
ANY = 16
SAMPLED = 61  # every 61st output number is kept: the file stays small, and a wrong kernel is still noticed
TOLERANCE = 2e-3  # mean difference, as a share of the answers' size: other kernels sum in another order
INT8_TOLERANCE = 0.08  # a hair more or less falls on another side of a step


def pattern(shape: Sequence[int], dtype: str) -> Array:
    """The input: waves that any machine computes alike, since they are whole numbers. Where any size will do, ANY."""
    sizes = [ANY if size < 0 else size for size in shape]
    flat = np.arange(int(np.prod(sizes)), dtype=np.int64)
    values = (flat * 7 + (flat // 97) * 31 + (flat // 5003) * 57) % 256
    return values.reshape(sizes).astype(dtype)


def answers(file: str, net: Net, inputs: Sequence[TensorSpec], tolerance: float = TOLERANCE) -> dict[str, Array]:
    """The outputs of a file for the pattern, and by how much another machine may differ.

    Of what it chooses from, not of its choice: of two nearly equal places another machine may choose the other.
    """
    return {**_said(file, net, inputs), file: np.array(tolerance)}


def _said(file: str, net: Net, inputs: Sequence[TensorSpec]) -> dict[str, Array]:
    given = {tensor.name: pattern(tensor.shape, tensor.dtype) for tensor in inputs}
    return {f"{file}:{key}": value.ravel()[::SAMPLED] for key, value in net(given).items()}


def pack(vectors: Mapping[str, Array]) -> bytes:
    """The vectors as the bytes of a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **dict(vectors))
    return buffer.getvalue()


def disagreement(bundle: Bundle) -> float | None:
    """The largest difference from where the bundle was made, as a share of the tolerance: above 1 is too much.

    None where no vectors were kept. The bundle must be open whole.
    """
    if ASSET not in bundle.assets:
        return None
    try:
        with np.load(io.BytesIO(bundle.assets[ASSET]), allow_pickle=False) as file:
            kept = dict(file)
    except (OSError, ValueError, EOFError, BadZipFile) as error:
        raise ModelError(bundle.card.name, f"its golden vectors cannot be read: {error}") from error
    shares = [share for name in bundle.nets for share in _shares(bundle, name, kept)]
    return float(np.max(shares))  # a NaN is not forgotten on the way


def _shares(bundle: Bundle, name: str, kept: Mapping[str, Array]) -> Iterator[float]:
    """How far off each of a net's answers is, as a share of what its file may be."""
    file = bundle.files[name]
    keys = [key for key in kept if key.startswith(f"{file}:")]
    if file not in kept or not keys:
        raise ModelError(bundle.card.name, f"has no golden vectors for {file}: export it again")
    said = _said(file, bundle.nets[name], bundle.card.nets[name].inputs)
    for key in keys:
        if key not in said or said[key].shape != kept[key].shape:
            raise ModelError(bundle.card.name, f"is not open whole: it does not say {key} as it was kept")
        yield np.abs(said[key] - kept[key]).mean() / (np.abs(kept[key]).mean() + 1e-9) / kept[file]
