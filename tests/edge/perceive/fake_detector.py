"""A detector whose net is a function: cards, frames and heads for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from edge.bundle.model_card import ModelCard, NetSpec, TensorSpec
from edge.bundle.net import Bundle, Net
from edge.messages import Frame, Instant

STRETCH = {"name": "stretch", "width": 64, "height": 32}


LETTERBOX = {"name": "letterbox", "width": 64, "height": 64, "fill": 114}


def frame(height: int = 48, width: int = 96, colour: tuple[int, int, int] = (200, 100, 50)) -> Frame:
    return Frame(Instant(0.0), np.full((height, width, 3), colour, np.uint8))


def bundle(net: Net, head: Mapping[str, Any], prepare: Mapping[str, Any], dtype: str = "uint8") -> Bundle:
    spec = NetSpec(
        {}, (TensorSpec("pixels", dtype, (1, 3, prepare["height"], prepare["width"])),), (), prepare, (head,)
    )
    return Bundle(ModelCard("fake", "objects", {"look": spec}), {"look": net}, {})


GFL = {"name": "gfl", "output": "found", "labels": ["cup", "dog"], "strides": [8, 16], "bins": 8}


YOLOX = {"name": "yolox", "output": "found", "labels": ["cup", "dog"], "strides": [8, 16]}


CHOSEN = {"name": "chosen", "output": "best", "labels": ["cup", "dog"]}
