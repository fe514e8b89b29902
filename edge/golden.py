"""Golden vectors: what a net answered where it was made. Another machine must agree, or something is wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np

from edge.messages import Array
from edge.model_card import TensorSpec
from edge.net import Bundle, Net, file_of, targets

ASSET = "golden"
SAMPLED = 61  # one number in so many is kept: enough to notice, too few to weigh
TOLERANCE = 1e-2  # as a share of the answers' size: other kernels sum in another order


def pattern(shape: Sequence[int], dtype: str) -> Array:
    """The input: waves that any machine computes alike, since they are whole numbers."""
    flat = np.arange(int(np.prod(shape)), dtype=np.int64)
    values = (flat * 7 + (flat // 97) * 31 + (flat // 5003) * 57) % 256
    return values.reshape(shape).astype(dtype)


def answers(file: str, net: Net, inputs: Sequence[TensorSpec]) -> dict[str, Array]:
    """What a net says to the pattern, thinned out; files for different targets say slightly different things."""
    given = {tensor.name: pattern(tensor.shape, tensor.dtype) for tensor in inputs}
    return {f"{file}:{key}": value.ravel()[::SAMPLED] for key, value in net(given).items()}


def pack(vectors: Mapping[str, Array]) -> bytes:
    """The vectors as a file."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **dict(vectors))
    return buffer.getvalue()


def difference(bundle: Bundle) -> float | None:
    """How far this machine is from where the bundle was made, at worst; None where no vectors were kept."""
    if ASSET not in bundle.assets:
        return None
    worst = 0.0
    with np.load(io.BytesIO(bundle.assets[ASSET]), allow_pickle=False) as kept:
        for name, net in bundle.nets.items():
            spec = bundle.card.nets[name]
            file = file_of(spec, targets())
            for key, found in answers(file.file if file else name, net, spec.inputs).items():
                wanted = kept[key]
                worst = max(worst, float(np.abs(found - wanted).max() / max(1.0, np.abs(wanted).max())))
    return worst
