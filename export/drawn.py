"""Pictures that the export draws itself: discs, squares and triangles on noise, with their true boxes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from edge.messages import Pixels
from export.views import Lesson

LABELS = ("disc", "square", "triangle")


def draw(seed: int, side: int = 128) -> Lesson:
    """One picture with one to three shapes that do not hide each other."""
    rng = np.random.default_rng((77, seed))
    coarse = rng.integers(60, 140, (8, 8, 3)).astype(np.uint8)
    pixels: Pixels = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)  # type: ignore[assignment]
    boxes: list[tuple[float, float, float, float]] = []
    labels = []
    for _ in range(int(rng.integers(1, 4))):
        box = _free(rng, boxes, side)
        if box is not None:
            boxes.append(box)
            labels.append(int(rng.integers(len(LABELS))))
            _shape(rng, pixels, box, labels[-1])
    return Lesson(pixels, np.array(boxes, np.float32).reshape(-1, 4) / np.float32(side), np.array(labels, np.int64))


def _free(
    rng: Generator, boxes: list[tuple[float, float, float, float]], side: int
) -> tuple[float, float, float, float] | None:
    for _ in range(20):
        size = int(rng.integers(side // 5, side // 2))
        x, y = (int(v) for v in rng.integers(0, side - size, 2))
        box = (x, y, x + size, y + size)
        if all(box[0] > b[2] or box[2] < b[0] or box[1] > b[3] or box[3] < b[1] for b in boxes):
            return box
    return None


def _shape(rng: Generator, pixels: Pixels, box: tuple[float, float, float, float], label: int) -> None:
    x1, y1, x2, y2 = (int(v) for v in box)
    colour = tuple(int(v) for v in rng.choice([0, 30, 220, 255], 3))
    if label == 0:
        cv2.circle(pixels, ((x1 + x2) // 2, (y1 + y2) // 2), (x2 - x1) // 2, colour, -1)
    elif label == 1:
        cv2.rectangle(pixels, (x1, y1), (x2, y2), colour, -1)
    else:
        corners = np.array([((x1 + x2) // 2, y1), (x1, y2), (x2, y2)], np.int32)
        cv2.fillPoly(pixels, [corners], colour)
