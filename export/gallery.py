"""A strip of small pictures as one JPEG: photos on which the model failed, with its boxes, for MODEL.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from edge.messages import Frame, Instant, Pixels, Thing
from export.lessons import read_photo

SIDE = 240
SURE = 0.3
RED, YELLOW = (200, 30, 30), (255, 230, 60)


def gallery(photos: Sequence[Path], see: Callable[[Frame], Sequence[Thing]]) -> bytes:
    """A strip of small pictures, as JPEG."""
    tiles = [_tile(np.ascontiguousarray(read_photo(path)), see) for path in photos]
    strip = np.hstack(tiles) if tiles else np.full((1, 1, 3), 255, np.uint8)
    return cv2.imencode(".jpg", strip[..., ::-1], (cv2.IMWRITE_JPEG_QUALITY, 82))[1].tobytes()


def _tile(pixels: Pixels, see: Callable[[Frame], Sequence[Thing]]) -> Pixels:
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    high, wide = small.shape[:2]
    for thing in [t for t in see(Frame(Instant(0.0), pixels)) if t.score >= SURE][:6]:
        box = thing.box
        corner = (int(box.x1 * wide), int(box.y1 * high))
        cv2.rectangle(small, corner, (int(box.x2 * wide), int(box.y2 * high)), RED, 1)
        at = (corner[0] + 2, min(high - 3, corner[1] + 11))
        for colour, thick in ((0, 0, 0), 3), (YELLOW, 1):
            cv2.putText(small, f"{thing.label} {thing.score:.2f}", at, cv2.FONT_HERSHEY_SIMPLEX, 0.36, colour, thick)
    tile = np.full((SIDE, SIDE, 3), 255, np.uint8)
    tile[:high, :wide] = small
    return tile
