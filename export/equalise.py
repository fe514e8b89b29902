"""equalise: scales the channels of a net to similar sizes, with the same output, so that int8 loses less.

All channels of a tensor share its 256 steps, and a channel that never grows large has few of them for itself. Where a
convolution writes a channel larger and all that read it take it as smaller, the answer stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from edge.bundle.net import net_of
from edge.messages import Array
from export.shrink import rebuilt

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

PASSING = {"LeakyRelu", "MaxPool"}  # a channel that is smaller before them is as much smaller behind
SHARE = 0.5  # of the way to equal channels, measured: further, and weights lose more than activations gain
Inputs = Sequence[Mapping[str, Array]]
Weights = Mapping[str, Array]


def equalise(model: bytes, inputs: Inputs, share: float = SHARE) -> bytes:
    """The bytes of the same net with channels scaled wherever only convolutions read what a convolution wrote."""
    import onnx
    from onnx import numpy_helper

    proto = onnx.load_model_from_string(model)
    weights = {weight.name: numpy_helper.to_array(weight).copy() for weight in proto.graph.initializer}
    chains = list(_chains(proto.graph, weights))
    if not chains:
        return model
    sizes = _sizes(model, [writer.output[0] for writer, _ in chains], inputs)
    for writer, readers in chains:
        axes = [_axis(reader, weights) for reader in readers]
        size = sizes[writer.output[0]]
        # A depthwise convolution has a scale for each channel: all that is to be gained costs nothing there.
        by = np.where(size > size.max() * 1e-6, size / max(size.max(), 1e-9), 1.0) ** (share if any(axes) else 1.0)
        for name in writer.input[1:]:
            weights[name] = _times(weights[name], 1 / by, 0)
        for reader, axis in zip(readers, axes, strict=True):
            weights[reader.input[1]] = _times(weights[reader.input[1]], by, axis)
    return rebuilt(proto, [numpy_helper.from_array(value, name) for name, value in weights.items()], [])


def _chains(graph: GraphProto, weights: Weights) -> Iterator[tuple[NodeProto, list[NodeProto]]]:
    """Convolutions whose answer only convolutions read, and these; all with weights of their own."""
    if any(attribute.HasField("g") for node in graph.node for attribute in node.attribute):
        return  # a graph within the graph may read anything
    readers, said = readers_of(graph), {value.name for value in graph.output}

    def behind(tensor: str) -> Iterator[NodeProto]:
        for node in readers.get(tensor, []):
            yield node
            if node.op_type in PASSING:
                yield from behind(node.output[0])

    def fits(node: NodeProto) -> bool:
        own = all(name in weights and len(readers[name]) == 1 for name in node.input[1:]) and not said & {*node.input}
        return node.op_type == "Conv" and own and _axis(node, weights) >= 0

    for node in graph.node:
        if fits(node):
            found = list(behind(node.output[0]))
            reading = [reader for reader in found if reader.op_type not in PASSING]
            ends = {name for one in (node, *found) if one not in reading for name in one.output}
            if reading and all(map(fits, reading)) and not ends & said:
                yield node, reading


def _axis(reader: NodeProto, weights: Weights) -> int:
    """The axis of a convolution's weights that its channels arrive on: 0 if it keeps all apart, -1 if only some."""
    groups = next((a.i for a in reader.attribute if a.name == "group"), 1)
    return 1 if groups == 1 else 0 if weights[reader.input[1]].shape[:2] == (groups, 1) else -1


def _times(weight: Array, by: Array, axis: int) -> Array:
    shape = [-1 if index == axis else 1 for index in range(weight.ndim)]
    scaled: Array = (weight * by.reshape(shape)).astype(np.float32)
    return scaled


def _sizes(model: bytes, tensors: Sequence[str], inputs: Inputs) -> dict[str, Array]:
    """Of each tensor how large each of its channels gets, in the mean over the inputs."""
    import onnx

    proto = onnx.load_model_from_string(model)
    proto.graph.output.extend(onnx.ValueInfoProto(name=name) for name in tensors)
    net = net_of(proto.SerializeToString(), tensors)
    seen = [{name: np.abs(value).max((0, *range(2, value.ndim))) for name, value in net(row).items()} for row in inputs]
    return {name: np.mean([row[name] for row in seen], 0) for name in tensors}


def readers_of(graph: GraphProto) -> dict[str, list[NodeProto]]:
    """For each tensor the nodes that read it."""
    readers: dict[str, list[NodeProto]] = {}
    for node in graph.node:
        for name in node.input:
            readers.setdefault(name, []).append(node)
    return readers
