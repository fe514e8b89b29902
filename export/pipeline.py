"""The whole workshop, read from top to bottom: distil -> convert -> shrink -> verify -> publish."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from edge import golden
from edge.messages import Array
from edge.model_card import ModelCard, NetSpec
from edge.net import Net, file_spec, net_of
from export.convert import convert, tensors
from export.distil import Progress, Say, distil, only_the_first_goes_on
from export.publish import publish
from export.recipe import ExportError, Place, Recipe, Served, Verdict, fingerprint
from export.shrink import bare, halve, pack, quantise, suffering
from export.verify import MOST_TIME, Level, Report, against, interleaved, parity, torch_net, verify

CALIBRATING = 24
SPARED = 4  # the worst of so many layers stay in float32
GOLDEN = "golden.npz"


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

    inputs = {name: list(recipe.inputs(net, place))[:CALIBRATING] for name, net in served.items()}
    levels = {name: shrink(plain[name], served[name], inputs[name], say) for name in served}

    say("verify: parity, figures, time, bytes, memory")
    report = verify(recipe, levels, inputs)
    models = {name: level.model for name, level in report.chosen.items()}
    report.verdict = judge(recipe, served, models, report, place)
    if recipe.budgets.ratio:
        name = next(iter(models))
        ratio = against(models[name], inputs[name][0], place.data / recipe.budgets.against)
        report.need("time_ratio", ratio, most=recipe.budgets.ratio)
    if report.missed:
        raise ExportError("verify", "nothing is published: " + "; ".join(report.missed))

    say(f"publish: {place.out}")
    nets = {name: net_of(model) for name, model in models.items()}
    vectors = {
        key: v for name, net in nets.items() for key, v in golden.answers(name, net, served[name].inputs).items()
    }
    kept = golden.pack(vectors)
    card = describe(recipe, served, models, report, kept)
    files = {f"{name}.onnx": model for name, model in models.items()}
    story = recipe.story(nets, served, place, (report, progress))
    publish(card, {**files, GOLDEN: kept, **story}, place.out)
    return Made(report, progress, card)


def shrink(plain: bytes, served: Served, inputs: Sequence[Mapping[str, Array]], say: Say) -> list[Level]:
    """Every level of a net, measured: as it is, weights in half or a quarter of the bytes, and all of it in int8."""
    oracle, unshrunk = torch_net(served), net_of(plain)
    rows: list[Level] = []

    def measure(name: str, model: bytes) -> Level:
        net = net_of(model)
        ratio = interleaved(lambda: net(inputs[0]), lambda: unshrunk(inputs[0]))
        rows.append(Level(name, model, parity(net, oracle, inputs[:8]), ratio))
        say(f"shrink: {name} {len(model)} bytes, {rows[-1].parity:.2g} off, {ratio:.2f} of the time")
        return rows[-1]

    measure("fp32", plain)
    measure("half", halve(plain))
    measure("pack", halve(pack(plain)))
    whole = measure("int8", quantise(plain, inputs, "x86"))
    if whole.ratio <= MOST_TIME["int8"]:  # elsewhere nothing is won that sparing layers could save
        worst = [name for name, _ in suffering(plain, inputs, "x86")]
        measure("int8 spared", quantise(plain, inputs, "x86", worst[: max(1, len(worst) // SPARED)]))
    return rows


def judge(
    recipe: Recipe, served: Mapping[str, Served], models: Mapping[str, bytes], report: Report, place: Place
) -> Verdict:
    """The task's own figures of what would be shipped, held to the recipe's floors."""
    nets: dict[str, Net] = {name: net_of(model) for name, model in models.items()}
    verdict = recipe.judge(nets, served, place)
    for figure, value in verdict.figures.items():
        report.need(figure, value, least=recipe.budgets.floors.get(figure), most=recipe.budgets.ceilings.get(figure))
    for figure in {*recipe.budgets.floors, *recipe.budgets.ceilings} - set(verdict.figures):
        report.missed.append(f"{figure} was not measured")
    return verdict


def describe(
    recipe: Recipe, served: Mapping[str, Served], models: Mapping[str, bytes], report: Report, kept: bytes
) -> ModelCard:
    nets = {}
    for name, model in models.items():
        inputs, outputs = tensors(model)
        file = file_spec(f"{name}.onnx", model)
        nets[name] = NetSpec({"x86": file, "arm": file}, inputs, outputs, served[name].prepare, served[name].heads)
    budgets = recipe.budgets
    return ModelCard(
        recipe.name,
        recipe.task,
        nets,
        {golden.ASSET: file_spec(GOLDEN, kept)},
        report.verdict.thresholds,
        dict(recipe.settings),
        {name: round(value, 4) for name, value in report.figures.items()},
        {"bytes": budgets.bytes, "parity": budgets.parity, "time_ratio": budgets.ratio, **budgets.floors},
        {name: version(name) for name in ("torch", "onnx", "onnxruntime")} | {"python": platform.python_version()},
        fingerprint(recipe),
    )
