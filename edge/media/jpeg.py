"""Pixels as a JPEG without metadata, and pictures made smaller. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge.messages import Pixels

QUALITY = 82


def scale(pixels: Pixels, size: int) -> Pixels:
    """At most `size` on the longer side; never larger than it was."""
    import cv2
    import numpy as np

    height, width = pixels.shape[:2]
    factor = size / max(height, width)
    if factor >= 1:
        return pixels
    smaller = cv2.resize(
        pixels, (max(1, round(width * factor)), max(1, round(height * factor))), interpolation=cv2.INTER_AREA
    )
    return np.asarray(smaller, np.uint8)


def encode(pixels: Pixels, quality: int = QUALITY) -> bytes:
    """The pixels as a JPEG without metadata."""
    import cv2

    ok, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise ValueError("the picture could not be encoded")
    return bytes(data)
