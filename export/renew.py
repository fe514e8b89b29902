"""`glint export RECIPE --only NETS`: some nets of a published bundle are made anew, and the others stay as they are.

What stays keeps its files byte for byte, its entry in the card, its golden vectors and the figures that only the run
that made it could measure. All that is judged is measured again, with the new nets and the old.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from edge.bundle import golden
from edge.bundle.model_card import NetSpec, read_card
from edge.messages import Array
from export.contract import Recipe
from export.convert import convert
from export.distil import Say, TrainingProgress, only_the_first_goes_on
from export.errors import ExportError
from export.pipeline import GOLDEN, Made, describe, judge, nets_of, shrink, written
from export.publish import publish
from export.recipe import Place, Served
from export.shrink import bare
from export.verify import Level, Report, verify

if TYPE_CHECKING:
    from torch import nn

PUBLISHED = "as published"
MIXED = ("hidden", "precision", "per_photo")  # in the names of figures that all nets together have


_Made = tuple[Mapping[str, Served], Report, Mapping[str, NetSpec], Mapping[str, bytes]]


class Renewable(Recipe, Protocol):
    """A recipe whose nets can be made one by one, all but the first."""

    @property
    def nets(self) -> Sequence[str]:
        """Their names."""

    def served(self, student: nn.Module, place: Place, only: Sequence[str] | None = None) -> Mapping[str, Served]: ...


def renew(recipe: Renewable, place: Place, only: Sequence[str], say: Say, *, resume: bool = True) -> Made:
    """Make the nets named `only` and publish them beside the others. ExportError where nothing is published."""
    old = read_card(place.out)
    _check(recipe, place, only, resume=resume)
    kept = {name: net for name, net in old.nets.items() if name not in only}
    files = {spec.file: (place.out / spec.file).read_bytes() for net in kept.values() for spec in net.files.values()}

    served = recipe.served(recipe.student(place), place, only)
    only_the_first_goes_on()
    inputs = {name: list(recipe.inputs(net, place)) for name, net in served.items()}
    levels = {}
    for name, net in served.items():
        if name in kept:
            model = files[kept[name].files["x86"].file]
            levels[name] = [Level(PUBLISHED, model, old.figures[f"{name}_parity"], 1.0)]
        else:
            say(f"convert: {name}")
            plain = bare(convert(net.module, net.inputs, net.outputs, net.compared))
            levels[name] = shrink(plain, net, inputs[name], say)

    say("verify: parity, figures, bytes, memory")
    report = verify(recipe.budgets, levels, inputs)
    judge(recipe, served, report, place)
    if report.missed:
        raise ExportError("verify", "nothing is published: " + "; ".join(report.missed))
    report.figures |= {name: value for name, value in old.figures.items() if _only_of(name)}
    same = {use: rows for use, rows in old.thresholds.items() if not use.startswith("redact")}
    report.verdict = replace(report.verdict, thresholds={**report.verdict.thresholds, **same})
    return _published(recipe, place, (served, report, kept, files), say)


def _check(recipe: Renewable, place: Place, only: Sequence[str], *, resume: bool) -> None:
    """Raise ExportError for a net that cannot be made alone; without `resume` its checkpoint goes."""
    alone = recipe.nets[1:]
    for name in only:
        if name not in alone:
            raise ExportError("distil", f"{recipe.name} has no net {name!r} to be made alone, only: {', '.join(alone)}")
        if not resume:
            (place.work / f"{recipe.name}-{name}.checkpoint").unlink(missing_ok=True)


def _published(recipe: Recipe, place: Place, made: _Made, say: Say) -> Made:
    """Publish the new nets with the kept ones."""
    served, report, kept, files = made
    say(f"publish: {place.out}")
    fresh = {name: net for name, net in served.items() if name not in kept}
    new = written(fresh, replace(report, chosen={name: report.chosen[name] for name in fresh}, int8={}))
    vectors = {**_vectors((place.out / GOLDEN).read_bytes(), set(files)), **_vectors(new[GOLDEN], set(new))}
    files = {**files, **new, GOLDEN: golden.pack(vectors)}
    card = describe(recipe, served, files, report)
    card = replace(card, nets={name: kept.get(name, net) for name, net in card.nets.items()})
    story = recipe.story(nets_of(report.chosen), served, place, (report, TrainingProgress()))
    curve = {name: (place.out / name).read_bytes() for name in story if name.endswith(".svg")}
    publish(card, {**files, **story, **curve}, place.out)
    return Made(report, TrainingProgress(), card)


def _only_of(figure: str) -> bool:
    """Whether a figure is of the first net alone, and could be measured only by the run that made it."""
    return figure.endswith("time_ratio") or (figure.startswith("int8_") and not any(m in figure for m in MIXED))


def _vectors(data: bytes, files: AbstractSet[str]) -> dict[str, Array]:
    """Of golden vectors those of the files."""
    with np.load(io.BytesIO(data), allow_pickle=False) as vectors:
        return {key: vectors[key] for key in vectors.files if key.partition(":")[0] in files}
