"""Packs pictures and sounds into the bytes that a tape holds.

Pictures are PNG: what today's models see differently in a recorded frame must be the models' doing, never a codec's.
Sounds are 16-bit, which is what the converter of a microphone gives. Anything else is kept as it is.
"""

from __future__ import annotations

import json
import math
import re
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from edge.media.image import is_whole_png
from edge.parsed import parse_json

if TYPE_CHECKING:
    from edge.messages import Array

LARGEST = 1 << 26
"""Pixels: a tape may come from somebody else, so the size is checked before a picture is unpacked."""
_PNG = b"\x89PNG\r\n\x1a\nIHDR"
_KIND = re.compile(r"[<>|=][biufc][1-9]\d?")
_PNG_SIZE = struct.Struct(">II")
_LOUDEST = 32768.0


def pack(array: Array) -> bytes:
    """The bytes for an array: a line with kind and shape, then the data."""
    if array.ndim == 3 and array.dtype == np.uint8 and array.shape[2] == 3 and array.size:
        return b'{"as": "png"}\n' + _png(array)
    if array.ndim == 1 and array.dtype == np.float32 and not np.isnan(array).any():
        whole = np.clip(np.rint(array * _LOUDEST), -_LOUDEST, _LOUDEST - 1).astype("<i2")
        return b'{"as": "s16"}\n' + whole.tobytes()
    head = {"as": "raw", "type": array.dtype.str, "shape": array.shape}
    return json.dumps(head).encode() + b"\n" + array.tobytes()


def unpack(data: bytes) -> Array:
    """The array again; raises ValueError for what `pack` never made."""
    line, _, body = data.partition(b"\n")
    match parse_json(line):
        case {"as": "png"}:
            return _pixels(body)
        case {"as": "s16"}:
            return (np.frombuffer(body, "<i2") / np.float32(_LOUDEST)).astype(np.float32, copy=False)
        case {"as": "raw", "type": str(kind), "shape": list(shape)} if _KIND.fullmatch(kind):
            return _shaped(body, kind, shape)
    raise ValueError(f"an array kept as {line[:80]!r}")


def _shaped(body: bytes, kind: str, shape: list[Any]) -> Array:
    try:
        flat = np.frombuffer(body, kind)
    except TypeError as error:
        raise ValueError(str(error)) from None
    if not all(type(side) is int and 0 <= side <= LARGEST for side in shape) or math.prod(shape) != flat.size:
        raise ValueError(f"{flat.size} values in the shape {shape!r}"[:80])
    return flat.reshape(shape).copy()


def _png(pixels: Array) -> bytes:
    import cv2

    # Level 1 takes a third of the default's time for a tenth more bytes.
    _, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    return data.tobytes()


def _pixels(data: bytes) -> Array:
    import cv2

    if data[:8] + data[12:16] != _PNG:  # cv2 opens whatever it knows, whose size would stand elsewhere
        raise ValueError("a picture that is no PNG")
    width, height = _PNG_SIZE.unpack(data[16:24]) if len(data) > 24 else (0, 0)
    if width * height > LARGEST:
        raise ValueError(f"a picture of {width} x {height}")
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if is_whole_png(data) else None
    except cv2.error:  # no bytes at all
        pixels = None
    if pixels is None:
        raise ValueError("a picture that cannot be opened")
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
