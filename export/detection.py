"""The recipe of a detector that starts from a teacher: its trunk stays as it is, a branch learns new labels."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from edge.answer.redact import LABELS as HIDDEN
from edge.answer.redact import USE, Redactor, shared
from edge.messages import Array, Box, Frame, Instant, Thing
from edge.model_card import ModelCard, NetSpec, TensorSpec, Threshold
from edge.net import Bundle, Net
from edge.perceive.detectors import COCO
from edge.perceive.heads import Prepare
from edge.perceive.objects import Objects
from export.courses import BoxCourse, added
from export.distil import Course, Progress, Schedule
from export.lessons import ask_faces, gather, read_photo, rows
from export.recipe import Budgets, ExportError, Place, Served, Verdict
from export.score import Case, Truth, average_precision, thresholds
from export.served import Hide, Look
from export.story import tell
from export.students import nanodet, yunet
from export.students.surgery import load_teacher
from export.students.weights import convolution_weights
from export.teachers import faces
from export.verify import Report
from export.views import Wobble

COVERED = 0.75  # the share of a face or plate that must be under blurs to count as hidden
OUTSIDE = 0.3  # a blur with less than this of itself on a face or plate was for nothing
VOC = "public_test"  # complete only for the labels that occur in it


@dataclass(frozen=True, slots=True)
class TeacherFile:
    """A file to learn or to start from. It is never part of the repository, so its hash is."""

    file: str
    sha256: str
    source: str
    licence: str

    def read(self, place: Place) -> bytes:
        path = place.data / self.file
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ExportError("distil", f"cannot read {path}: {error.strerror}. It is from {self.source}") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ExportError("distil", f"{path} is not the file of the recipe (sha256 {self.sha256[:12]}…)")
        return data


@dataclass(frozen=True, slots=True)
class DetectorRecipe:
    """looker and its like."""

    name: str
    start: TeacherFile
    face_teacher: TeacherFile
    schedule: Schedule
    budgets: Budgets
    shape: nanodet.Shape = field(default_factory=lambda: nanodet.Shape(extras=2))
    size: tuple[int, int] = (352, 352)
    hide_size: int = 640
    view_size: tuple[int, int] = (288, 288)
    extras: tuple[str, ...] = ("face", "license plate")
    mix: Mapping[str, float] = field(default_factory=lambda: {"plates": 0.3, "faces": 0.45, "rest": 0.25})
    wobble: Wobble = field(default_factory=lambda: Wobble(0.8, 2.5, colour=0.4, four=0.15, turn=6.0))
    redact: Mapping[str, float] = field(default_factory=lambda: {"face": 0.35, "license plate": 0.35})
    reviewed: str = ""  # truth for kept-apart photos, looked at one by one: a file beside the recipes
    sources: tuple[tuple[str, str], ...] = ()  # photos and their terms, for MODEL.md
    task: str = "objects"

    @property
    def settings(self) -> Mapping[str, Any]:
        return {"overlap": 0.6}

    # ------------------------------------------------------------------------------------------------ what learns

    def student(self, place: Place) -> nn.Module:
        """The teacher's weights, all frozen, and a branch that starts as a copy of the head beside it."""
        net = nanodet.NanoDet(self.shape)
        load_teacher(net, convolution_weights(self.start.read(place)))
        for name, parameter in net.named_parameters():
            parameter.requires_grad = name.startswith("branch")
        return net

    def course(self, place: Place) -> Course:
        self.face_teacher.read(place)
        asked = ask_faces(place.data / "photos", faces(place.data / self.face_teacher.file), self._cache(place), print)
        photos = gather(place.data, asked)
        return BoxCourse(photos.groups, self.mix, self.view_size, self.wobble, added)

    def _cache(self, place: Place) -> Path:
        return place.work / "faces.jsonl"

    # ----------------------------------------------------------------------------------------------- what is served

    def served(self, student: nn.Module, place: Place) -> Mapping[str, Served]:
        if not isinstance(student, nanodet.NanoDet):
            raise TypeError
        width, height = self.size
        pixels = (TensorSpec("pixels", "uint8", (1, 3, height, width)),)
        gfl = {"name": "gfl", "strides": list(nanodet.STRIDES), "bins": nanodet.BINS}
        heads = (
            {**gfl, "output": "found", "labels": list(COCO)},
            {**gfl, "output": "extra", "labels": list(self.extras)},
        )
        prepare = {"name": "stretch", "width": width, "height": height, "colours": "RGB"}
        look = Served(Look(student), pixels, ("found", "extra"), prepare, heads)
        return {"look": look, "hide": self._hide(place)}

    def _hide(self, place: Place) -> Served:
        small = yunet.YuNet()
        yunet.load_teacher(small, convolution_weights(self.face_teacher.read(place)))
        side = self.hide_size
        prepare = {"name": "letterbox", "width": side, "height": side, "colours": "RGB", "fill": 0}
        head = {"name": "yolox", "strides": list(yunet.STRIDES), "output": "found", "labels": ["face"]}
        pixels = (TensorSpec("pixels", "uint8", (1, 3, side, side)),)
        return Served(Hide(small), pixels, ("found",), prepare, (head,))

    def inputs(self, served: Served, place: Place) -> Sequence[Mapping[str, Array]]:
        """Photos through the very `prepare` that serves."""
        prepare, found = Prepare(served.prepare, served.inputs[0].dtype), []
        for path in sorted((place.data / "photos").glob("coco_*.jpg"))[:24]:
            prepare(read_photo(path))
            found.append({served.inputs[0].name: prepare.tensor.copy()})
        return found

    # ---------------------------------------------------------------------------------------------- what it is worth

    def judge(self, nets: Mapping[str, Net], served: Mapping[str, Served], place: Place) -> Verdict:
        bundle = in_memory(self, nets, served)
        objects = Objects(bundle)
        voc = list(see_all(objects, place.data / VOC, rows(place.data / VOC / "boxes.jsonl"), None))
        known = [row for row in rows(place.data / "boxes.jsonl") if "coco_" in row["photo"]]
        coco = list(see_all(objects, place.data, known, frozenset(COCO)))
        figures = {f"voc_{k}": v for k, v in average_precision(voc).items()}
        figures |= {f"coco128_{k}": v for k, v in average_precision(coco).items()}
        hidden = self._hidden(Redactor(bundle), place)
        cases = [*voc, *coco]
        calibrated = {"answer": thresholds(cases, COCO, "answer"), "count": thresholds(cases, COCO, "count")}
        redact = {
            label: Threshold(score, hidden.get(f"precision_{label}", 0.0), hidden.get(f"hidden_{label}", 0.0))
            for label, score in self.redact.items()
        }
        return Verdict({**figures, **hidden}, {**calibrated, "where": calibrated["count"], USE: redact})

    def _hidden(self, redactor: Redactor, place: Place) -> dict[str, float]:
        """Faces and plates hidden on photos kept apart, and blurs for nothing."""
        wanted, hid, blurs, idle, photos = dict.fromkeys(HIDDEN, 0), dict.fromkeys(HIDDEN, 0), 0, 0, 0
        said, right = dict.fromkeys(HIDDEN, 0), dict.fromkeys(HIDDEN, 0)
        for row in rows(Path(__file__).with_name("recipes") / self.reviewed):
            pixels = read_photo(place.data / "photos" / row["photo"])
            found = redactor.see(Frame(Instant(0.0), np.ascontiguousarray(pixels)))
            photos += 1
            for real in row["boxes"]:
                if not real.get("ignore"):
                    wanted[real["label"]] += 1
                    hid[real["label"]] += covered(Box(*real["box"]), found) >= COVERED
            for thing in found:
                good = any(shared(thing.box, Box(*real["box"])) > OUTSIDE for real in row["boxes"])
                said[thing.label] += 1
                right[thing.label] += good
                blurs, idle = blurs + 1, idle + (not good)
        figures = {f"hidden_{label}": hid[label] / max(1, wanted[label]) for label in HIDDEN}
        figures |= {f"precision_{label}": right[label] / max(1, said[label]) for label in HIDDEN}
        return {**figures, "false_per_photo": idle / max(1, photos), "blurs_per_photo": blurs / max(1, photos)}

    def story(self, place: Place, report: Report, progress: Progress) -> Mapping[str, bytes]:
        return tell(self, place, report, progress)


def covered(box: Box, things: Sequence[Thing], grain: int = 32) -> float:
    """The share of a box that lies under any of the things."""
    x = np.linspace(box.x1, box.x2, grain)[None, :]
    y = np.linspace(box.y1, box.y2, grain)[:, None]
    under = np.zeros((grain, grain), bool)
    for thing in things:
        b = thing.box
        under |= (x >= b.x1) & (x <= b.x2) & (y >= b.y1) & (y <= b.y2)
    return float(under.mean())


def in_memory(recipe: DetectorRecipe, nets: Mapping[str, Net], served: Mapping[str, Served]) -> Bundle:
    """The bundle as it will be, before it is written."""
    specs = {name: NetSpec({}, net.inputs, (), net.prepare, net.heads) for name, net in served.items()}
    redact = {USE: {label: Threshold(score, 0.0, 0.0) for label, score in recipe.redact.items()}}
    card = ModelCard(recipe.name, recipe.task, specs, thresholds=redact, settings=recipe.settings)
    return Bundle(card, nets, {})


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
