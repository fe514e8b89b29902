"""Looks into an ONNX file before onnxruntime does: what leads outside of it, or has no end, is refused by name.

The file is protobuf, whose parts may come in any order and in more than one spelling, so it is walked part by part.
Weights and texts are skipped; what is walked are the graphs, however deep one lies in another.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

DOMAINS = frozenset({"", "ai.onnx", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc"})
"""Whose operations onnxruntime brings."""


class Part(enum.Enum):
    """The messages of onnx.proto that lead to what is looked for."""

    MODEL = enum.auto()
    GRAPH = enum.auto()
    TRAINING = enum.auto()
    NODE = enum.auto()
    ATTRIBUTE = enum.auto()
    TENSOR = enum.auto()
    SPARSE = enum.auto()


_PARTS = {
    Part.MODEL: {7: Part.GRAPH, 20: Part.TRAINING},
    Part.TRAINING: {1: Part.GRAPH, 2: Part.GRAPH},
    Part.GRAPH: {1: Part.NODE, 5: Part.TENSOR, 15: Part.SPARSE},
    Part.NODE: {5: Part.ATTRIBUTE},
    Part.ATTRIBUTE: {5: Part.TENSOR, 6: Part.GRAPH, 10: Part.TENSOR, 11: Part.GRAPH, 22: Part.SPARSE, 23: Part.SPARSE},
    Part.SPARSE: {1: Part.TENSOR, 2: Part.TENSOR},
    Part.TENSOR: {},
}
_FUNCTIONS, _OPERATION, _DOMAIN, _EXTERNAL, _LOCATION = 25, 4, 7, 13, 14  # of a model, nodes twice, tensors twice
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5  # how a field is written


def of_onnxruntime(model: bytes) -> bool:
    """Whether these bytes are of onnxruntime's own format, which cannot name another file where it comes as bytes."""
    return model[4:8] == b"ORTM"


def problem_of(model: bytes) -> str:
    """Why these bytes are not opened, or nothing."""
    if not model:
        return "is empty"
    if of_onnxruntime(model):
        return "is of onnxruntime's own format, and no ONNX model"
    try:
        return next(filter(None, (_problem(*field) for field in _fields(memoryview(model)))), "")
    except (IndexError, ValueError):
        return "is no ONNX model, or a damaged one"


def _problem(part: Part, number: int, value: int | memoryview) -> str:
    if part is Part.MODEL and number == _FUNCTIONS:
        return "has functions of its own: write them out first (onnx.inliner does that)"
    if part is Part.TENSOR and (number == _EXTERNAL or (number == _LOCATION and value)):
        return "keeps weights in another file, which no hash covers: make one file of them first"
    if part is Part.NODE and number in {_OPERATION, _DOMAIN} and isinstance(value, memoryview):
        name = str(value, errors="replace")
        if number == _DOMAIN and name not in DOMAINS:
            return f"has operations of {name[:40]!r}, which onnxruntime does not bring"
        if number == _OPERATION and name == "Loop":
            return "has a Loop, which need not come to an end: export it without one"
    return ""


def _fields(model: memoryview) -> Iterator[tuple[Part, int, int | memoryview]]:
    """Every field of every part. Raises IndexError and ValueError for what is no protobuf."""
    waiting = [(Part.MODEL, 0, len(model))]
    while waiting:
        part, at, end = waiting.pop()
        inside = _PARTS[part]
        while at < end:
            key, at = _number(model, at)
            number, (value, at) = key >> 3, _value(model, at, key & 7)
            if at > end:
                raise IndexError(at)
            if number in inside and isinstance(value, memoryview):
                waiting.append((inside[number], at - len(value), at))
            else:
                yield part, number, value


def _value(model: memoryview, at: int, kind: int) -> tuple[int | memoryview, int]:
    """The value that begins here, and where it ends; 0 for a number of fixed length. Raises ValueError."""
    if kind == _VARINT:
        return _number(model, at)
    if kind == _BYTES:
        length, at = _number(model, at)
        return model[at : at + length], at + length
    if kind in {_EIGHT, _FOUR}:
        return 0, at + (8 if kind == _EIGHT else 4)
    raise ValueError(kind)


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
