"""Draws what was seen onto a picture: boxes with light lines over dark ones, labels on a plate of the same colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edge.messages import Array, Box, Pixels, Quad, Scene

THINGS, TEXTS, CODES, REDACTIONS = (
    (86, 180, 233),
    (240, 228, 66),
    (0, 200, 140),
    (230, 110, 60),
)  # told apart by all eyes
DARK = (20, 20, 20)
LEGIBLE = 960  # pixels of the longer side
FONT = 0  # cv2.FONT_HERSHEY_SIMPLEX, without loading cv2
Rgb = tuple[int, int, int]


class Plate(NamedTuple):
    """A rectangle with words on it; `deep` is how far letters such as g reach below their line."""

    left: int
    top: int
    right: int
    bottom: int
    deep: int

    def meets(self, other: Plate) -> bool:
        """Whether two plates overlap."""
        apart = self.right <= other.left or other.right <= self.left
        return not apart and self.top < other.bottom and other.top < self.bottom


def draw(pixels: Pixels, scene: Scene, redactions: Iterable[tuple[str, Box]] = (), least: float = 0.0) -> Pixels:
    """A copy with boxes around things that score `least`, quads around texts and codes, and bars over redactions."""
    canvas = _large_enough(pixels)
    hidden = list(redactions)
    for _, box in hidden:
        _cover(canvas, box)
    marks = [(_corners(t.box), f"{t.label} {t.score:.2f}", THINGS) for t in scene.things or () if t.score >= least]
    marks += [(_points(text.quad), text.text, TEXTS) for text in scene.texts or ()]
    marks += [(_points(code.quad), f"{code.format}: {code.text}", CODES) for code in scene.codes or ()]
    marks += [(_corners(box), label, REDACTIONS) for label, box in hidden]
    places = [_outline(canvas, shape, colour) for shape, _, colour in marks]
    plates: list[Plate] = []
    for place, (_, words, colour) in zip(places, marks, strict=True):  # words last, so that no line runs through them
        plates.append(_plate(canvas, place, words[:40], plates))
        _write(canvas, plates[-1], words[:40], colour)
    return canvas


def _large_enough(pixels: Pixels) -> Pixels:
    """A copy to draw on; what is small is enlarged, or its words would hide it."""
    import cv2

    height, width = pixels.shape[:2]
    grow = LEGIBLE / max(height, width)
    if grow <= 1:
        return np.ascontiguousarray(pixels).copy()
    size = (round(width * grow), round(height * grow))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8)


def _corners(box: Box) -> Array:
    return np.array([[box.x1, box.y1], [box.x2, box.y1], [box.x2, box.y2], [box.x1, box.y2]])


def _points(quad: Quad) -> Array:
    return np.array(quad, float)


def _cover(canvas: Pixels, box: Box) -> None:
    height, width = canvas.shape[:2]
    canvas[int(box.y1 * height) : int(np.ceil(box.y2 * height)), int(box.x1 * width) : int(np.ceil(box.x2 * width))] = (
        DARK
    )


def _outline(canvas: Pixels, shape: Array, colour: Rgb) -> Array:
    """Draw around a shape; gives its upper left corner in pixels."""
    import cv2

    height, width = canvas.shape[:2]
    thick = max(1, round(2 * _size(canvas)))
    points = np.round(shape * [width - 1, height - 1]).astype(np.int32)
    cv2.polylines(canvas, [points], isClosed=True, color=DARK, thickness=thick + 2, lineType=cv2.LINE_AA)
    cv2.polylines(canvas, [points], isClosed=True, color=colour, thickness=thick, lineType=cv2.LINE_AA)
    return np.asarray(points.min(0))


def _plate(canvas: Pixels, at: Array, words: str, taken: list[Plate]) -> Plate:
    """Where words go: above a place, moved until they are inside the picture and on no other plate."""
    import cv2

    size = _size(canvas)
    (wide, high), deep = cv2.getTextSize(words, FONT, size, _stroke(size))
    tall = high + deep + 2
    left = int(np.clip(at[0], 0, max(0, canvas.shape[1] - wide - 4)))
    bottom = max(tall, int(at[1]))
    plate = Plate(left, bottom - tall, left + wide + 4, bottom, deep)
    while any(plate.meets(other) for other in taken) and plate.bottom + tall < canvas.shape[0]:
        plate = plate._replace(top=plate.top + tall + 1, bottom=plate.bottom + tall + 1)
    return plate


def _write(canvas: Pixels, plate: Plate, words: str, colour: Rgb) -> None:
    import cv2

    size = _size(canvas)
    cv2.rectangle(canvas, (plate.left, plate.top), (plate.right, plate.bottom), colour, cv2.FILLED)
    at = (plate.left + 2, plate.bottom - plate.deep)
    cv2.putText(canvas, words, at, FONT, size, DARK, _stroke(size), cv2.LINE_AA)


def _stroke(size: float) -> int:
    return max(1, round(1.5 * size))


def _size(canvas: Pixels) -> float:
    """The size of letters and lines for a picture of this size."""
    return max(0.4, float(min(canvas.shape[:2])) / 900)
