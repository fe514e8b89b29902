"""`glint export wake`, from top to bottom: gather -> learn -> convert -> judge -> calibrate -> publish."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from edge.bundle import golden
from edge.bundle.model_card import ModelCard, NetSpec
from edge.bundle.net import Bundle, file_spec, net_of
from edge.messages import Samples
from edge.perceive.wake import ALONE, SECOND, TASK
from edge.perceive.wake_net import NET
from export.convert import tensors
from export.distil import Say, distil, only_the_first_goes_on
from export.errors import ExportError
from export.publish import check_place, publish
from export.recipe import Place, fingerprint
from export.wake import calibrate, curves, judge, telling
from export.wake.calibrate import Evidence, LogisticLine
from export.wake.course import WakeCourse
from export.wake.judge import HeardStream, Ratio
from export.wake.material import WakeMaterial, gather, with_clips
from export.wake.recipe import WakeRecipe
from export.wake.served import file_of
from export.wake.sounds import own_clips
from export.wake.student import WakeNet

RECOGNISER = "moonshine-tiny"
FILE, GOLDEN = "wake.onnx", "golden.npz"
_COPIES = 20  # how often a person's own clip counts
SECOND_UNMEASURED = (2.0, LogisticLine(-4.0, 0.25))
"""Beta and the line for the second look where there was no recogniser to measure with: those of "view glass"."""


@dataclass(frozen=True, slots=True)
class WakeVerdict:
    """What was measured on what was kept apart."""

    phrases: tuple[HeardStream, ...] = field(repr=False)
    others: tuple[HeardStream, ...] = field(repr=False)
    beta: float
    alone: LogisticLine
    second: LogisticLine
    looked: bool
    """Whether there was a recogniser for the second look."""

    @property
    def systems(self) -> dict[str, tuple[Evidence, LogisticLine]]:
        """What was measured, by name."""
        net: dict[str, tuple[Evidence, LogisticLine]] = {"net alone": (calibrate.alone, self.alone)}
        return net | ({"net and second look": (calibrate.together(self.beta), self.second)} if self.looked else {})


def export_wake(
    recipe: WakeRecipe, place: Place, say: Say, *, resume: bool, clips: Path | None = None
) -> dict[str, float]:
    """Make the model and publish it; returns its figures. ExportError where a figure is too bad."""
    check_place(place.out, recipe.name, TASK)
    for old in () if resume else place.work.glob(f"{recipe.name}-*.checkpoint"):
        old.unlink()
    material = gather(recipe.phrase, recipe.split, recipe.spoken, place, say)
    if clips:
        material = with_clips(material, own_clips(clips), _COPIES)
    apart = file_of(learned(recipe, material, place, say))
    model = file_of(learned(recipe, material, place, say, every=True))
    say("judge: phrases and an hour of other speech, kept apart")
    verdict = judged(recipe, (apart, model), material, second_look(recipe.phrase, place, say))
    told = figures(verdict, model)
    missed = [f"{name} is {told[name]:.3f}, not {most}" for name, most in recipe.ceilings.items() if told[name] > most]
    missed += [f"{len(model)} bytes are too many"] if len(model) > recipe.most_bytes else []
    if missed:
        raise ExportError("judge", "nothing is published: " + "; ".join(missed))
    say(f"publish: {place.out}")
    published(recipe, model, verdict, told, place)
    draw(recipe, apart, verdict, material, place)
    return told


def learned(recipe: WakeRecipe, material: WakeMaterial, place: Place, say: Say, *, every: bool = False) -> WakeNet:
    """The student after its course; with `every`, of all recordings of the phrase, those kept apart among them."""
    sounds = material.taught
    if every:
        sounds = replace(sounds, phrases=(*sounds.phrases, *material.kept.phrases))
    if not sounds.phrases:
        raise ExportError("wake", f"there is no recording of {recipe.phrase!r}, and no voice says it")
    torch.manual_seed(1)
    student = WakeNet(recipe.shape)
    what = f"{recipe.phrase} {recipe.split} {recipe.spoken} {recipe.mix} {every}"
    checkpoint = place.work / f"{recipe.name}-{'every' if every else 'apart'}.checkpoint"
    distil(student, WakeCourse(sounds, recipe.mix, what), recipe.schedule, checkpoint, say)
    only_the_first_goes_on()
    return student


def second_look(phrase: str, place: Place, say: Say) -> Ratio | None:
    """The recogniser's ratio, where its bundle lies beside the models, the data or the work; else None."""
    from edge.bundle.net import open_bundle
    from edge.perceive.speech import open_recogniser

    places = [folder / RECOGNISER for folder in (place.out.parent, place.data, place.work)]
    there = [folder for folder in places if (folder / "card.toml").is_file()]
    if not there:
        say(f"judge: {RECOGNISER} is not there, so the second look keeps the settings of another phrase")
        return None
    recogniser = open_recogniser(open_bundle(there[0]))

    def ratio(samples: Samples) -> float:
        return float(recogniser.ratio(samples, phrase))

    return ratio


def judged(
    recipe: WakeRecipe, models: tuple[bytes, bytes], material: WakeMaterial, ratio: Ratio | None
) -> WakeVerdict:  # fmt: skip
    """Near-hits on all that was kept apart, and thresholds from them.

    Phrases by the first net, which was not taught them, and other speech by the second, which ships.
    """
    apart, ships = (Bundle(card_of(recipe, model), {NET: net_of(model)}, {}) for model in models)
    phrases = tuple(judge.heard(apart, one, ratio) for one in judge.phrase_streams(material.kept))
    others = tuple(judge.heard(ships, one, ratio) for one in judge.negative_streams(material.kept))
    line = calibrate.fitted(phrases, others, calibrate.alone, accepted=recipe.accepted[0])
    if ratio is None:
        beta, second = SECOND_UNMEASURED
        return WakeVerdict(phrases, others, beta, line, second, looked=False)
    beta = calibrate.beta_of(phrases, others, recipe.betas)
    second = calibrate.fitted(phrases, others, calibrate.together(beta), accepted=recipe.accepted[1])
    return WakeVerdict(phrases, others, beta, line, second, looked=True)


def figures(verdict: WakeVerdict, model: bytes) -> dict[str, float]:
    """Everything that was measured, by name."""
    told: dict[str, float] = {"hours": calibrate.hours(verdict.others), "bytes": float(len(model))}
    for name, (evidence, line) in zip((ALONE, SECOND), verdict.systems.values(), strict=False):
        found = calibrate.figures(verdict.phrases, verdict.others, evidence, line)
        told |= {f"{name}_{figure}": value for figure, value in found.items()}
    looks = sum(len(one.found) for one in verdict.others)
    return {**told, "looks_per_hour": looks / told["hours"], **calibrate.delays(verdict.phrases)}


def card_of(recipe: WakeRecipe, model: bytes, **more: Any) -> ModelCard:
    """The card of the bundle; without `more`, with settings that find near-hits and mean nothing beyond that."""
    inputs, outputs = tensors(model)
    card = ModelCard(
        name=recipe.name,
        task=TASK,
        nets={NET: NetSpec({"any": file_spec(FILE, model)}, inputs, outputs)},
        settings={
            "word": recipe.phrase, "look": recipe.look, "lag": 0.05, "seconds": 0.95, "beta": 0.0,
            ALONE: [1.0, 0.0], SECOND: [1.0, 0.0],
        },
    )  # fmt: skip
    return replace(card, **more)


def published(recipe: WakeRecipe, model: bytes, verdict: WakeVerdict, told: Mapping[str, float], place: Place) -> None:
    """Write the bundle."""
    inputs, _ = tensors(model)
    vectors = golden.pack(golden.answers(FILE, net_of(model), inputs))
    lines = {ALONE: verdict.alone, SECOND: verdict.second}
    base = card_of(recipe, model)
    card = replace(
        base,
        assets={golden.ASSET: file_spec(GOLDEN, vectors)},
        thresholds={use: {recipe.phrase: rows} for use, rows in _thresholds(verdict).items()},
        settings={
            **base.settings,
            "beta": verdict.beta,
            **{use: list(line.settings) for use, line in lines.items()},
        },
        figures={name: round(value, 4) for name, value in told.items()},
        budgets={"bytes": recipe.most_bytes, **recipe.ceilings},
        versions={name: version(name) for name in ("torch", "onnx", "onnxruntime")}
        | {"python": platform.python_version()},
        recipe=fingerprint(recipe),
    )
    story = telling.story(recipe, told, model, looked=verdict.looked)
    publish(card, {FILE: model, GOLDEN: vectors, "MODEL.md": story.encode()}, place.out)


def _thresholds(verdict: WakeVerdict) -> dict[str, Any]:
    known = dict(zip((ALONE, SECOND), verdict.systems.values(), strict=False))
    rows = {
        use: calibrate.threshold(verdict.phrases, verdict.others, evidence, line)
        for use, (evidence, line) in known.items()
    }
    return {SECOND: replace(rows[ALONE], score=calibrate.HALF), **rows}


def draw(recipe: WakeRecipe, model: bytes, verdict: WakeVerdict, material: WakeMaterial, place: Place) -> None:
    """Write the curves as pictures into the work folder; docs/pictures has those of the model that ships."""
    folder = place.work / f"{recipe.name}-curves"
    folder.mkdir(parents=True, exist_ok=True)
    bundle = Bundle(card_of(recipe, model), {NET: net_of(model)}, {})
    ratio = second_look(recipe.phrase, place, lambda _: None)
    pictures = {
        "wake_trade.png": curves.trade(verdict.phrases, verdict.others, verdict.systems),
        "wake_noise.png": curves.noise(verdict.phrases, verdict.systems),
        "wake_distance.png": curves.distance(bundle, material.kept.phrases, ratio, verdict.systems),
    }
    for name, data in pictures.items():
        (folder / name).write_bytes(data)
