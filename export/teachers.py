"""Teachers: detectors in ONNX files whose boxes students are trained on, and the fusion of several teachers' boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from edge.bundle.net import Net, net_of
from edge.messages import Box, Pixels, Thing
from edge.perceive.detectors import FAMILIES
from edge.perceive.heads import HEADS, Candidates, Prepare, Suppression, grid, things
from edge.perceive.labels import COCO

LEAST = 0.01
OVERLAP = 0.6


class Teacher(Protocol):
    """A function from a picture to the things in it."""

    def __call__(self, pixels: Pixels) -> list[Thing]: ...


def detector(path: Path, family: str, size: int = 0, labels: Sequence[str] = COCO) -> Teacher:
    """A teacher of a family that the runtime can read too; `size` is the side of its input."""
    kind = FAMILIES[family]
    size = size or kind.size
    net = net_of(path.read_bytes())
    prepare = Prepare(kind.settings(size, size), "float32")
    head = HEADS[kind.head["name"]]({**kind.head, "labels": labels}, size, size)
    name = "data" if family == "nanodet-plus" else "images"

    def look(pixels: Pixels) -> list[Thing]:
        unit = prepare(pixels)
        output = next(iter(net({name: prepare.tensor}).values()))
        return things(head(output, LEAST), labels, unit, Suppression(OVERLAP))

    return look


def faces(path: Path, side: int = 640) -> Teacher:
    """The face teacher (yunet): the picture is enlarged or shrunk so that its long side is `side`."""
    net = net_of(path.read_bytes())

    def look(pixels: Pixels) -> list[Thing]:
        height, width = pixels.shape[:2]
        ratio = side / max(height, width)
        w, h = round(width * ratio), round(height * ratio)
        canvas = np.zeros((-(-h // 32) * 32, -(-w // 32) * 32, 3), np.uint8)
        canvas[:h, :w] = cv2.resize(pixels, (w, h), interpolation=cv2.INTER_LINEAR if ratio > 0.5 else cv2.INTER_AREA)
        batch = np.ascontiguousarray(canvas[..., ::-1].transpose(2, 0, 1)[None], np.float32)
        found = _faces(net, batch, canvas.shape[1], canvas.shape[0])
        return things(found, ("face",), (1 / (width * ratio), 1 / (height * ratio)), Suppression(0.3))

    return look


def _faces(net: Net, batch: np.ndarray, width: int, height: int) -> Candidates:
    outputs = net({"input": batch})
    cells, strides = grid(width, height, (8, 16, 32))

    def joined(name: str) -> np.ndarray:
        return np.concatenate([outputs[f"{name}_{s}"][0] for s in (8, 16, 32)])

    scores = np.sqrt(joined("cls") * joined("obj"))[:, 0]
    kept = np.flatnonzero(scores >= 0.05)
    box = joined("bbox")[kept]
    centre = (cells[kept] + box[:, :2]) * strides[kept]
    half = np.exp(box[:, 2:]) * strides[kept] / 2
    return Candidates(np.concatenate((centre - half, centre + half), 1), scores[kept], np.zeros(len(kept), np.intp))


@dataclass(frozen=True, slots=True)
class WeightedTeacher:
    """A teacher with its weight in a fusion; `mirrored`: it is given the picture mirrored."""

    teacher: Teacher
    weight: float
    mirrored: bool = False

    def __call__(self, pixels: Pixels) -> list[Thing]:
        if not self.mirrored:
            return self.teacher(pixels)
        seen = self.teacher(np.ascontiguousarray(pixels[:, ::-1]))
        return [Thing(t.label, t.score, Box(1 - t.box.x2, t.box.y1, 1 - t.box.x1, t.box.y2)) for t in seen]


def fuse(views: Sequence[WeightedTeacher], pixels: Pixels) -> list[Thing]:
    """Cluster the boxes of one label, best first; a box that few views find keeps only their share of its score."""
    seen: dict[str, list[tuple[float, Thing]]] = {}
    for view in views:
        for thing in view(pixels):
            seen.setdefault(thing.label, []).append((view.weight, thing))
    total = sum(view.weight for view in views)
    fused = [thing for label, rows in seen.items() for thing in _clusters(label, rows, total)]
    return sorted(fused, key=lambda thing: -thing.score)


def _clusters(label: str, rows: list[tuple[float, Thing]], total: float) -> list[Thing]:
    rows = sorted(rows, key=lambda row: -row[1].score)
    boxes = np.array([t.box for _, t in rows], np.float64)
    scores = np.array([w * t.score for w, t in rows])
    free = np.ones(len(rows), bool)
    fused = []
    for index in range(len(rows)):
        if not free[index]:
            continue
        member = free & (overlap(boxes[index], boxes) > OVERLAP)
        free &= ~member
        box = (boxes[member] * scores[member, None]).sum(0) / scores[member].sum()
        fused.append(Thing(label, min(float(scores[member].sum() / total), 1.0), Box(*map(float, box))))
    return fused


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Intersection over union of one box with many."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(high - low, 0, None).prod(1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    both: np.ndarray = shared / np.maximum((box[2:] - box[:2]).prod() + areas - shared, 1e-12)
    return both


Answers = Mapping[str, list[Thing]]
