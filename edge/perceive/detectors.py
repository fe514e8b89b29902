"""Families of detectors that Glint can read: how a picture is prepared for them, how their answer is read.

`glint models add FILE.onnx --like FAMILY` makes a bundle of a file that the wearer fetched from its authors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Family:
    """What files of one family have in common."""

    size: int  # the side of the input that its authors trained at
    prepare: Mapping[str, Any]
    head: Mapping[str, Any]

    def settings(self, width: int, height: int) -> dict[str, Any]:
        return {**self.prepare, "width": width, "height": height}


_NANODET = {"name": "stretch", "colours": "BGR", "mean": (103.53, 116.28, 123.675), "std": (57.375, 57.12, 58.395)}
_IMAGENET = {"colours": "RGB", "mean": (123.675, 116.28, 103.53), "std": (58.395, 57.12, 57.375)}

FAMILIES: Mapping[str, Family] = {
    "nanodet-plus": Family(416, _NANODET, {"name": "gfl", "strides": (8, 16, 32, 64), "bins": 8}),
    "yolox": Family(416, {"name": "letterbox", "colours": "BGR"}, {"name": "yolox", "strides": (8, 16, 32)}),
    "yolox-0.1": Family(416, {"name": "letterbox", **_IMAGENET}, {"name": "yolox", "strides": (8, 16, 32)}),
}
