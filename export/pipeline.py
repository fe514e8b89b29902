"""The whole workshop, read from top to bottom: distil -> convert -> shrink -> verify -> publish."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

from edge import golden
from edge.messages import Array
from edge.model_card import ModelCard, NetSpec
from edge.net import Net, file_spec, net_of, targets
from export.convert import convert, tensors
from export.distil import Progress, Say, distil, only_the_first_goes_on
from export.publish import publish
from export.recipe import ExportError, Place, Recipe, Served, fingerprint
from export.shrink import bare, halve, pack, quantise, suffering
from export.verify import Level, Report, against, fast_enough, interleaved, parity, torch_net, verify, worse

SPARED = (4, 8, 16, 32)  # so many of the layers that suffer most are left alone in int8
TARGETS = ("x86", "arm")
GOLDEN = "golden.npz"
Inputs = Sequence[Mapping[str, Array]]


@dataclass(frozen=True, slots=True)
class Made:
    """What a run of the pipeline came to."""

    report: Report
    progress: Progress
    card: ModelCard


def export(recipe: Recipe, place: Place, say: Say, *, resume: bool = True) -> Made:
    """Make the recipe's model and publish it; a missed budget publishes nothing and says which."""
    checkpoint = place.work / f"{recipe.name}.checkpoint"
    if not resume:
        checkpoint.unlink(missing_ok=True)

    student = recipe.student(place)
    say("distil: the student before it learns")
    progress = distil(student, recipe.course(place), recipe.schedule, checkpoint, say)
    only_the_first_goes_on()

    served = recipe.served(student, place)
    say("convert: " + ", ".join(served))
    plain = {name: bare(convert(net.module, net.inputs, net.outputs)) for name, net in served.items()}

    inputs = {name: list(recipe.inputs(net, place)) for name, net in served.items()}
    levels = {name: shrink(plain[name], served[name], inputs[name], say) for name in served}
    first = next(iter(served))  # the net that looks all the time; the others look now and then, and look well
    levels[first] += in_int8(plain[first], served[first], inputs[first], say)

    say("verify: parity, figures, time, bytes, memory")
    report = verify(recipe, levels, inputs)
    judge(recipe, served, report, place)
    fast = fastest(recipe, served, report, place, say)
    if fast:
        report.fast[first] = fast
    if recipe.budgets.ratio:
        rival = place.data / recipe.budgets.against
        for name, level in (("time_ratio", report.chosen[first]), *(("int8_time_ratio", f) for f in (fast,) if f)):
            report.need(name, against(level.model, inputs[first][0], rival), most=recipe.budgets.ratio)
    if report.missed:
        raise ExportError("verify", "nothing is published: " + "; ".join(report.missed))

    say(f"publish: {place.out}")
    files = {f"{name}.onnx": level.model for name, level in report.chosen.items()}
    files |= {f"{name}-int8.onnx": level.model for name, level in report.fast.items()}
    vectors: dict[str, Array] = {}
    for file, model in files.items():
        net = served[file.removesuffix(".onnx").removesuffix("-int8")]
        vectors |= golden.answers(file, net_of(model), net.inputs)
    files[GOLDEN] = golden.pack(vectors)
    card = describe(recipe, served, files, report)
    story = recipe.story(nets_of(report.chosen), served, place, (report, progress))
    publish(card, {**files, **story}, place.out)
    return Made(report, progress, card)


def shrink(plain: bytes, served: Served, inputs: Inputs, say: Say) -> list[Level]:
    """A net as it is, and with weights in half or a quarter of the bytes, each measured."""
    ways = {"fp32": plain, "half": halve(plain), "pack": halve(pack(plain))}
    return [measured(Level(name, model, 0, 0), plain, served, inputs, say) for name, model in ways.items()]


def in_int8(plain: bytes, served: Served, inputs: Inputs, say: Say) -> list[Level]:
    """All of a net in int8; and, where that wins time on this very machine, with the layers that suffer left alone."""

    def level(name: str, spared: Sequence[str]) -> Level:
        model = quantise(plain, inputs, targets()[0], spared)
        return measured(Level(name, model, 0, 0, int8=True), plain, served, inputs, say)

    whole = level("int8", ())
    if not fast_enough([whole]):
        return [whole]
    say("shrink: which layers suffer in int8")
    worst = [name for name, _ in suffering(plain, inputs, targets()[0])]
    return [whole, *(level(f"int8 but {count} layers", worst[:count]) for count in SPARED if count < len(worst))]


def measured(level: Level, plain: bytes, served: Served, inputs: Inputs, say: Say) -> Level:
    """How far off it is from torch, and its time over that of the unshrunk net."""
    net, unshrunk = net_of(level.model), net_of(plain)
    ratio = interleaved(lambda: net(inputs[0]), lambda: unshrunk(inputs[0]))
    level = replace(level, parity=parity(net, torch_net(served), inputs[:8]), ratio=ratio)
    say(f"shrink: {level.name} {len(level.model)} bytes, {level.parity:.2g} off, {ratio:.2f} of the time")
    return level


def nets_of(levels: Mapping[str, Level]) -> dict[str, Net]:
    return {name: net_of(level.model) for name, level in levels.items()}


def judge(recipe: Recipe, served: Mapping[str, Served], report: Report, place: Place) -> None:
    """The task's own figures of what would be shipped, held to the recipe's floors."""
    verdict = report.verdict = recipe.judge(nets_of(report.chosen), served, place)
    for figure, value in verdict.figures.items():
        report.need(figure, value, least=recipe.budgets.floors.get(figure), most=recipe.budgets.ceilings.get(figure))
    for figure in {*recipe.budgets.floors, *recipe.budgets.ceilings} - set(verdict.figures):
        report.missed.append(f"{figure} was not measured")


def fastest(recipe: Recipe, served: Mapping[str, Served], report: Report, place: Place, say: Say) -> Level | None:
    """The first net in int8: the fastest level that loses nothing of what has a floor, if there is one."""
    first = next(iter(served))
    for level in () if report.missed else fast_enough(report.levels[first]):
        figures = recipe.judge(nets_of({**report.chosen, first: level}), served, place).figures
        lost = worse(figures, report.verdict.figures, recipe.budgets)
        say(f"verify: {level.name}: {'; '.join(lost) or 'nothing is lost'}")
        if not lost:
            report.figures |= {
                f"int8_{name}": value for name, value in figures.items() if name in recipe.budgets.floors
            }
            return level
    return None


def describe(recipe: Recipe, served: Mapping[str, Served], models: Mapping[str, bytes], report: Report) -> ModelCard:
    nets = {}
    for name in report.chosen:
        inputs, outputs = tensors(models[f"{name}.onnx"])
        files = dict.fromkeys(TARGETS, file_spec(f"{name}.onnx", models[f"{name}.onnx"]))
        if name in report.fast:
            files[targets()[0]] = file_spec(f"{name}-int8.onnx", models[f"{name}-int8.onnx"])
        nets[name] = NetSpec(files, inputs, outputs, served[name].prepare, served[name].heads)
    budgets = recipe.budgets
    return ModelCard(
        recipe.name,
        recipe.task,
        nets,
        {golden.ASSET: file_spec(GOLDEN, models[GOLDEN])},
        report.verdict.thresholds,
        dict(recipe.settings),
        {name: round(value, 4) for name, value in report.figures.items()},
        {"bytes": budgets.bytes, "parity": budgets.parity, "time_ratio": budgets.ratio, **budgets.floors},
        {name: version(name) for name in ("torch", "onnx", "onnxruntime")} | {"python": platform.python_version()},
        fingerprint(recipe),
    )
