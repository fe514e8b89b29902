"""Where lines of text are: a picture for the finder, its map of text back into quads, and a quad cut out level.

The finder (PP-OCR's, a "differentiable binarisation" net) says for every pixel how likely it is inside the shrunken
heart of a line of text. Hearts are outlined, boxed at their angle and grown back to the whole line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from edge.messages import Array

SHORT, LONG = 736, 2000  # the finder's picture: enlarged until its short side has this, but no longer than that
STEP = 32  # both its sides are multiples of this
HEART = 0.3  # a pixel above this is text
SURE = 0.5  # a heart whose mean is below this is none
GROWTH = 1.6  # area / perimeter of a heart, times this, is how far the line reaches beyond it
SMALLEST = 3.0  # pixels: a heart thinner than this is a speck


def prepare(pixels: Array) -> Array:
    """The finder's input: BGR in -1..1, (1, 3, height, width)."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(max(1.0, SHORT / min(height, width)), LONG / max(height, width))
    size = [max(STEP, round(int(side * scale) / STEP) * STEP) for side in (width, height)]
    bgr = cv2.resize(pixels, size)[..., ::-1]
    return np.ascontiguousarray(bgr.transpose(2, 0, 1), dtype=np.float32)[None] / np.float32(127.5) - np.float32(1)


def quads(chance: Array, height: int, width: int) -> list[Array]:
    """Corners (4, 2) in pixels of a frame of this size, clockwise from the one that reads as top left."""
    import cv2

    scale = np.array([width / chance.shape[1], height / chance.shape[0]], np.float32)
    hearts = cv2.dilate((chance > HEART).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(hearts, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        middle, (across, along), angle = cv2.minAreaRect(outline)
        box = cv2.boxPoints((middle, (across, along), angle))
        if min(across, along) < SMALLEST or _mean_inside(chance, box) < SURE:
            continue
        further = GROWTH * across * along / (across + along)  # twice area / perimeter: once for each side
        whole = cv2.boxPoints((middle, (across + further, along + further), angle)) * scale
        found.append(_clockwise(np.clip(whole, 0, [width, height]).astype(np.float32)))
    return reading_order(found)


def reading_order(found: list[Array]) -> list[Array]:
    """From top to bottom; what stands beside each other from left to right."""
    rows: list[list[Array]] = []
    for quad in sorted(found, key=lambda quad: float(quad[:, 1].mean())):
        height = np.linalg.norm(quad[3] - quad[0])
        if rows and quad[:, 1].mean() - rows[-1][0][:, 1].mean() < height / 2:
            rows[-1].append(quad)
        else:
            rows.append([quad])
    return [quad for row in rows for quad in sorted(row, key=lambda quad: float(quad[:, 0].mean()))]


def cut(pixels: Array, quad: Array, margin: float = 0.0) -> Array:
    """What is inside a quad, level; `margin` moves its sides outwards by so many line heights."""
    import cv2

    quad = _moved(quad, margin)
    width = max(1, int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2]))))
    height = max(1, int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2]))))
    level = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(quad, level)
    line = cv2.warpPerspective(pixels, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.rot90(line) if height >= 1.5 * width else line)


def _moved(quad: Array, margin: float) -> Array:
    right, down = quad[1] - quad[0], quad[3] - quad[0]
    sides = np.linalg.norm(right), np.linalg.norm(down)
    across = right / max(1.0, sides[0]) * min(sides) * margin
    along = down / max(1.0, sides[1]) * min(sides) * margin
    moves = np.stack([-across - along, across - along, across + along, along - across])
    return np.asarray(quad + moves, np.float32)


def _mean_inside(chance: Array, box: Array) -> float:
    import cv2

    height, width = chance.shape
    left, top = np.clip(np.floor(box.min(0)).astype(int), 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(box.max(0)).astype(int), 0, [width - 1, height - 1])
    inside = np.zeros((bottom - top + 1, right - left + 1), np.uint8)
    cv2.fillPoly(inside, [(box - [left, top]).astype(np.int32)], 1)
    return float(cv2.mean(chance[top : bottom + 1, left : right + 1], inside)[0])


def _clockwise(box: Array) -> Array:
    """Of the two corners on the left the upper one first, then those on the right."""
    by_x = box[np.argsort(box[:, 0], kind="stable")]
    top_left, bottom_left = by_x[:2][np.argsort(by_x[:2, 1], kind="stable")]
    top_right, bottom_right = by_x[2:][np.argsort(by_x[2:, 1], kind="stable")]
    return np.stack([top_left, top_right, bottom_right, bottom_left])
