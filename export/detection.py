"""The recipe of a detector that starts from a teacher: its trunk stays as it is, a branch learns new labels."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from edge.bundle.model_card import TensorSpec, Threshold
from edge.bundle.net import Bundle, Net
from edge.messages import Array, Box, Frame, Instant, Thing
from edge.perceive.heads import Prepare
from edge.perceive.labels import COCO
from edge.perceive.objects import Objects
from edge.perceive.redact import ALONE, POOR_PLATES, USE, Redactor
from edge.perceive.redact import LABELS as HIDDEN
from export.courses import BoxCourse, added, small
from export.detector_spec import DetectorSpec
from export.distil import Course, TrainingProgress, distil
from export.errors import ExportError
from export.int8 import some
from export.judging import covered, decode_off, in_memory, see_all
from export.lessons import (
    PLATE,
    Photos,
    ask_faces,
    ask_things,
    beasts,
    gather,
    of_one,
    of_people,
    read_photo,
    rows,
)
from export.recipe import Place, Served, Verdict
from export.score import average_precision, thresholds
from export.served import Best, Hide, ServedDetector
from export.story import tell
from export.students import nanodet, yunet
from export.students.surgery import load_teacher
from export.students.weights import convolution_weights
from export.teachers import detector, faces
from export.verify import Report
from export.views import FILLS

COVERED = 0.75  # the share of a face or plate that must be under blurs to count as hidden
ON_IT = 0.3  # a blur with less than this of itself on a face or plate was for nothing
PLATES = "license plate"
TAUGHT = ("plates", POOR_PLATES)  # nets that learn plates
PHOTOS = 48  # that int8 is calibrated with
VOC = "public_test"  # complete only for the labels that occur in it


@dataclass(frozen=True, slots=True)
class DetectorRecipe(DetectorSpec):
    """A detector that is a teacher with a branch for labels of its own, such as `looker`."""

    # ------------------------------------------------------------------------------------------------ what learns

    def student(self, place: Place) -> nn.Module:
        """The teacher's weights, all frozen, and a branch that starts as a copy of the head beside it."""
        net = nanodet.NanoDet(self.shape)
        load_teacher(net, convolution_weights(self.start.read(place)))
        for name, parameter in net.named_parameters():
            parameter.requires_grad = name.startswith("branch")
        return net

    def course(self, place: Place) -> Course:
        for name in TAUGHT:  # learn now, with everybody who teaches; `served` finds their checkpoints
            self._plates_student(place, name)
        return BoxCourse(self._photos(place).groups, self.mix, self.view_size, self.wobble, added)

    def _photos(self, place: Place) -> Photos:
        """The photos to learn from; faces are the face teacher's, but for those that the start sees to be animals'."""
        for file in (self.face_teacher, self.start):
            file.read(place)
        folder = place.data / "photos"
        teacher = faces(place.data / self.face_teacher.file)
        seen = ask_faces(folder, teacher, place.work / "faces.jsonl", print)
        things = ask_things(
            folder, detector(place.data / self.start.file, "nanodet-plus"), place.work / "things.jsonl", print
        )
        aside = frozenset(self._beside(self.measured).read_text(encoding="utf-8").split()) if self.measured[0] else ()
        return gather(place.data, of_people(seen, things), beasts(things), frozenset(aside))

    def _plates_student(self, place: Place, name: str) -> yunet.YuNet:
        """A net of the face teacher's shape, started from its weights, that learns plates as `name` of TAUGHT does."""
        special = self.plates if name == "plates" else self.poor_plates
        net = self._faces_student(place)
        groups = of_one(self._photos(place).groups, PLATE)
        course = BoxCourse(groups, special.mix, special.view_size, special.wobble, small)
        distil(net, course, special.schedule, place.work / f"{self.name}-{name}.checkpoint", print)
        return net

    def _faces_student(self, place: Place) -> yunet.YuNet:
        net = yunet.YuNet()
        yunet.load_teacher(net, convolution_weights(self.face_teacher.read(place)))
        return net

    # ----------------------------------------------------------------------------------------------- what is served

    @property
    def nets(self) -> Sequence[str]:
        """The names of what is served."""
        return ("look", "faces", *TAUGHT)

    def served(self, student: nn.Module, place: Place, only: Sequence[str] | None = None) -> Mapping[str, Served]:
        """The nets by name. Those of TAUGHT that `only` leaves out are untaught: they are there already."""
        if not isinstance(student, nanodet.NanoDet):
            raise TypeError
        width, height = self.size
        pixels = (TensorSpec("pixels", "uint8", (1, 3, height, width)),)
        head = {"name": "chosen", "output": "best", "labels": [*COCO, *self.extras]}
        prepare = {"name": "stretch", "width": width, "height": height, "colours": "RGB"}
        best, raw = Best(ServedDetector(student), self.size, self.best), ("things", "extras")
        look = Served(best, pixels, ("best", *raw), prepare, (head,), raw)
        faces_net = self._special(self._faces_student(place), "face", 0)
        nets = {"look": look, "faces": faces_net}
        for name in TAUGHT:
            taught = only is None or name in only
            net = self._plates_student(place, name) if taught else self._faces_student(place)
            nets[name] = self._special(net, PLATES, FILLS[-1])
        return nets

    def _special(self, student: yunet.YuNet, label: str, fill: int) -> Served:
        side = self.special_size
        prepare = {"name": "letterbox", "width": side, "height": side, "colours": "RGB", "fill": fill}
        head = {"name": "yolox", "strides": list(yunet.STRIDES), "output": "found", "labels": [label]}
        pixels = (TensorSpec("pixels", "uint8", (1, 3, side, side)),)
        return Served(Hide(student), pixels, ("found",), prepare, (head,))

    def inputs(self, served: Served, place: Place) -> Sequence[Mapping[str, Array]]:
        """Photos of all kinds through the very `prepare` that serves; none of those that figures are measured on."""
        prepare, found = Prepare(served.prepare, served.inputs[0].dtype), []
        apart = {row["photo"] for row in self._reviewed()}
        photos = [path for path in sorted((place.data / "photos").glob("*.jpg")) if path.name not in apart]
        photos = [path for path in photos if not path.name.startswith("coco_")]
        for path in photos[:: max(1, len(photos) // PHOTOS)][:PHOTOS]:
            prepare(read_photo(path))
            found.append({served.inputs[0].name: prepare.tensor.copy()})
        return found

    # ---------------------------------------------------------------------------------------------- what it is worth

    def judge(self, nets: Mapping[str, Net], served: Mapping[str, Served], place: Place) -> Verdict:
        bundle = self._bundle(nets, served)
        objects = Objects(bundle)
        voc = list(see_all(objects, place.data / VOC, rows(place.data / VOC / "boxes.jsonl"), None))
        known = [row for row in rows(place.data / "boxes.jsonl") if "coco_" in row["photo"]]
        coco = list(see_all(objects, place.data, known, frozenset(COCO)))
        figures = {f"voc_{k}": v for k, v in average_precision(voc).items()}
        figures |= {f"coco128_{k}": v for k, v in average_precision(coco).items()}
        figures |= {"decode_off": decode_off(nets["look"], served["look"], some(self.inputs(served["look"], place)))}
        hidden = self._hidden(Redactor(bundle), place)
        cases = [*voc, *coco]
        labels = frozenset(self.extras)
        apart = list(see_all(objects, place.data / "photos", self._reviewed(), labels, pixels=False))
        calibrated = {
            use: {**thresholds(apart, self.extras, use), **thresholds(cases, COCO, use)} for use in ("answer", "count")
        }
        redact = {
            label: Threshold(score, *(round(hidden.get(f"{what}_{label}", 0.0), 3) for what in ("precision", "hidden")))
            for label, score in self.redact.items()
        }
        alone = {label: Threshold(score, 0.0, 0.0) for label, score in self.alone.items()}
        return Verdict({**figures, **hidden}, {**calibrated, "where": calibrated["count"], USE: redact, ALONE: alone})

    def _reviewed(self) -> list[dict[str, Any]]:
        """Photos kept apart and what is in them, looked at one by one."""
        return rows(self._beside(self.reviewed))

    def _beside(self, file: tuple[str, str]) -> Path:
        """The path of a file beside the recipes; ExportError if it is not the one of this hash."""
        name, wanted = file
        path = Path(__file__).with_name("recipes") / name
        if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
            raise ExportError("verify", f"{name} is not the file of the recipe (sha256 {wanted[:12]}…)")
        return path

    def _bundle(self, nets: Mapping[str, Net], served: Mapping[str, Served]) -> Bundle:
        return in_memory(self, nets, served, {USE: self.redact, ALONE: self.alone})

    def _hidden(self, redactor: Redactor, place: Place) -> dict[str, float]:
        """Faces and plates hidden on photos kept apart, and blurs for nothing."""
        wanted, hid, blurs, idle, photos = dict.fromkeys(HIDDEN, 0), dict.fromkeys(HIDDEN, 0), 0, 0, 0
        said, right = dict.fromkeys(HIDDEN, 0), dict.fromkeys(HIDDEN, 0)
        for row in self._reviewed():
            pixels = read_photo(place.data / "photos" / row["photo"])
            found = redactor.see(Frame(Instant(0.0), np.ascontiguousarray(pixels)))
            photos += 1
            real = [Thing(b["label"], 1.0, Box(*b["box"])) for b in row["boxes"]]
            for thing, box in zip(real, row["boxes"], strict=True):
                if not box.get("ignore"):
                    wanted[thing.label] += 1
                    hid[thing.label] += covered(thing.box, found) >= COVERED
            for blur in found:
                said[blur.label] += 1
                right[blur.label] += covered(blur.box, [t for t in real if t.label == blur.label]) >= ON_IT
                blurs, idle = blurs + 1, idle + (covered(blur.box, real) < ON_IT)
        figures = {f"hidden_{label}": hid[label] / max(1, wanted[label]) for label in HIDDEN}
        figures |= {f"precision_{label}": right[label] / max(1, said[label]) for label in HIDDEN}
        return {**figures, "false_per_photo": idle / max(1, photos), "blurs_per_photo": blurs / max(1, photos)}

    def story(
        self,
        nets: Mapping[str, Net],
        served: Mapping[str, Served],
        place: Place,
        known: tuple[Report, TrainingProgress],
    ) -> Mapping[str, bytes]:
        return tell(self, place, *known, Objects(self._bundle(nets, served)).see)
