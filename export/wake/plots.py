"""Curves as small PNG pictures, drawn with the fonts of OpenCV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from edge.messages import Array

WIDTH, HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 40, 60
_COLOURS = ((180, 90, 20), (30, 120, 220), (60, 150, 60), (140, 60, 160), (90, 90, 90))  # BGR
_INK, _GRID = (40, 40, 40), (225, 225, 225)
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """What is measured along a side of the picture: its name and the values that are marked, first to last."""

    name: str
    marks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where a value lies between the first and the last mark, from 0 to 1."""
        low, high = self.marks[0], self.marks[-1]
        return min(max((value - low) / (high - low), 0.0), 1.0)


def plot(title: str, across: Axis, up: Axis, curves: Mapping[str, Points]) -> bytes:
    """The picture: a line with dots for each curve, named in the upper right."""
    import cv2

    canvas = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    _frame(canvas, title, across, up)
    for n, (name, points) in enumerate(curves.items()):
        colour = _COLOURS[n % len(_COLOURS)]
        places = [_place(across.share(x), up.share(y)) for x, y in points]
        for one, other in pairwise(places):
            cv2.line(canvas, one, other, colour, 2, cv2.LINE_AA)
        for place in places if len(places) < 40 else ():
            cv2.circle(canvas, place, 4, colour, -1, cv2.LINE_AA)
        cv2.line(canvas, (WIDTH - 250, 60 + 22 * n), (WIDTH - 225, 60 + 22 * n), colour, 3, cv2.LINE_AA)
        _write(canvas, name, (WIDTH - 215, 65 + 22 * n))
    return cv2.imencode(".png", canvas, (cv2.IMWRITE_PNG_COMPRESSION, 9))[1].tobytes()


def _place(x: float, y: float) -> tuple[int, int]:
    return (
        round(_LEFT + x * (WIDTH - _LEFT - _RIGHT)),
        round(HEIGHT - _BOTTOM - y * (HEIGHT - _TOP - _BOTTOM)),
    )


def _frame(canvas: Array, title: str, across: Axis, up: Axis) -> None:
    import cv2

    for mark in across.marks:
        x, _ = _place(across.share(mark), 0)
        cv2.line(canvas, (x, _TOP), (x, HEIGHT - _BOTTOM), _GRID, 1)
        _write(canvas, f"{mark:g}", (x - 10, HEIGHT - _BOTTOM + 20))
    for mark in up.marks:
        _, y = _place(0, up.share(mark))
        cv2.line(canvas, (_LEFT, y), (WIDTH - _RIGHT, y), _GRID, 1)
        _write(canvas, f"{mark:g}", (_LEFT - 38, y + 5))
    _write(canvas, title, (_LEFT, 24), 0.55)
    _write(canvas, across.name, (_LEFT, HEIGHT - 14))
    _write(canvas, up.name, (8, _TOP - 8))


def _write(canvas: Array, words: str, at: tuple[int, int], size: float = 0.45) -> None:
    import cv2

    cv2.putText(canvas, words, at, cv2.FONT_HERSHEY_SIMPLEX, size, _INK, 1, cv2.LINE_AA)
