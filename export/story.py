"""Writes MODEL.md: where a model came from, how it was trained, its figures, thresholds, failures and limits."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from edge.bundle.model_card import Threshold
from edge.messages import Frame, Thing
from export.gallery import gallery
from export.recipe import Place, fingerprint

if TYPE_CHECKING:
    from export.detector_spec import DetectorSpec
    from export.distil import TrainingProgress
    from export.verify import Level, Report

WIDTH, HEIGHT = 640, 240


See = Callable[[Frame], Sequence[Thing]]


def tell(
    recipe: DetectorSpec, place: Place, report: Report, progress: TrainingProgress, see: See
) -> Mapping[str, bytes]:
    """The files of the report by name: MODEL.md and its pictures."""
    parts = [
        _head(recipe),
        _origin(recipe),
        _data(recipe),
        _figures(report),
        _levels(report, recipe.budgets.loss),
        _thresholds(report),
    ]
    parts += [Path(__file__).with_name("recipes").joinpath(recipe.table).read_text(encoding="utf-8")]
    parts += [_gallery(recipe), _limits(recipe)]
    return {
        "MODEL.md": "\n".join(parts).encode(),
        "curve.svg": curve(progress).encode(),
        "failures.jpg": gallery([place.data / "photos" / name for name, _ in recipe.gallery], see),
    }


def _head(recipe: DetectorSpec) -> str:
    width, height = recipe.size
    return f"""# {recipe.name}

Finds the 80 things of COCO, and `{"` and `".join(recipe.extras)}`, in one look at {width} x {height} pixels (`look`).
Three much smaller nets (`faces`, `plates` and `poor_plates`, {recipe.special_size} px) know nothing else and run only
before a photo leaves.

Made by `glint export {recipe.name}` from recipe {fingerprint(recipe)[:12]}. Figures, levels and thresholds below were
measured by that run, on the machine that ran it; the rest says where it is from.
"""


def _origin(recipe: DetectorSpec) -> str:
    files = [recipe.start, recipe.face_teacher, *([recipe.budgets.against] if recipe.budgets.against else [])]
    rows = [f"| `{file.file}` | {file.source} | {file.licence} | `{file.sha256}` |" for file in files]
    return f"""## Where it starts

| file | source | licence | sha256 |
|---|---|---|---|
{chr(10).join(rows)}

The trunk and the 80 classes are nanodet-plus-m's own weights, read from the ONNX file convolution by convolution and
left as they are: taught further on other photos they only forgot. The branch for `{"` and `".join(recipe.extras)}`
beside each head began as a copy of the end of that head and learned from {recipe.schedule.views} views. `faces` is
yunet-n with its weights as its authors made them, without landmarks, for RGB bytes at one fixed size. `plates` has
the same shape and start, and learned plates from {recipe.plates.schedule.views} views. So did `poor_plates`, with
{recipe.poor_plates.wobble.poor:.0%} of the photos in them dark, over-exposed, blurred, noisy or shrunk, turned by up to
{recipe.poor_plates.wobble.turn:g} degrees: it looks at poor photos besides. A net `as published` below was not made by
this run: it stayed as an earlier one made it.

Whoever has files with these hashes gets the same start; the last is only what time is measured against. The files
themselves are not part of this repository; weights that come from them are, and their authors' licences hold for those.

![learning curve](curve.svg)
"""


def _data(recipe: DetectorSpec) -> str:
    rows = "\n".join(f"| {source} | {terms} |" for source, terms in recipe.sources)
    return f"""## What it was taught with

| photos | terms |
|---|---|
{rows}

**Some of these photos are for research only, and none of those is shipped**, here or anywhere in this repository:
what is shown below is from the sets whose terms allow it. Faces in them are the face teacher's answers (sure
from 0.55, left out of the lesson from 0.25), not marked by people. Plates are true boxes of four drives through one
city; one whole drive was kept apart for measuring.
"""


def _figures(report: Report) -> str:
    rows = "\n".join(f"| {name.replace('_', ' ')} | {value:.4g} |" for name, value in report.figures.items())
    missed = "\n".join(f"- {line}" for line in report.missed) or "No budget was missed."
    return f"""## What it is worth

`voc`: 100 photos of Pascal VOC. `coco128`: 128 photos of COCO train2017, which the authors of the start may have
trained on, so read them as a yardstick between versions, not as accuracy. `hidden`: faces and plates on photos kept
apart and looked at, photo by photo; one counts as hidden when three quarters of it are covered.
Blurs that lie on nothing known count as false, though some are plates too far away for whoever drew the boxes. `int8`:
the same with arithmetic in int8.

| figure | value |
|---|---|
{rows}

{missed}
"""


def _levels(report: Report, loss: float) -> str:
    def shipped(name: str, level: Level) -> bool:
        return level is report.chosen[name] or level is report.int8.get(name)

    rows = [
        f"| {name} | {level.name}{' (shipped)' if shipped(name, level) else ''} | {len(level.model)} "
        f"| {level.parity:.2g} | {level.ratio:.2f} |"
        for name, levels in report.levels.items()
        for level in levels
    ]
    return f"""## Ways to write it

Parity is the mean difference from torch; time is against fp32, interleaved on one thread. Arithmetic in int8 is shipped
for machines like the one that made it, where it was a tenth faster there and worsened no figure by more than
{loss:g}; all others compute in fp32. The nodes of the shipped file are fused, so that it opens
in half the time; no bit of its answers changes.

| net | level | bytes | parity | time |
|---|---|---|---|---|
{chr(10).join(rows)}
"""


def _thresholds(report: Report) -> str:
    def line(use: str, label: str, row: Threshold) -> str:
        whose = "pooled over all labels" if label == "*" else label
        known = f"{row.precision:.3f} | {row.recall:.3f}" if row.precision or row.recall else "- | -"
        return f"| {use} | {whose} | {row.score:.3f} | {known} |"

    rows = [line(use, label, row) for use, labels in report.verdict.thresholds.items() for label, row in labels.items()]
    return f"""## Thresholds

Labels with 30 true boxes or more have their own, the others share the pooled one. `answer` is about whether a thing is
in the photo at all, `count` and `where` about single boxes, `redact` about what is hidden; `redact_alone` is for
looker's own branch where a special net knows the label too, and was set by hand. Where there is a file in int8,
score, precision and recall are the means of what was measured with it and with the plain one.

| use | label | score | precision | recall |
|---|---|---|---|---|
{chr(10).join(rows)}
"""


def _gallery(recipe: DetectorSpec) -> str:
    rows = "\n".join(f"{number}. {caption}" for number, (_, caption) in enumerate(recipe.gallery, 1))
    return f"""## Failures

![what it gets wrong](failures.jpg)

From left to right (photos: GroceryStoreDataset by Marcus Klasson, MIT; clothing-dataset-small by Alexey Grigorev, CC0):

{rows}
"""


def _limits(recipe: DetectorSpec) -> str:
    return f"""## What it cannot do

- Small things are missed: below 32 x 32 pixels of a photo of 640 it finds about one in ten.
- It knows 80 names and says nothing of all others; toys and pictures of things count as things.
- Faces of dogs and statues are sometimes hidden too; faces turned away, covered or smaller than some 8 pixels at
  {recipe.special_size} px are missed.
- Plates were learned from one country and one camera; expect less elsewhere.
- Measured on {platform.machine()} only. x86 and ARM share the plain file.
"""


def curve(progress: TrainingProgress) -> str:
    """The loss over steps as a small picture."""
    points = progress.curve or [(0, 0.0)]
    steps, losses = [p[0] for p in points], [p[1] for p in points]
    low, high = min(losses), max(*losses, min(losses) + 1e-9)
    last = max(steps[-1], 1)
    path = " ".join(
        f"{40 + step / last * (WIDTH - 60):.1f},{20 + (high - loss) / (high - low) * (HEIGHT - 50):.1f}"
        for step, loss in points
    )
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11"'
    return f"""<svg xmlns="http://www.w3.org/2000/svg" {size}>
<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>
<polyline points="{path}" fill="none" stroke="#2255aa" stroke-width="1.5"/>
<text x="2" y="24">{high:.3f}</text><text x="2" y="{HEIGHT - 28}">{low:.3f}</text>
<text x="40" y="{HEIGHT - 8}">loss over {last} steps</text>
</svg>
"""
