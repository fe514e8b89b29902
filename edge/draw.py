"""Draw what was seen onto a picture, legibly: light lines on dark ones, and words on a plate of their colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
Rgb = tuple[int, int, int]


def draw(pixels: Pixels, scene: Scene, redactions: Iterable[tuple[str, Box]] = (), least: float = 0.0) -> Pixels:
    """A copy with boxes around things that score `least`, quads around texts and codes, and bars over redactions."""
    canvas = np.ascontiguousarray(pixels).copy()
    hidden = list(redactions)
    for _, box in hidden:
        _cover(canvas, box)
    marks = [(_corners(t.box), f"{t.label} {t.score:.2f}", THINGS) for t in scene.things or () if t.score >= least]
    marks += [(_points(text.quad), text.text, TEXTS) for text in scene.texts or ()]
    marks += [(_points(code.quad), f"{code.format}: {code.text}", CODES) for code in scene.codes or ()]
    marks += [(_corners(box), label, REDACTIONS) for label, box in hidden]
    places = [_outline(canvas, shape, colour) for shape, _, colour in marks]
    for place, (_, words, colour) in zip(places, marks, strict=True):  # words last, so that no line runs through them
        _plate(canvas, place, words[:40], colour)
    return canvas


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


def _plate(canvas: Pixels, at: Array, words: str, colour: Rgb) -> None:
    """Words above a place (below it at the upper edge), moved until they are inside the picture."""
    import cv2

    size = _size(canvas)
    font, thick = cv2.FONT_HERSHEY_SIMPLEX, max(1, round(1.5 * size))
    (wide, high), deep = cv2.getTextSize(words, font, size, thick)
    left = int(np.clip(at[0], 0, max(0, canvas.shape[1] - wide - 4)))
    bottom = int(at[1]) if at[1] >= high + deep + 2 else int(at[1]) + high + deep + 2
    cv2.rectangle(canvas, (left, bottom - high - deep - 2), (left + wide + 4, bottom), colour, cv2.FILLED)
    cv2.putText(canvas, words, (left + 2, bottom - deep), font, size, DARK, thick, cv2.LINE_AA)


def _size(canvas: Pixels) -> float:
    """Of letters and lines, so that they are legible on small and large pictures."""
    return max(0.4, float(min(canvas.shape[:2])) / 900)
