"""`glint export RECIPE`, from top to bottom: distil -> convert -> shrink -> verify -> publish."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from edge.bundle import golden
from edge.bundle.model_card import ModelCard, NetSpec, Threshold, read_card
from edge.bundle.net import Net, file_spec, net_of, targets
from edge.errors import EdgeError
from edge.measure import paired
from edge.messages import Array
from export.contract import Recipe
from export.convert import convert, tensors
from export.distil import Say, TrainingProgress, distil, only_the_first_goes_on
from export.errors import ExportError
from export.int8 import calibrate, fused, quantise, some, suffering
from export.publish import check_place, publish
from export.recipe import Budgets, Place, Served, fingerprint
from export.shrink import bare, halve, pack
from export.verify import (
    PAIRS,
    Level,
    Report,
    against,
    fast_enough,
    growth,
    parity,
    torch_net,
    verify,
    weight,
    worse,
)

TARGETS = ("x86", "arm")
GOLDEN = "golden.npz"
Inputs = Sequence[Mapping[str, Array]]
Uses = Mapping[str, Mapping[str, Threshold]]


@dataclass(frozen=True, slots=True)
class Made:
    """The result of a run: its report, the course of the training, the card."""

    report: Report
    progress: TrainingProgress
    card: ModelCard


def export(recipe: Recipe, place: Place, say: Say, *, resume: bool = True) -> Made:
    """Make the recipe's model and publish it. A missed budget raises ExportError, and nothing is published."""
    rival = recipe.budgets.against.read(place) if recipe.budgets.against else b""
    check_place(place.out, recipe.name, recipe.task)
    keeps_its_targets(place)
    checkpoint = place.work / f"{recipe.name}.checkpoint"
    for old in () if resume else place.work.glob(f"{recipe.name}*.checkpoint"):
        old.unlink(missing_ok=True)  # of several processes each may be the first

    student = recipe.student(place)
    say("distil: the student before it learns")
    progress = distil(student, recipe.course(place), recipe.schedule, checkpoint, say)
    only_the_first_goes_on()

    served = recipe.served(student, place)
    say("convert: " + ", ".join(served))
    plain = {name: bare(convert(net.module, net.inputs, net.outputs, net.compared)) for name, net in served.items()}

    inputs = {name: list(recipe.inputs(net, place)) for name, net in served.items()}
    levels = {name: shrink(plain[name], served[name], inputs[name], say) for name in served}
    first = next(iter(served))  # the net that looks all the time; the others look now and then, and look well
    levels[first] += in_int8(plain[first], served[first], inputs[first], recipe.budgets, say)

    say("verify: parity, figures, time, bytes, memory")
    report = verify(recipe.budgets, levels, inputs)
    judge(recipe, served, report, place)
    if int8 := fastest(recipe, served, report, place, say):
        report.int8[first] = int8
        report.need("int8_growth", growth(net_of(int8.model), inputs[first][0]), most=recipe.budgets.growth)
        report.need("int8_bytes", weight({**report.chosen, **report.int8}), most=recipe.budgets.bytes)
    for name, level in {"": report.chosen[first], "int8_": report.int8.get(first)}.items():
        if rival and level is not None:
            ratio = against(net_of(level.model, served[first].read), inputs[first][0], rival)
            report.need(f"{name}time_ratio", ratio, most=recipe.budgets.ratio)
    if report.missed:
        raise ExportError("verify", "nothing is published: " + "; ".join(report.missed))

    say(f"publish: {place.out}")
    files = written(served, report)
    card = describe(recipe, served, files, report)
    story = recipe.story(nets_of(report.chosen), served, place, (report, progress))
    publish(card, {**files, **story}, place.out)
    return Made(report, progress, card)


def keeps_its_targets(place: Place) -> None:
    """Raise ExportError if the bundle there has files for CPUs that this machine can neither make nor measure."""
    try:
        card = read_card(place.out)
    except EdgeError:
        return
    here = {*TARGETS, *targets(), "any"}
    others = sorted({target for net in card.nets.values() for target in net.files} - here)
    if others:
        raise ExportError(
            "publish",
            f"{place.out} has files for {', '.join(others)} too, which only such a machine makes and measures: "
            "export there, or to another --out",
        )


def shrink(plain: bytes, served: Served, inputs: Inputs, say: Say) -> list[Level]:
    """The levels of a net: unshrunk, weights as float16, weights as int8; each measured."""
    ways = {"fp32": plain, "half": halve(plain), "pack": halve(pack(plain))}
    return [measured(Level(name, model, 0, 0), plain, served, inputs, say) for name, model in ways.items()]


def in_int8(plain: bytes, served: Served, inputs: Inputs, budgets: Budgets, say: Say) -> list[Level]:
    """All of a net in int8; and, where that wins time on this very machine, with the layers that suffer left alone.

    Not on x86 without VNNI: the file would be for every x86, and is no faster there.
    """
    if targets()[0] == "x86":
        return []

    ready = calibrate(plain, inputs)

    def level(name: str, spared: Sequence[str]) -> Level:
        model = fused(quantise(ready, targets()[0], spared))
        return measured(Level(name, model, 0, 0, int8=True), plain, served, inputs, say)

    whole = level("int8", ())
    if not fast_enough([whole], budgets):
        return [whole]
    say("shrink: which layers suffer in int8")
    worst = [name for name, _ in suffering(ready, inputs, targets()[0], served.compared)]
    return [
        whole,
        *(level(f"int8 but {count} layers", worst[:count]) for count in budgets.spared if count < len(worst)),
    ]


def measured(level: Level, plain: bytes, served: Served, inputs: Inputs, say: Say) -> Level:
    """The level with its difference from torch, and its time over that of the unshrunk net."""
    net, unshrunk = (net_of(model, served.read) for model in (level.model, plain))
    ratio = paired(lambda: net(inputs[0]), lambda: unshrunk(inputs[0]), PAIRS)
    off = parity(net_of(level.model, served.compared), torch_net(served), some(inputs))
    level = replace(level, parity=off, ratio=ratio)
    say(f"shrink: {level.name} {len(level.model)} bytes, {level.parity:.2g} off, {ratio:.2f} of the time")
    return level


def nets_of(levels: Mapping[str, Level]) -> dict[str, Net]:
    return {name: net_of(level.model) for name, level in levels.items()}


def judge(recipe: Recipe, served: Mapping[str, Served], report: Report, place: Place) -> None:
    """Put the task's figures of what would be shipped into the report, held to the recipe's floors."""
    verdict = report.verdict = recipe.judge(nets_of(report.chosen), served, place)
    for figure, value in verdict.figures.items():
        report.need(figure, value, least=recipe.budgets.floors.get(figure), most=recipe.budgets.ceilings.get(figure))
    for figure in {*recipe.budgets.floors, *recipe.budgets.ceilings} - set(verdict.figures):
        report.missed.append(f"{figure} was not measured")


def fastest(recipe: Recipe, served: Mapping[str, Served], report: Report, place: Place, say: Say) -> Level | None:
    """The first net in int8: the fastest level that loses nothing of what has a floor, if there is one."""
    first = next(iter(served))
    for level in () if report.missed else fast_enough(report.levels[first], recipe.budgets):
        verdict = recipe.judge(nets_of({**report.chosen, first: level}), served, place)
        figures = verdict.figures
        lost = worse(figures, report.verdict.figures, recipe.budgets)
        if level.parity > recipe.budgets.int8_parity:
            lost.append(f"parity {level.parity:.2g}")
        say(f"verify: {level.name}: {'; '.join(lost) or 'nothing that has a floor is lost'}")
        if not lost:
            report.figures |= {f"int8_{name}": value for name, value in figures.items()}
            report.need("int8_parity", level.parity, most=recipe.budgets.int8_parity)
            report.verdict = replace(report.verdict, thresholds=between(report.verdict.thresholds, verdict.thresholds))
            return level
    return None


def between(one: Uses, other: Uses) -> Uses:
    """The means of two sets of thresholds: one card serves both files."""

    def mean(a: Threshold, b: Threshold) -> Threshold:
        pairs = (a.score, b.score), (a.precision, b.precision), (a.recall, b.recall)
        return Threshold(*(round(sum(pair) / 2, 3) for pair in pairs))

    return {use: {label: mean(row, other[use][label]) for label, row in rows.items()} for use, rows in one.items()}


def written(served: Mapping[str, Served], report: Report) -> dict[str, bytes]:
    """The files of the bundle's nets, and their golden vectors."""
    files: dict[str, bytes] = {}
    vectors: dict[str, Array] = {}
    for levels in (report.chosen, report.int8):
        for name, level in levels.items():
            file = _file(name, level)
            files[file] = level.model
            tolerance = golden.INT8_TOLERANCE if level.int8 else golden.TOLERANCE
            vectors |= golden.answers(file, net_of(level.model, served[name].compared), served[name].inputs, tolerance)
    return {**files, GOLDEN: golden.pack(vectors)}


def _file(name: str, level: Level) -> str:
    return f"{name}-int8.onnx" if level.int8 else f"{name}.onnx"


def describe(recipe: Recipe, served: Mapping[str, Served], files: Mapping[str, bytes], report: Report) -> ModelCard:
    """The model card of what was made."""
    nets = {}
    for name, level in report.chosen.items():
        inputs, outputs = tensors(level.model)
        by_target = dict.fromkeys(TARGETS, _file(name, level))
        if name in report.int8:
            by_target[targets()[0]] = _file(name, report.int8[name])
        specs = {target: file_spec(file, files[file]) for target, file in by_target.items()}
        nets[name] = NetSpec(specs, inputs, outputs, served[name].prepare, served[name].heads)
    budgets = recipe.budgets
    limits = {"bytes": budgets.bytes, "parity": budgets.parity, "int8_parity": budgets.int8_parity}
    limits |= {"growth": budgets.growth, "loss": budgets.loss}
    limits |= {"time_ratio": budgets.ratio} if budgets.against else {}
    return ModelCard(
        name=recipe.name,
        task=recipe.task,
        nets=nets,
        assets={golden.ASSET: file_spec(GOLDEN, files[GOLDEN])},
        thresholds=report.verdict.thresholds,
        settings=dict(recipe.settings),
        figures={name: round(value, 4) for name, value in report.figures.items()},
        budgets={**limits, **budgets.floors, **budgets.ceilings},
        versions={name: version(name) for name in ("torch", "onnx", "onnxruntime")}
        | {"python": platform.python_version()},
        recipe=fingerprint(recipe),
    )
