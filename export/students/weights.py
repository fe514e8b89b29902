"""Reads the weights of an ONNX file into torch, convolution by convolution, in the order in which it calls them."""

from __future__ import annotations

import torch
from torch import Tensor

from edge.errors import EdgeError


class StartError(EdgeError):
    """The file with the weights to start from belongs to another architecture."""


def convolution_weights(model: bytes) -> list[tuple[Tensor, Tensor]]:
    """(weight, bias) of each convolution; one without a bias counts as one with zeros."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load_model_from_string(model).graph
    values = {weight.name: weight for weight in graph.initializer}
    found = []
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        weight = torch.from_numpy(numpy_helper.to_array(values[node.input[1]]).copy())
        has_bias = len(node.input) > 2 and node.input[2]
        bias = numpy_helper.to_array(values[node.input[2]]).copy() if has_bias else None
        found.append((weight, torch.zeros(len(weight)) if bias is None else torch.from_numpy(bias)))
    return found
