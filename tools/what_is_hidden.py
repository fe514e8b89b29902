"""How much of what must be hidden is hidden, in photos turned, tilted, dark, over-exposed, blurred, noisy and small.

    .venv/bin/python tools/what_is_hidden.py PHOTOS BOXES.jsonl [--only plain,turned-90] [--first 50]

BOXES.jsonl has a line for each photo: {"photo", "boxes": [{"label", "box": [left, top, right, bottom], "ignore"}]}, the
box in fractions of the photo. What is marked `ignore` is neither wanted nor false. Each photo is changed in each way,
its boxes with it as polygons, and looked at by the redactor of the gate, whose boxes are grown as the gate grows them.
A thing counts as hidden when COVER of its polygon is covered; a box that meets nothing marked is false, so the boxes
must be complete. `over` is the share of boxes with a side more than LARGER times that of what they hide.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.compose.senses import real_senses
from edge.config import Config
from edge.media.photo import open_photo
from edge.messages import Frame, Instant, Pixels, Thing
from edge.perceive.redact import grown
from edge.reach.gate.pictures import GROWN

COVER = 0.6  # share of a polygon that must be covered
LARGER = 1.5
MEET = 0.15  # share of the smaller of two boxes from which one is there because of the other
GRAIN = 48  # pixels across, in which what is covered is counted
Quad = NDArray[np.float64]
Change = Callable[[Pixels, np.random.Generator], tuple[Pixels, NDArray[np.float64]]]


def turned(degrees: int) -> Change:
    """Clockwise; what is then outside of the photo is black."""

    def change(pixels: Pixels, _: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
        height, width = pixels.shape[:2]
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        size = round(width * abs(cos) + height * abs(sin)), round(width * abs(sin) + height * abs(cos))
        matrix = np.array(((cos, -sin, 0.0), (sin, cos, 0.0)))
        matrix[:, 2] = np.array(size) / 2 - matrix[:, :2] @ (width / 2, height / 2)
        if degrees % 90 == 0:
            return np.ascontiguousarray(np.rot90(pixels, -degrees // 90)), matrix
        return np.asarray(cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR), np.uint8), matrix

    return change


def lit(times: float, more: float = 0.0, noise: float = 0.0) -> Change:
    """So many times as bright, and so many levels more, with noise of so many levels."""

    def change(pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
        levels = pixels * times + more + (rng.normal(0, noise, pixels.shape) if noise else 0)
        return np.clip(levels, 0, 255).astype(np.uint8), np.eye(2, 3)

    return change


def blurred(share: float) -> Change:
    """By so many hundredths of the longer side."""

    def change(pixels: Pixels, _: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
        wide = max(pixels.shape) * share / 100
        return np.asarray(cv2.GaussianBlur(pixels, (0, 0), wide), np.uint8), np.eye(2, 3)

    return change


def smaller(share: float, canvas: tuple[int, int] | None = None) -> Change:
    """The photo at a share of its size, alone; or at that share of a grey canvas, in it."""

    def change(pixels: Pixels, _: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
        times = share if canvas is None else share * canvas[0] / max(pixels.shape)
        small = np.asarray(cv2.resize(pixels, None, fx=times, fy=times, interpolation=cv2.INTER_AREA), np.uint8)
        if canvas is None:
            return small, np.diag((times, times, 1.0))[:2]
        left, top = canvas[0] // 3, canvas[1] // 4
        whole = np.full((canvas[1], canvas[0], 3), 114, np.uint8)
        whole[top : top + small.shape[0], left : left + small.shape[1]] = small
        return whole, np.array(((times, 0.0, left), (0.0, times, top)))

    return change


WAYS: Mapping[str, Change] = {
    "plain": lit(1.0),
    **{f"turned-{degrees}": turned(degrees) for degrees in (90, 180, 270, 30, -30)},
    "dark": lit(1 / 20),
    "dark, noisy": lit(1 / 20, noise=2.0),
    "over-exposed": lit(2.0),
    "bleached": lit(2.5, 40.0),
    "blurred": blurred(0.5),
    "very blurred": blurred(1.0),
    "noisy": lit(1.0, noise=25.0),
    "very noisy": lit(1.0, noise=40.0),
    "a quarter": smaller(0.25),
    "a quarter of 1280": smaller(0.25, (1280, 720)),
}


def around(quad: Quad) -> Quad:
    """Left, top, right, bottom of a polygon."""
    return np.concatenate((quad.min(0), quad.max(0)))


def covered(quad: Quad, boxes: list[Quad]) -> float:
    """The share of a polygon that the boxes cover."""
    left, top, right, bottom = around(quad)
    scale = GRAIN / max(right - left, bottom - top, 1e-6)
    mask = np.zeros((int((bottom - top) * scale) + 2, int((right - left) * scale) + 2), np.uint8)
    cv2.fillPoly(mask, [np.asarray((quad - (left, top)) * scale, np.int32)], (1,))
    whole = int(mask.sum())
    for box in boxes:
        x1, y1, x2, y2 = np.clip((box - (left, top, left, top)) * scale, 0, 2 * GRAIN).astype(int)
        mask[y1 : y2 + (y2 > y1), x1 : x2 + (x2 > x1)] = 0
    return 1 - int(mask.sum()) / max(whole, 1)


def meet(one: Quad, other: Quad) -> float:
    """The share of the smaller of two boxes that lies in the other."""
    sides = np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])
    smaller_one = min((one[2:] - one[:2]).prod(), (other[2:] - other[:2]).prod())
    return float(np.clip(sides, 0, None).prod() / max(smaller_one, 1e-9))


def judged(things: tuple[Thing, ...], truth: list[tuple[str, bool, Quad]], size: tuple[int, int]) -> Counter[str]:
    """What is counted of one photo in one way."""
    count: Counter[str] = Counter(photos=1)
    for label in {thing.label for thing in things} | {label for label, _, _ in truth}:
        boxes = [np.array(grown(t.box, GROWN)) * (size * 2) for t in things if t.label == label]
        mine = [(ignore, quad) for name, ignore, quad in truth if name == label]
        for ignore, quad in mine:
            count[f"{label}: true"] += not ignore
            count[f"{label}: hidden"] += not ignore and covered(quad, boxes) >= COVER
        for box in boxes:
            shares = [meet(box, around(quad)) for _, quad in mine]
            if max(shares, default=0.0) < MEET:
                count[f"{label}: false"] += 1
                continue
            hides = around(mine[int(np.argmax(shares))][1])
            count[f"{label}: boxes"] += 1
            count[f"{label}: over"] += bool(((box[2:] - box[:2]) > LARGER * (hides[2:] - hides[:2])).any())
    return count


def measured(
    photos: Path, rows: list[dict[str, Any]], ways: Mapping[str, Change]
) -> Iterator[tuple[str, Counter[str]]]:
    """What was counted in each way, for each photo."""
    redactor = real_senses(Config()).redactions
    if redactor is None:
        raise SystemExit("there is nothing here that could hide faces")
    for number, row in enumerate(rows):
        pixels = open_photo(photos / row["photo"]).pixels
        height, width = pixels.shape[:2]
        for name, change in ways.items():
            changed, matrix = change(pixels, np.random.default_rng(number))
            truth = []
            for one in row["boxes"]:
                x1, y1, x2, y2 = np.array(one["box"]) * ((width, height) * 2)
                quad = np.array(((x1, y1), (x2, y1), (x2, y2), (x1, y2)))
                truth.append((one["label"], bool(one.get("ignore")), quad @ matrix[:, :2].T + matrix[:, 2]))
            seen = redactor(Frame(Instant(0.0), np.ascontiguousarray(changed)))
            yield name, judged(seen, truth, (changed.shape[1], changed.shape[0]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("boxes", type=Path)
    parser.add_argument("--only", default=",".join(WAYS), help="the ways that are wanted")
    parser.add_argument("--first", type=int, default=None, metavar="N", help="so many photos")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.boxes.read_text(encoding="utf-8").splitlines()][: args.first]
    ways = {name: WAYS[name] for name in WAYS if name in args.only.split(",")}
    total: dict[str, Counter[str]] = {name: Counter() for name in ways}
    for name, count in measured(args.photos, rows, ways):
        total[name] += count
    print(f"{'way':18} {'label':14} {'hidden':>9} {'share':>6} {'false a photo':>14} {'over':>6}")
    for name, count in total.items():
        for label in sorted({key.partition(":")[0] for key in count if ":" in key}):
            true, hidden = count[f"{label}: true"], count[f"{label}: hidden"]
            over = count[f"{label}: over"] / max(count[f"{label}: boxes"], 1)
            share = f"{hidden / true:.3f}" if true else ""
            false = count[f"{label}: false"] / count["photos"]
            print(f"{name:18} {label:14} {hidden:4}/{true:4} {share:>6} {false:14.2f} {over:6.2f}")


if __name__ == "__main__":
    main()
