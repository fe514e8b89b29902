"""Runs a detector over photos through the code that serves it, and returns what was seen beside the truth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from edge.bundle.model_card import ModelCard, NetSpec, Threshold
from edge.bundle.net import Bundle, Net
from edge.messages import Array, Box, Frame, Instant, Thing
from edge.perceive.heads import HEADS
from edge.perceive.objects import Objects
from export.contract import Recipe
from export.lessons import read_photo
from export.recipe import Served
from export.score import Case, Truth
from export.students.nanodet import BINS, STRIDES


def covered(box: Box, things: Sequence[Thing], grain: int = 32) -> float:
    """The share of a box that lies under any of the things."""
    x = np.linspace(box.x1, box.x2, grain)[None, :]
    y = np.linspace(box.y1, box.y2, grain)[:, None]
    under = np.zeros((grain, grain), bool)
    for thing in things:
        b = thing.box
        under |= (x >= b.x1) & (x <= b.x2) & (y >= b.y1) & (y <= b.y2)
    return float(under.mean())


def in_memory(
    recipe: Recipe, nets: Mapping[str, Net], served: Mapping[str, Served], scores: Mapping[str, Mapping[str, float]]
) -> Bundle:
    """The bundle that would be published, not written yet. `scores`: use -> label -> threshold."""
    specs = {key: NetSpec({}, net.inputs, (), net.prepare, net.heads) for key, net in served.items()}
    rows = {use: {k: Threshold(v, 0.0, 0.0) for k, v in labels.items()} for use, labels in scores.items()}
    return Bundle(ModelCard(recipe.name, recipe.task, specs, thresholds=rows, settings=recipe.settings), nets, {})


def decode_off(net: Net, served: Served, inputs: Sequence[Mapping[str, Array]]) -> float:
    """How far a file's best places are from what edge itself reads in all of its places: pixels or scores, at worst.

    Each row must be a place, with its box, score and label; and no better place may have been left out.
    """
    width, height = served.prepare["width"], served.prepare["height"]
    off = [0.0]
    for said in map(net, inputs):
        best, first = HEADS["chosen"]({}, width, height)(said["best"], -np.inf), 0
        for rows in (said[name].copy() for name in served.raw):
            count = rows.shape[2] - 4 * BINS
            rows[..., :count] = 1 / (1 + np.exp(-rows[..., :count]))
            head = {"labels": range(count), "strides": STRIDES, "bins": BINS, "most": rows.shape[1]}
            every = HEADS["gfl"](head, width, height)(rows, 0.0)
            mine = (best.labels >= first) & (best.labels < first + count)
            apart = np.abs(best.boxes[mine, None] - every.boxes).max(2)
            apart = np.maximum(apart, np.abs(best.scores[mine, None] - every.scores))
            apart[best.labels[mine, None] - first != every.labels] = np.inf
            top = np.sort(every.scores)[::-1][: mine.sum()]
            off += [*apart.min(1), *np.abs(np.sort(best.scores[mine])[::-1] - top)]
            first += count
        strange = len(said["best"][0]) - ((best.labels >= 0) & (best.labels < first)).sum()
        off.append(np.inf if strange else 0.0)
    return float(np.max(off))  # a NaN is not forgotten on the way


def see_all(
    objects: Objects,
    folder: Path,
    known: Sequence[Mapping[str, Any]],
    judged: frozenset[str] | None,
    *,
    pixels: bool = True,
) -> Iterator[Case]:
    """Every photo with its truth and what was seen. `judged`: what the truth is complete for (None: what occurs).

    The boxes of the truth are in pixels, or fractions already.
    """
    labels = judged if judged is not None else frozenset(b["label"] for row in known for b in row["boxes"])
    for row in known:
        photo = np.ascontiguousarray(read_photo(folder / row["photo"]))
        size = (photo.shape[1], photo.shape[0]) * 2 if pixels else (1, 1, 1, 1)
        truth = tuple(
            Truth(b["label"], Box(*(np.array(b["box"]) / size)), b.get("ignore", False))
            for b in row["boxes"]
            if b["label"] in labels
        )
        yield Case(truth, objects.see(Frame(Instant(0.0), photo)), labels)
