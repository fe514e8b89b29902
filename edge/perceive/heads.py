"""What stands before and behind a detector: `prepare` fills its input from a picture, a head reads its output.

Both are pure numpy and OpenCV, and named in the model card. export/ prepares with them, and holds its files to what
they read.
    prepare  stretch    the whole picture to width x height
             letterbox  scaled to fit, placed top left, the rest filled
    head     gfl        scores, then four distances from a grid point as distributions over bins (nanodet)
             yolox      centre and log size from a grid cell, an objectness, scores
             chosen     a row for each of the best places: four corners, score, label (the file has done the rest)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.messages import Array, Box, Pixels, Thing
from edge.records import dataclass

Floats = NDArray[np.float32]
Settings = Mapping[str, Any]
Labels = Sequence[str] | Mapping[int, str]
SURE = 0.3  # below this score a better box is not worth the time
MOST = 1024  # candidates that reach the suppression, whose cost is quadratic: a face in a crowd has some seven
ROW = 6  # numbers of a chosen place: left, top, right, bottom, score, label
MOST_TIMES = 8  # a larger picture loses single pixels on the way, of which nothing would be left anyway


@dataclass(frozen=True, slots=True)
class Candidates:
    """Candidates of one head: corners in the pixels of the input, scores, and indices into the head's labels."""

    boxes: Floats
    scores: Floats
    labels: NDArray[np.signedinteger[Any]]


class Head(Protocol):
    """Reads an output: candidates with at least this score."""

    def __call__(self, output: Array, least: float) -> Candidates: ...


# ---------------------------------------------------------------------------------------------------------- prepare


class Prepare:
    """Puts pictures into one input buffer, again and again; the buffer belongs to the caller until the next call."""

    def __init__(self, settings: Settings, dtype: str) -> None:
        self.width, self.height = int(settings["width"]), int(settings["height"])
        self._fit = settings["name"] == "letterbox"
        if settings["name"] not in {"stretch", "letterbox"}:
            raise ValueError(f"no such way to prepare a picture: {settings['name']!r}")
        fill = int(settings.get("fill", 114))
        self._canvas = np.full((self.height, self.width, 3), fill, np.uint8)
        self._fill = fill
        self._between: Array = np.empty((0, 0, 3), np.uint8)
        self.tensor: Array = np.zeros((1, 3, self.height, self.width), dtype)
        self._planes = list(self.tensor[0]) if settings.get("colours", "RGB") == "RGB" else list(self.tensor[0][::-1])
        mean, std = settings.get("mean", (0.0, 0.0, 0.0)), settings.get("std", (1.0, 1.0, 1.0))
        # As the file wants them, so in the order of its planes; kept here in the order of the picture's.
        order = 1 if settings.get("colours", "RGB") == "RGB" else -1
        self._scale = [1.0 / s for s in std][::order]
        self._shift = [-m / s for m, s in zip(mean, std, strict=True)][::order]

    def __call__(self, pixels: Pixels) -> tuple[float, float]:
        """Fill `tensor`; the answer is how many fractions of the picture one pixel of the input is, across and down."""
        height, width = pixels.shape[:2]
        ratio = min(self.width / width, self.height / height)
        w, h = (int(width * ratio), int(height * ratio)) if self._fit else (self.width, self.height)
        w, h = max(w, 1), max(h, 1)
        if self._fit:
            self._canvas[h:] = self._fill
            self._canvas[:, w:] = self._fill
        across, down = self._shrink(pixels, self._canvas[:h, :w])
        if self.tensor.dtype == np.uint8:
            cv2.split(self._canvas, self._planes)
        else:
            for index, plane in enumerate(self._planes):
                np.multiply(self._canvas[..., index], self._scale[index], out=plane, casting="unsafe")
                np.add(plane, self._shift[index], out=plane)
        return (across / (width * ratio), down / (height * ratio)) if self._fit else (across / w, down / h)

    def _shrink(self, pixels: Pixels, out: Array) -> tuple[float, float]:
        """Resize into `out`, and say which share of the picture is in it: a rim that fills no block may be left out.

        Where whole pixels would be skipped, blocks of them are averaged first: ten times as fast as averaging parts.
        """
        (height, width), (h, w) = pixels.shape[:2], out.shape[:2]
        times = min(width // w, height // h, MOST_TIMES)
        if times < 2:
            cv2.resize(pixels, (w, h), dst=out, interpolation=cv2.INTER_LINEAR)
            return 1.0, 1.0
        rows, columns = height // times, width // times
        if self._between.shape[:2] != (rows, columns):
            self._between = np.empty((rows, columns, 3), np.uint8)
        whole = pixels[: rows * times, : columns * times]
        cv2.resize(whole, (columns, rows), dst=self._between, interpolation=cv2.INTER_AREA)
        cv2.resize(self._between, (w, h), dst=out, interpolation=cv2.INTER_LINEAR)
        return columns * times / width, rows * times / height


# ------------------------------------------------------------------------------------------------------------- heads


def grid(width: int, height: int, strides: Sequence[int]) -> tuple[Floats, Floats]:
    """Column, row and stride of each place, level after level, rows first: (places, 2) and (places, 1)."""
    cells, sizes = [], []
    for stride in strides:
        columns, rows = -(-width // stride), -(-height // stride)
        y, x = np.mgrid[:rows, :columns]
        cells.append(np.stack((x, y), -1).reshape(-1, 2))
        sizes.append(np.full((rows * columns, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(sizes).astype(np.float32)


def gfl(settings: Settings, width: int, height: int) -> Head:
    """Scores (a sigmoid is already applied), then left, top, right, bottom as distributions over `bins`."""
    labels, bins, most = len(settings["labels"]), int(settings.get("bins", 8)), int(settings.get("most", MOST))
    cells, strides = grid(width, height, settings["strides"])
    points = np.tile(cells * strides, 2)
    ways = strides * np.array((-1, -1, 1, 1), np.float32)  # left and up from the point, right and down
    sums = np.stack((np.arange(bins), np.ones(bins)), 1).astype(np.float32)  # of steps by their shares; of the shares

    def read(output: Array, least: float) -> Candidates:
        values = _places_last(output, len(cells))
        places, kinds, scores = _best(values[:labels], least, most)
        logits = values[labels:, places].T.reshape(-1, bins)
        shares = np.exp(logits - logits.max(1, keepdims=True)) @ sums
        reach = (shares[:, 0] / shares[:, 1]).reshape(-1, 4)
        corners = points[places] + reach * ways[places]
        return Candidates(corners, scores, kinds)

    return read


def yolox(settings: Settings, width: int, height: int) -> Head:
    """Centre and log size, objectness, scores (sigmoids are already applied)."""
    cells, strides = grid(width, height, settings["strides"])
    labels = len(settings["labels"])

    def read(output: Array, least: float) -> Candidates:
        values = _places_last(output, len(cells))
        certain = np.flatnonzero(values[4] >= least)  # the product can only be smaller
        places, kinds, scores = _best(values[5 : 5 + labels, certain] * values[4, certain], least, MOST)
        places = certain[places]
        centre = (values[:2, places].T + cells[places]) * strides[places]
        half = np.exp(np.minimum(values[2:4, places].T, 10)) * strides[places] / 2
        return Candidates(np.concatenate((centre - half, centre + half), 1), scores, kinds)

    return read


def chosen(settings: Settings, width: int, height: int) -> Head:  # noqa: ARG001
    """Corners in pixels of the input, score, number of the label: a row each, of the file's own choice."""

    def read(output: Array, least: float) -> Candidates:
        rows = output[0]
        if rows.shape[1] != ROW:
            raise ValueError(f"rows of {rows.shape[1]} numbers, not of {ROW}")
        rows = rows[rows[:, 4] >= least]  # which no NaN is
        return Candidates(rows[:, :4], rows[:, 4], rows[:, 5].astype(np.int32))

    return read


HEADS: Mapping[str, Callable[[Settings, int, int], Head]] = {"gfl": gfl, "yolox": yolox, "chosen": chosen}


def _places_last(output: Array, places: int) -> Array:
    """[1, channels, places] or [1, places, channels], whichever the file gives, as (channels, places)."""
    values: Array = output[0]
    return values if values.shape[1] == places else values.T


def _best(scores: Array, least: float, most: int) -> tuple[NDArray[np.intp], NDArray[np.intp], Floats]:
    """The places whose best label scores enough, at most so many; that label, and its score."""
    best: Floats = scores.max(0)
    places = np.argpartition(best, -most)[-most:] if len(best) > most else np.arange(len(best))
    places = np.sort(places[best[places] >= least])  # of equal scores, of which int8 has many, the first place wins
    return places, scores[:, places].argmax(0), best[places]


# ------------------------------------------------------------------------------------------------------------- things


@dataclass(frozen=True, slots=True)
class Suppression:
    """Settings of non-maximum suppression."""

    overlap: float = 0.6  # of those of one label that overlap more than this, only the best stays
    agree: float = 1.0  # its box becomes the mean of those that overlap it more than this (1: it stays as it is)
    most: int = MOST


def things(found: Candidates, labels: Labels, unit: tuple[float, float], choice: Suppression) -> list[Thing]:
    """The candidates left after suppression, best first. `unit`: the fractions of the frame that one pixel is."""
    if not len(found.scores):
        return []
    scores, kinds = found.scores, found.labels
    boxes = found.boxes * np.array((*unit, *unit), np.float32)
    np.fmax(boxes, 0, out=boxes)  # a NaN becomes a number too, and such a box nothing
    np.fmin(boxes, 1, out=boxes)
    sized = boxes.copy()
    sized[:, 2:] -= boxes[:, :2]
    if not (sized[:, 2:] > 0).all():
        there = (sized[:, 2:] > 0).all(1)
        return things(Candidates(found.boxes[there], scores[there], kinds[there]), labels, unit, choice)
    # OpenCV reads arrays of numbers at once, whatever its hints say, but rows faster from lists. Its answer is sorted.
    numbers: Any = scores, kinds.astype(np.int32, copy=False)
    best = cv2.dnn.NMSBoxesBatched(sized.tolist(), numbers[0], numbers[1], 0.0, choice.overlap)
    kept = np.array(best[: choice.most], np.intp)
    sure = kept[: np.count_nonzero(scores[kept] >= SURE)]
    if choice.agree < 1 and len(sure):
        boxes[sure] = _agreed(Candidates(boxes, scores, kinds), sure, choice.agree)
    rows = zip(map(Box._make, boxes[kept].tolist()), scores[kept].tolist(), kinds[kept].tolist(), strict=True)
    return [Thing(labels[kind], score, box) for box, score, kind in rows]


def _agreed(found: Candidates, sure: NDArray[np.intp], least: float) -> Floats:
    """For each of the sure ones the mean, by score, of the boxes of its label that overlap it enough. None is empty."""
    left, top, right, bottom = found.boxes.T
    mine = found.boxes[sure, :, None]
    shared = np.minimum(right, mine[:, 2])
    shared -= np.maximum(left, mine[:, 0])
    rest = np.minimum(bottom, mine[:, 3])
    rest -= np.maximum(top, mine[:, 1])
    np.maximum(shared, 0, out=shared)  # one is enough: what is negative then agrees no more than nothing does
    shared *= rest
    areas = (right - left) * (bottom - top)
    np.add(areas, areas[sure, None], out=rest)
    rest -= shared
    rest *= least
    weights = (shared > rest) & (found.labels == found.labels[sure, None])
    weights = weights * found.scores
    mean: Floats = weights @ found.boxes
    mean /= weights.sum(1, keepdims=True)
    return mean
