"""Judging a detector through the code that serves it: photos with their truth, and what was seen in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from edge.messages import Box, Frame, Instant, Thing
from edge.model_card import ModelCard, NetSpec, Threshold
from edge.net import Bundle, Net
from edge.perceive.objects import Objects
from export.lessons import read_photo
from export.recipe import Recipe, Served
from export.score import Case, Truth


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
    """The bundle as it will be, before it is written. `scores`: use -> label -> threshold."""
    specs = {key: NetSpec({}, net.inputs, (), net.prepare, net.heads) for key, net in served.items()}
    rows = {use: {k: Threshold(v, 0.0, 0.0) for k, v in labels.items()} for use, labels in scores.items()}
    return Bundle(ModelCard(recipe.name, recipe.task, specs, thresholds=rows, settings=recipe.settings), nets, {})


def see_all(
    objects: Objects, folder: Path, known: Sequence[Mapping[str, Any]], judged: frozenset[str] | None
) -> Iterator[Case]:
    """Every photo with its truth and what was seen. `judged`: what the truth is complete for (None: what occurs)."""
    labels = judged if judged is not None else frozenset(b["label"] for row in known for b in row["boxes"])
    for row in known:
        pixels = np.ascontiguousarray(read_photo(folder / row["photo"]))
        height, width = pixels.shape[:2]
        truth = tuple(
            Truth(b["label"], Box(*(np.array(b["box"]) / (width, height, width, height))), b.get("ignore", False))
            for b in row["boxes"]
            if b["label"] in labels
        )
        yield Case(truth, objects.see(Frame(Instant(0.0), pixels)), labels)


def see_apart(objects: Objects, folder: Path, known: Sequence[Mapping[str, Any]], labels: frozenset[str]) -> list[Case]:
    """The same for photos kept apart, whose boxes are fractions already."""
    cases = []
    for row in known:
        pixels = np.ascontiguousarray(read_photo(folder / row["photo"]))
        truth = tuple(Truth(b["label"], Box(*b["box"]), b.get("ignore", False)) for b in row["boxes"])
        cases.append(Case(truth, objects.see(Frame(Instant(0.0), pixels)), labels))
    return cases
