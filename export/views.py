"""Views: augmented photos for training: cropped, scaled, mirrored, recoloured, or four photos in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from edge.messages import Pixels
from export.poor import spoiled

Floats = NDArray[np.float32]
SMALLEST = 4.0  # pixels: what is smaller in the view is neither taught nor punished
VISIBLE = 0.5  # the share of a box that must have stayed in the view
FILLS = (0, 114)  # levels around a photo: turned photos are black there, and letterboxes differ


@dataclass(frozen=True, slots=True)
class Lesson:
    """A photo with what is known of it: corners in fractions, label numbers (-1: neither wanted nor punished)."""

    photo: Path | bytes | Pixels
    boxes: Floats
    labels: NDArray[np.int64]

    def pixels(self) -> Pixels:
        if isinstance(self.photo, np.ndarray):
            return self.photo
        data = self.photo if isinstance(self.photo, bytes) else self.photo.read_bytes()
        decoded: Any = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        return decoded[..., ::-1]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class View:
    """A picture as the student gets it; corners in its pixels."""

    pixels: Pixels
    boxes: Floats
    labels: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wobble:
    """How strongly views are augmented: scale, colour, blur, rotation, and the shares of poor photos and of four."""

    smallest: float = 0.5
    largest: float = 2.0
    colour: float = 0.3
    blur: float = 0.1
    four: float = 0.25  # the share of views made of four photos
    turn: float = 0.0  # degrees
    fit: bool = False  # scale 1 keeps the photo's shape, as a letterbox does, rather than filling the view
    poor: float = 0.0  # the share of photos with something wrong: dark, over-exposed, blurred, noisy or small
    quarters: bool = False  # photos without anything to find are turned by 0, 90, 180 or 270 degrees as well


def view(rng: Generator, lessons: Sequence[Lesson], size: tuple[int, int], wobble: Wobble) -> View:
    """One view of the first lesson, or of all four if there are four."""
    if len(lessons) == 1:
        return _coloured(rng, _placed(rng, lessons[0], size, wobble), wobble)
    width, height = size[0] // 2, size[1] // 2
    parts = [_placed(rng, lesson, (width, height), wobble) for lesson in lessons[:4]]
    rows = [np.hstack([p.pixels for p in parts[i : i + 2]]) for i in (0, 2)]
    corners = [(0, 0), (width, 0), (0, height), (width, height)]
    boxes = [p.boxes + np.array((x, y, x, y), np.float32) for p, (x, y) in zip(parts, corners, strict=True)]
    whole = View(np.vstack(rows), np.concatenate(boxes), np.concatenate([p.labels for p in parts]))
    return _coloured(rng, whole, wobble)


def _placed(rng: Generator, lesson: Lesson, size: tuple[int, int], wobble: Wobble) -> View:
    """The photo scaled, turned and moved; with scale 1 it fills the view as serving's stretch does."""
    pixels = lesson.pixels()
    if wobble.poor and rng.random() < wobble.poor:
        pixels = spoiled(rng, pixels)
    if wobble.quarters and not len(lesson.labels):
        pixels = np.ascontiguousarray(np.rot90(pixels, int(rng.integers(4))))
    height, width = pixels.shape[:2]
    scale = np.exp(rng.uniform(np.log(wobble.smallest), np.log(wobble.largest)))
    aspect = np.exp(rng.uniform(-0.15, 0.15))
    angle = np.deg2rad(rng.uniform(-wobble.turn, wobble.turn))
    base = (min(size[0] / width, size[1] / height),) * 2 if wobble.fit else (size[0] / width, size[1] / height)
    sx, sy = scale * aspect * base[0], scale / aspect * base[1]
    flip = -1.0 if rng.random() < 0.5 else 1.0
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag([flip * sx, sy])
    room = np.abs(np.array(size) - scale * np.array(size)) / 2
    centre = np.array(size) / 2 + rng.uniform(-room, room)
    matrix = np.column_stack((linear, centre - linear @ (width / 2, height / 2)))
    how = cv2.INTER_AREA if max(sx, sy) < 0.6 else cv2.INTER_LINEAR
    if how == cv2.INTER_AREA:  # an affine warp cannot average, so shrink first
        shrink = max(sx, sy) * 1.3
        pixels = cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        matrix = matrix @ np.diag([width / pixels.shape[1], height / pixels.shape[0], 1.0])
    fill = (int(rng.choice(FILLS)),) * 3
    out = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=fill)
    boxes, labels = _moved(lesson, matrix, pixels.shape[:2], size)
    return View(out, boxes, labels)  # type: ignore[arg-type]


def _moved(
    lesson: Lesson, matrix: NDArray[np.float64], shape: tuple[int, ...], size: tuple[int, int]
) -> tuple[Floats, NDArray[np.int64]]:
    boxes = _hulls(lesson.boxes * np.array((shape[1], shape[0]) * 2), matrix)
    whole = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    limits = np.array((*size, *size), np.float64)
    inside = np.clip(boxes, 0, limits)
    sides = inside[:, 2:] - inside[:, :2]
    clear = (sides.prod(1) >= VISIBLE * whole) & (sides.min(1, initial=np.inf) >= SMALLEST)
    labels = np.where(clear, lesson.labels, -1)
    seen = sides.min(1, initial=np.inf) > 1
    return inside[seen].astype(np.float32), labels[seen]


def _hulls(boxes: Floats, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The boxes around the turned ellipses that filled the boxes: those around the turned boxes are mostly corners."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2 @ matrix[:, :2].T + matrix[:, 2]
    halves = np.sqrt(((boxes[:, 2:] - boxes[:, :2]) / 2) ** 2 @ (matrix[:, :2] ** 2).T)
    return np.concatenate((middles - halves, middles + halves), 1)


def _coloured(rng: Generator, seen: View, wobble: Wobble) -> View:
    """The picture in other light: gain per channel, gamma; at random also grey, blurred or with JPEG artefacts."""
    gains = np.exp(rng.uniform(-wobble.colour, wobble.colour) + rng.uniform(-wobble.colour / 2, wobble.colour / 2, 3))
    gamma = np.exp(rng.uniform(-wobble.colour, wobble.colour))
    ramp = (np.arange(256)[:, None] / 255) ** gamma * gains * 255
    pixels = cv2.LUT(seen.pixels, np.clip(ramp, 0, 255).astype(np.uint8).reshape(1, 256, 3))
    if rng.random() < 0.05:
        pixels = cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    if rng.random() < wobble.blur:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.5, 1.5))
    if rng.random() < wobble.blur:
        data = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 80))))[1]
        pixels = cv2.imdecode(data, cv2.IMREAD_COLOR)  # type: ignore[assignment]
    return View(pixels, seen.boxes, seen.labels)  # type: ignore[arg-type]
