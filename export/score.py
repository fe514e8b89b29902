"""Scores of a detector: COCO's average precision, and thresholds calibrated for what an answer needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.bundle.model_card import POOLED, Threshold
from edge.messages import Box, Thing

OVERLAPS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0, 1, 101)
ENOUGH = 30  # true boxes: below this a label shares the pooled threshold
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Truth:
    """A true box; `doubtful` ones are neither wanted nor punished."""

    label: str
    box: Box
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """What is in a photo, and what was seen there. `judged` are the labels its truth is complete for."""

    truth: tuple[Truth, ...]
    seen: tuple[Thing, ...]
    judged: frozenset[str]


def overlaps(a: Floats, b: Floats) -> Floats:
    """Intersection over union of every box of a with every box of b."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(2)
    areas = (a[:, 2:] - a[:, :2]).prod(1)[:, None] + (b[:, 2:] - b[:, :2]).prod(1)[None]
    joined: Floats = shared / np.maximum(areas - shared, 1e-12)
    return joined


def average_precision(cases: Sequence[Case]) -> dict[str, float]:
    """COCO's AP (mean over overlaps 0.5 to 0.95) and AP50, 0 to 1, averaged over the labels that occur."""
    labels = sorted({t.label for case in cases for t in case.truth if not t.doubtful})
    rows = [_label_precision(cases, label) for label in labels]
    mean = np.mean(rows, 0) if rows else np.zeros(len(OVERLAPS))
    return {"AP": float(mean.mean()), "AP50": float(mean[0]), "labels": float(len(labels))}


def _label_precision(cases: Sequence[Case], label: str) -> Floats:
    """For each overlap, the mean over recalls of the best precision still to be had."""
    scores, hits, spared, wanted = [], [], [], 0
    for case in cases:
        if label not in case.judged:
            continue
        truth = [t for t in case.truth if t.label == label]
        seen = sorted((t for t in case.seen if t.label == label), key=lambda t: -t.score)
        wanted += sum(not t.doubtful for t in truth)
        hit, spare = _matches(seen, truth)
        scores.append([t.score for t in seen])
        hits.append(hit)
        spared.append(spare)
    order = np.argsort(-np.concatenate(scores), kind="stable")
    hit, spare = np.concatenate(hits, 1)[:, order], np.concatenate(spared, 1)[:, order]
    return np.array([_area(h[~s], wanted) for h, s in zip(hit, spare, strict=True)])


def _matches(seen: Sequence[Thing], truth: Sequence[Truth]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """For each overlap and thing: whether it takes a wanted box, and whether it takes only a doubtful one."""
    hit = np.zeros((len(OVERLAPS), len(seen)), bool)
    spare = np.zeros_like(hit)
    if not seen or not truth:
        return hit, spare
    shared = overlaps(np.array([t.box for t in seen], float), np.array([t.box for t in truth], float))
    doubtful = np.array([t.doubtful for t in truth])
    for row, least in enumerate(OVERLAPS):
        free = np.ones(len(truth), bool)
        for index in range(len(seen)):
            taken = _taken(free & (shared[index] >= least), doubtful, shared[index])
            if taken is not None:
                free[taken] = False
                (spare if doubtful[taken] else hit)[row, index] = True
    return hit, spare


def _taken(fits: NDArray[np.bool_], doubtful: NDArray[np.bool_], shared: Floats) -> int | None:
    """The box that a thing takes: the wanted one that it overlaps most, else a doubtful one."""
    for group in (fits & ~doubtful, fits & doubtful):
        if group.any():
            return int(np.where(group, shared, -1).argmax())
    return None


def _area(hit: NDArray[np.bool_], wanted: int) -> float:
    good = np.cumsum(hit)
    precision = good / np.arange(1, len(hit) + 1)
    best = np.append(np.maximum.accumulate(precision[::-1])[::-1], 0)
    at = np.searchsorted(good / max(1, wanted), RECALLS)
    return float(best[np.minimum(at, len(best) - 1)].mean())


# ------------------------------------------------------------------------------------------------------- thresholds


def thresholds(cases: Sequence[Case], labels: Iterable[str], use: str) -> dict[str, Threshold]:
    """One pooled threshold, and one for each label with truth enough. `use`: "answer" judges photos, "count" boxes."""
    gather = _photos if use == "answer" else _boxes
    rows = {label: gather(cases, label) for label in labels}
    found = {POOLED: _best([row for parts in rows.values() for row in parts[0]], sum(w for _, w in rows.values()))}
    for label, (judged, wanted) in rows.items():
        if sum(t.label == label and not t.doubtful for c in cases for t in c.truth) >= ENOUGH:
            found[label] = _best(judged, wanted)
    return found


Judged = tuple[list[tuple[float, bool]], int]


def _photos(cases: Sequence[Case], label: str) -> Judged:
    """Is it there at all: the best score of each photo, and whether it is."""
    rows, wanted = [], 0
    for case in cases:
        mine = [t for t in case.truth if t.label == label]
        if label not in case.judged or (mine and all(t.doubtful for t in mine)):
            continue
        wanted += bool(mine)
        best = max((t.score for t in case.seen if t.label == label), default=0.0)
        if best > 0:
            rows.append((best, bool(mine)))
    return rows, wanted


def _boxes(cases: Sequence[Case], label: str) -> Judged:
    """Is each box one: the score of everything seen, and whether it takes a true box."""
    rows, wanted = [], 0
    for case in cases:
        if label not in case.judged:
            continue
        truth = [t for t in case.truth if t.label == label]
        seen = sorted((t for t in case.seen if t.label == label), key=lambda t: -t.score)
        wanted += sum(not t.doubtful for t in truth)
        hit, spare = _matches(seen, truth)
        rows += [(t.score, bool(h)) for t, h, s in zip(seen, hit[0], spare[0], strict=True) if not s]
    return rows, wanted


def _best(rows: Sequence[tuple[float, bool]], wanted: int) -> Threshold:
    """The score at which precision and recall balance best (the highest F1)."""
    ordered = sorted(rows, reverse=True)
    if not ordered or not wanted:
        return Threshold(0.5, 0.0, 0.0)
    right = np.cumsum([hit for _, hit in ordered])
    said = np.arange(1, len(ordered) + 1)
    at = int((2 * right / (said + wanted)).argmax())
    # Half way to the next score: what is measured on other photos will not sit exactly on this one.
    after = ordered[at + 1][0] if at + 1 < len(ordered) else 0.0
    score = round((ordered[at][0] + after) / 2, 3)
    return Threshold(score, round(float(right[at] / said[at]), 3), round(float(right[at] / wanted), 3))
