"""Pictures for scenarios: photos as they are, or drawings in which texts and codes can really be read."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

import numpy as np

from edge.errors import ConfigError
from edge.messages import Pixels
from firmware_sim.world.paint import COLOURS
from firmware_sim.world.scenario import Item, Picture, photo_file

ASPECT = 0.75
CODE_PIXELS = 4  # of a module, before the code is fitted into its box


@lru_cache(maxsize=64)
def render(picture: Picture, folder: str, width: int) -> Pixels:
    """The picture as a camera of that width would give it. Not to be written to: it is shared."""
    pixels = _photo(photo_file(Path(folder), picture.file), width) if picture.file else _drawing(picture, width)
    pixels.setflags(write=False)
    return pixels


@lru_cache(maxsize=4)
def darkness(width: int) -> Pixels:
    """A black picture: what a camera gives where the scenario shows nothing."""
    pixels = np.full((round(width * ASPECT), width, 3), 8, np.uint8)
    pixels.setflags(write=False)
    return pixels


def _photo(path: Path, width: int) -> Pixels:
    import cv2

    try:
        encoded = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise ConfigError(str(path), error.strerror or str(error)) from None
    pixels = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    if pixels is None:
        raise ConfigError(str(path), "is not a picture")
    height = round(pixels.shape[0] * width / pixels.shape[1])
    grown = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(grown[:, :, ::-1], dtype=np.uint8)


def _drawing(picture: Picture, width: int) -> Pixels:
    height = round(width * ASPECT)
    shade = np.linspace(1.0, 0.8, height)[:, None, None] * np.array(COLOURS[picture.wall])
    pixels: Pixels = np.broadcast_to(shade, (height, width, 3)).astype(np.uint8).copy()
    for item in picture.item:
        if item.format:
            _draw_code(pixels, item)
        elif item.text:
            _draw_text(pixels, item)
        else:
            _draw_thing(pixels, item)
    return pixels


def _draw_thing(pixels: Pixels, item: Item) -> None:
    """A shape that fills its box, lighter at its upper left, so that it looks like something that stands there."""
    import cv2

    x1, y1, x2, y2 = _corners(pixels, item)
    colour = np.array(COLOURS[item.colour])
    middle, axes = ((x1 + x2) // 2, (y1 + y2) // 2), (max(1, (x2 - x1) // 2), max(1, (y2 - y1) // 2))
    round_things = {"cup", "bowl", "apple", "orange", "clock", "sports ball", "donut", "pizza", "frisbee"}
    if item.label in round_things:
        cv2.ellipse(pixels, middle, axes, 0, 0, 360, colour.tolist(), -1, cv2.LINE_AA)
        inner = (max(1, axes[0] // 3), max(1, axes[1] // 3))
        lit = (middle[0] - axes[0] // 3, middle[1] - axes[1] // 3)
        cv2.ellipse(pixels, lit, inner, 0, 0, 360, (colour + (255 - colour) * 0.25).tolist(), -1, cv2.LINE_AA)
        return
    cv2.rectangle(pixels, (x1, y1), (x2, y2), colour.tolist(), -1)
    edge = max(1, (x2 - x1) // 12)
    cv2.rectangle(pixels, (x1, y1), (x1 + edge, y2), (colour + (255 - colour) * 0.25).tolist(), -1)
    cv2.rectangle(pixels, (x1, y1), (x2, y2), (colour * 0.6).tolist(), max(1, edge // 3), cv2.LINE_AA)


def _draw_text(pixels: Pixels, item: Item) -> None:
    """Dark letters on a white plate, as large as the box allows."""
    import cv2

    x1, y1, x2, y2 = _corners(pixels, item)
    cv2.rectangle(pixels, (x1, y1), (x2, y2), COLOURS["white"], -1)
    (wide, high), _ = cv2.getTextSize(item.text, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    scale = min(0.9 * (x2 - x1) / max(1, wide), 0.6 * (y2 - y1) / max(1, high))
    at = (x1 + round(((x2 - x1) - wide * scale) / 2), y2 - round(((y2 - y1) - high * scale) / 2))
    thick = max(1, round(2 * scale))
    cv2.putText(pixels, item.text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, COLOURS["black"], thick, cv2.LINE_AA)


def _draw_code(pixels: Pixels, item: Item) -> None:
    """Draw a code that can be decoded, with its quiet zone."""
    import cv2
    import zxingcpp

    x1, y1, x2, y2 = _corners(pixels, item)
    cv2.rectangle(pixels, (x1, y1), (x2, y2), COLOURS["white"], -1)
    code = zxingcpp.create_barcode(item.text, zxingcpp.barcode_format_from_str(item.format))
    drawn = np.array(code.to_image(scale=CODE_PIXELS, add_quiet_zones=False))
    share = 0.84 * min((x2 - x1) / drawn.shape[1], (y2 - y1) / drawn.shape[0])
    size = (math.floor(drawn.shape[1] * share), math.floor(drawn.shape[0] * share))
    small = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    left, top = (x1 + x2 - size[0]) // 2, (y1 + y2 - size[1]) // 2
    pixels[top : top + size[1], left : left + size[0]] = small[:, :, None]


def _corners(pixels: Pixels, item: Item) -> tuple[int, int, int, int]:
    height, width = pixels.shape[:2]
    x1, y1, x2, y2 = item.box
    return round(x1 * width), round(y1 * height), round(x2 * width), round(y2 * height)
