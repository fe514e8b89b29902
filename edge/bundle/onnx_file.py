"""Looks into an ONNX file before onnxruntime does: what leads outside of it, or has no end, is refused by name.

The file is protobuf, whose parts may come in any order and in more than one spelling, so it is walked part by part.
Weights and texts are skipped; what is walked are the graphs, however deep one lies in another.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"})
"""Whose operations onnxruntime brings."""


class OnnxPart(enum.Enum):
    """The messages of onnx.proto that lead to what is looked for."""

    MODEL = enum.auto()
    GRAPH = enum.auto()
    TRAINING = enum.auto()
    NODE = enum.auto()
    ATTRIBUTE = enum.auto()
    TENSOR = enum.auto()
    SPARSE = enum.auto()


_PARTS = {
    OnnxPart.MODEL: {7: OnnxPart.GRAPH, 20: OnnxPart.TRAINING},
    OnnxPart.TRAINING: {1: OnnxPart.GRAPH, 2: OnnxPart.GRAPH},
    OnnxPart.GRAPH: {1: OnnxPart.NODE, 5: OnnxPart.TENSOR, 15: OnnxPart.SPARSE},
    OnnxPart.NODE: {5: OnnxPart.ATTRIBUTE},
    OnnxPart.ATTRIBUTE: {
        **dict.fromkeys((5, 10), OnnxPart.TENSOR),
        **dict.fromkeys((6, 11), OnnxPart.GRAPH),
        **dict.fromkeys((22, 23), OnnxPart.SPARSE),
    },
    OnnxPart.SPARSE: {1: OnnxPart.TENSOR, 2: OnnxPart.TENSOR},
    OnnxPart.TENSOR: {},
}
_FUNCTIONS, _OPERATION, _DOMAIN, _EXTERNAL, _LOCATION = 25, 4, 7, 13, 14  # of a model, nodes twice, tensors twice
_VARINT, _BYTES = 0, 2  # how a field is written
_SIZES = {1: 8, 5: 4}  # bytes of what is written in other ways


def of_onnxruntime(model: bytes) -> bool:
    """Whether these bytes are of onnxruntime's own format, which is not looked into: the hash in its card is all."""
    return model[4:8] == b"ORTM"


def problem_of(model: bytes) -> str:
    """Why these bytes are not opened, or nothing."""
    if not model:
        return "is empty"
    if of_onnxruntime(model):
        return "is of onnxruntime's own format, and no ONNX model"
    try:
        return next(filter(None, (_problem(*field) for field in _fields(memoryview(model)))), "")
    except (IndexError, KeyError, ValueError):
        return "is no ONNX model, or a damaged one"


def _problem(part: OnnxPart, number: int, value: int | memoryview) -> str:
    if part is OnnxPart.MODEL and number == _FUNCTIONS:
        return "has functions of its own: write them out first (onnx.inliner does that)"
    if part is OnnxPart.TENSOR and (number == _EXTERNAL or (number == _LOCATION and value)):
        return "keeps weights in another file, which no hash covers: make one file of them first"
    if part is OnnxPart.NODE and number in {_OPERATION, _DOMAIN} and isinstance(value, memoryview):
        name = str(value, errors="replace")
        if number == _DOMAIN and name not in DOMAINS:
            return f"has operations of {name[:40]!r}, which onnxruntime does not bring"
        if number == _OPERATION and name == "Loop":
            return "has a Loop, which need not come to an end: export it without one"
    return ""


def _fields(model: memoryview) -> Iterator[tuple[OnnxPart, int, int | memoryview]]:
    """Every field of every part. Raises IndexError, KeyError and ValueError for what is no protobuf."""
    waiting = [(OnnxPart.MODEL, 0, len(model))]
    while waiting:
        part, at, end = waiting.pop()
        inside = _PARTS[part]
        while at < end:
            key, at = _number(model, at)
            number, kind = key >> 3, key & 7
            if kind == _VARINT:
                value, at = _number(model, at)
                yield part, number, value
                continue
            length, at = _number(model, at) if kind == _BYTES else (_SIZES[kind], at)
            at, begin = at + length, at
            if at > end:
                raise IndexError(at)
            if number in inside and kind == _BYTES:
                waiting.append((inside[number], begin, at))
            yield part, number, model[begin:at]


def _number(model: memoryview, at: int) -> tuple[int, int]:
    """A number, and where it ends. Seven bits a byte, the lowest first, as long as the eighth is set."""
    byte = model[at]
    if byte < 0x80:
        return byte, at + 1
    value, shift = byte & 0x7F, 7
    while byte >= 0x80:
        at += 1
        byte = model[at]
        value |= (byte & 0x7F) << shift
        shift += 7
        if shift > 70:
            raise ValueError(shift)
    return value & (1 << 64) - 1, at + 1
