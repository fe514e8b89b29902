"""A detector that the wearer fetched from its authors, made into a bundle: `glint models add FILE --like FAMILY`.

Its scores mean something else than looker's, so they are calibrated on photos at hand: from the score on at which it
names as many things in them as looker does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from edge.bundle.model_card import POOLED, ModelCard, NetSpec, TensorSpec, Threshold
from edge.bundle.net import Bundle, Net, file_spec, inputs_and_outputs, net_of, write_bundle
from edge.bundle.plain_file import read_plain
from edge.errors import ModelError, UsageError
from edge.messages import Frame, Thing
from edge.perceive.detectors import FAMILIES, Family
from edge.perceive.heads import grid
from edge.perceive.labels import COCO
from edge.perceive.objects import TASK, Objects

USES = ("answer", "count", "where")
LARGEST = 4096  # pixels of a side that a net looks at
START = 0.3  # what its authors show in their own pictures, where there are no photos to calibrate on


def bring(file: Path, family: str, folder: Path, frames: Sequence[Frame], looker: Objects | None) -> ModelCard:
    """Write the bundle into `folder`, named after it; returns its card. ModelError for a file of another kind."""
    kind = FAMILIES.get(family)
    if kind is None:
        raise UsageError(f"there is no family {family!r}; there are: {', '.join(sorted(FAMILIES))}")
    model = read_plain(file, file.name, links=True)
    spec = _spec(file.name, model, kind)
    card = ModelCard(folder.name, TASK, {"look": spec}, settings={"overlap": 0.6, "family": family})
    net = net_of(model, name=file.name)
    _fits(file.name, net, spec, family)
    brought = Objects(Bundle(card, {"look": net}, {}))
    score = calibrated(brought, looker, frames)
    rows = {use: {POOLED: Threshold(score, 0.0, 0.0)} for use in USES}
    card = ModelCard(
        card.name, TASK, card.nets, thresholds=rows, settings=card.settings, figures={"photos": len(frames)}
    )
    write_bundle(card, {"look.onnx": model}, folder)
    return card


def _spec(name: str, model: bytes, kind: Family) -> NetSpec:
    """The file's own tensors, with a fixed size where it leaves the size open."""
    inputs, outputs = inputs_and_outputs(name, model)
    if len(inputs) != 1 or len(inputs[0].shape) != 4 or len(outputs) != 1:
        raise ModelError(name, "is no detector of this family: it should take one picture and give one answer")
    height, width = (size if size > 0 else kind.size for size in inputs[0].shape[2:])
    head = {**kind.head, "strides": list(kind.head["strides"]), "output": outputs[0].name, "labels": list(COCO)}
    settings = {key: list(v) if isinstance(v, tuple) else v for key, v in kind.settings(width, height).items()}
    file = file_spec("look.onnx", model)
    fixed = TensorSpec(inputs[0].name, inputs[0].dtype, inputs[0].shape)
    return NetSpec({"any": file}, (fixed,), outputs, settings, (head,))


def _fits(file: str, net: Net, spec: NetSpec, family: str) -> None:
    """Let it look once at noise: a family answers with so many numbers for so many places, and scores are shares."""
    (head,), shape = spec.heads, (1, 3, spec.prepare["height"], spec.prepare["width"])
    channels, sides = spec.inputs[0].shape[1], shape[2:]
    if spec.inputs[0].dtype != "float32" or channels not in (3, -1) or not all(1 <= n <= LARGEST for n in sides):
        raise ModelError(file, f"is no {family}: it takes {spec.inputs[0].dtype} {list(spec.inputs[0].shape)}")
    noise = np.random.default_rng(0).uniform(0, 255, shape).astype(np.float32)
    answer = net({spec.inputs[0].name: noise})[head["output"]]
    before, after = (0, 4 * head["bins"]) if head["name"] == "gfl" else (4, 0)
    channels = before + (head["name"] == "yolox") + len(head["labels"]) + after
    places = len(grid(shape[3], shape[2], head["strides"])[0])
    if sorted(answer.shape) != sorted((1, channels, places)):
        raise ModelError(file, f"is no {family}: it answers {list(answer.shape)}, not [1, {places}, {channels}]")
    rows = answer[0] if answer.shape[1] == channels else answer[0].T
    scores = rows[before : channels - after]
    if not np.isfinite(rows).all() or scores.min() < 0 or scores.max() > 1:
        raise ModelError(file, f"is no {family}: its scores should lie between 0 and 1")


def calibrated(brought: Objects, looker: Objects | None, frames: Iterable[Frame]) -> float:
    """The score (0 to 1) at which it names as many things in the frames as looker does at its own thresholds."""
    scores: list[float] = []
    wanted = 0
    for frame in frames:
        scores += [thing.score for thing in brought.see(frame)]
        wanted += sum(_counts(thing, looker) for thing in looker.see(frame)) if looker else 0
    if not looker or not wanted or not scores:
        return START
    ordered = np.sort(scores)[::-1]
    return round(float(ordered[min(wanted, len(ordered)) - 1]), 3)


def _counts(thing: Thing, looker: Objects) -> bool:
    return thing.label in COCO and thing.score >= looker.card.threshold("count", thing.label)
