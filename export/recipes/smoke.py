"""smoke: a tiny recipe that runs the whole pipeline in about a minute, on pictures that it draws itself.

First a teacher learns from their true boxes, then a student from the teacher. What comes out must truly have learned,
on pictures that neither has seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import Net, net_of
from edge.messages import Array, Box, Frame, Instant
from edge.perceive.heads import Prepare
from edge.perceive.objects import Objects
from export.convert import convert
from export.courses import BoxCourse, DenseCourse, named
from export.distil import Course, Schedule, TrainingProgress, distil
from export.drawn import LABELS, draw
from export.judging import decode_off, in_memory
from export.recipe import Budgets, Place, Served, Verdict
from export.score import Case, Truth, average_precision, thresholds
from export.served import Best, ServedDetector
from export.students import nanodet
from export.verify import Report, torch_net
from export.views import Wobble

TAUGHT, UNSEEN = 40, 24
SIZE = (128, 128)
MOST = (256,)
PIXELS = (TensorSpec("pixels", "uint8", (1, 3, *SIZE)),)
_SHAPE = nanodet.Shape(stem=16, stages=(32, 64, 96), repeats=(2, 2, 2), pyramid=32, classes=len(LABELS), norm=True)
_LEARNING = Schedule(views=2400, rate=5e-3, average=0.96)
_TEACHING = Schedule(views=2400, rate=5e-3, average=0.96, seed=2)
_WOBBLE = Wobble(smallest=0.8, largest=1.25, blur=0.0, four=0.0)


@dataclass(frozen=True, slots=True)
class SmokeRecipe:
    """A detector for discs, squares and triangles, small enough to be trained in seconds."""

    name: str = "smoke"
    task: str = "objects"
    shape: nanodet.Shape = _SHAPE
    schedule: Schedule = _LEARNING
    teaching: Schedule = _TEACHING
    wobble: Wobble = _WOBBLE
    budgets: Budgets = field(
        default_factory=lambda: Budgets(
            floors={"AP50": 0.4}, ceilings={"AP50_before": 0.1, "decode_off": 0.01}, bytes=1_000_000
        )
    )

    @property
    def settings(self) -> Mapping[str, Any]:
        return {"overlap": 0.6}

    def student(self, place: Place) -> nn.Module:  # noqa: ARG002
        return self._fresh(1)

    def _fresh(self, seed: int) -> nanodet.NanoDet:
        torch.manual_seed(seed)
        return nanodet.NanoDet(self.shape)

    def course(self, place: Place) -> Course:
        lessons = {"drawn": [draw(seed, SIZE[0]) for seed in range(TAUGHT)]}
        boxes = BoxCourse(lessons, {"drawn": 1.0}, SIZE, self.wobble, named)
        teacher = self._fresh(2)
        distil(teacher, boxes, self.teaching, place.work / "smoke-teacher.checkpoint", lambda _: None)
        return DenseCourse(boxes, net_of(convert(ServedDetector(teacher), PIXELS, ("found",))), len(LABELS))

    def served(self, student: nn.Module, place: Place) -> Mapping[str, Served]:  # noqa: ARG002
        if not isinstance(student, nanodet.NanoDet):
            raise TypeError
        width, height = SIZE
        head = {"name": "chosen", "output": "best", "labels": list(LABELS)}
        prepare = {"name": "stretch", "width": width, "height": height, "colours": "RGB"}
        best, raw = Best(ServedDetector(student), SIZE, MOST), ("things",)
        return {"look": Served(best, PIXELS, ("best", *raw), prepare, (head,), raw)}

    def inputs(self, served: Served, place: Place) -> Sequence[Mapping[str, Array]]:  # noqa: ARG002
        prepare, found = Prepare(served.prepare, "uint8"), []
        for seed in range(16):
            prepare(draw(seed, SIZE[0]).pixels())
            found.append({"pixels": prepare.tensor.copy()})
        return found

    def judge(self, nets: Mapping[str, Net], served: Mapping[str, Served], place: Place) -> Verdict:
        before = self._cases({"look": torch_net(self.served(self._fresh(1), place)["look"])}, served)
        after = self._cases(nets, served)
        figures = average_precision(after) | {"AP50_before": average_precision(before)["AP50"]}
        figures |= {"decode_off": decode_off(nets["look"], served["look"], self.inputs(served["look"], place))}
        return Verdict(figures, {"answer": thresholds(after, LABELS, "answer")})

    def _cases(self, nets: Mapping[str, Net], served: Mapping[str, Served]) -> list[Case]:
        objects = Objects(in_memory(self, nets, served, {}))
        cases = []
        for seed in range(1000, 1000 + UNSEEN):
            lesson = draw(seed, SIZE[0])
            pairs = zip(lesson.labels, lesson.boxes.tolist(), strict=True)
            truth = tuple(Truth(LABELS[label], Box(*box)) for label, box in pairs)
            seen = objects.see(Frame(Instant(0.0), lesson.pixels()))
            cases.append(Case(truth, seen, frozenset(LABELS)))
        return cases

    def story(
        self,
        nets: Mapping[str, Net],  # noqa: ARG002
        served: Mapping[str, Served],  # noqa: ARG002
        place: Place,  # noqa: ARG002
        known: tuple[Report, TrainingProgress],
    ) -> Mapping[str, bytes]:
        figures = ", ".join(f"{name} {value:.3g}" for name, value in known[0].figures.items())
        return {"MODEL.md": f"# {self.name}\n\nA trial of the pipeline, good for nothing else. {figures}\n".encode()}


RECIPE = SmokeRecipe()
