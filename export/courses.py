"""Courses: which batches a detector is trained on, and its loss. Truth comes from labelled photos or from a teacher."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn
from torch.nn import functional

from edge.bundle.net import Net
from export.losses import AnchorPoints, Targets, detection_loss, gfl_corners, targets, yolox_corners
from export.students.nanodet import BINS, MEAN, STD, STRIDES, NanoDet, joined
from export.students.yunet import logits
from export.views import Lesson, View, Wobble, view

Groups = Mapping[str, Sequence[Lesson]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures (uint8, [batch, 3, height, width]) and the targets of each."""

    pixels: Tensor
    wanted: Targets

    def to(self, device: torch.device) -> Batch:
        return Batch(self.pixels.to(device), self.wanted.to(device))


def normalised(pixels: Tensor) -> Tensor:
    """Pictures as float, minus the mean, over the deviation: what the exported file does inside."""
    mean, std = (torch.tensor(values, device=pixels.device).view(1, 3, 1, 1) for values in (MEAN, STD))
    return ((pixels.float() - mean) / std).contiguous(memory_format=torch.channels_last)


Predict = Callable[[nn.Module, Tensor, AnchorPoints], tuple[Tensor, Tensor]]  # pixels -> logits, corners in the view


def named(student: nn.Module, pixels: Tensor, places: AnchorPoints) -> tuple[Tensor, Tensor]:
    """Logits and corners of a nanodet's own classes; gradients reach every layer before them."""
    net = nanodet(student)
    return _split(joined(net.named(net.shared(normalised(pixels)))), net.shape.classes, places)


def added(student: nn.Module, pixels: Tensor, places: AnchorPoints) -> tuple[Tensor, Tensor]:
    """Logits and corners of a nanodet's branch; what is before it is frozen and computed without gradients."""
    net = nanodet(student)
    with torch.no_grad():
        maps = net.shared(normalised(pixels))
    return _split(joined(net.added(maps)), net.shape.extras, places)


def small(student: nn.Module, pixels: Tensor, places: AnchorPoints) -> tuple[Tensor, Tensor]:
    """Logits and corners of a yunet; gradients reach every layer."""
    raw = student(pixels.float().contiguous(memory_format=torch.channels_last)).float()
    return logits(raw), yolox_corners(raw[:, :4], places)


def nanodet(student: nn.Module) -> NanoDet:
    if not isinstance(student, NanoDet):
        raise TypeError
    return student


def _split(answer: Tensor, labels: int, places: AnchorPoints) -> tuple[Tensor, Tensor]:
    answer = answer.float()
    return answer[:, :labels], gfl_corners(answer[:, labels:], places)


class BoxCourse:
    """Trains on boxes, true or a teacher's. Photos are drawn from groups by their share in the mix."""

    def __init__(
        self, groups: Groups, mix: Mapping[str, float], size: tuple[int, int], wobble: Wobble, answer: Predict
    ) -> None:
        self.groups = {name: lessons for name, lessons in groups.items() if lessons and mix.get(name)}
        weights = np.array([mix[name] for name in self.groups])
        self.shares = weights / weights.sum()
        self.size, self.wobble, self.answer = size, wobble, answer
        self.places = AnchorPoints.of(*size, (8, 16, 32) if answer is small else STRIDES)

    @property
    def what(self) -> str:
        sizes = {name: len(lessons) for name, lessons in self.groups.items()}
        return f"{self.answer.__name__} {sizes} {self.shares.tolist()} {self.size} {self.wobble}"

    def batch(self, rng: Generator, size: int) -> Batch:
        views = [self._view(rng) for _ in range(size)]
        pixels = torch.from_numpy(np.stack([seen.pixels for seen in views])).permute(0, 3, 1, 2)
        return Batch(pixels, targets([(seen.boxes, seen.labels) for seen in views], self.places))

    def _view(self, rng: Generator) -> View:
        count = 4 if rng.random() < self.wobble.four else 1
        return view(rng, [self._one(rng) for _ in range(count)], self.size, self.wobble)

    def _one(self, rng: Generator) -> Lesson:
        lessons = self.groups[list(self.groups)[int(rng.choice(len(self.shares), p=self.shares))]]
        return lessons[int(rng.integers(len(lessons)))]

    def loss(self, student: nn.Module, batch: Batch) -> Tensor:
        scores, corners = self.answer(student, batch.pixels, self.places.to(batch.pixels.device))
        return detection_loss(scores, corners, batch.wanted)


@dataclass(frozen=True, slots=True)
class Taught:
    """A batch, and the teacher's raw output for the same views."""

    batch: Batch
    scores: Tensor
    shares: Tensor

    def to(self, device: torch.device) -> Taught:
        return Taught(self.batch.to(device), self.scores.to(device), self.shares.to(device))


class DenseCourse:
    """Trains on the teacher's raw output (every score, every distribution) as well as on boxes."""

    def __init__(self, boxes: BoxCourse, teacher: Net, classes: int) -> None:
        self.boxes, self.teacher, self.classes = boxes, teacher, classes

    @property
    def what(self) -> str:
        return f"dense {self.boxes.what}"

    def batch(self, rng: Generator, size: int) -> Taught:
        batch = self.boxes.batch(rng, size)
        answers = [self.teacher({"pixels": picture[None].numpy()})["found"] for picture in batch.pixels]
        said = torch.from_numpy(np.concatenate(answers))
        shares = _by_side(said[:, self.classes :]).softmax(2)
        return Taught(batch, said[:, : self.classes], shares)

    def loss(self, student: nn.Module, taught: Taught) -> Tensor:
        net = nanodet(student)
        answer = joined(net.named(net.shared(normalised(taught.batch.pixels)))).float()
        scores, reach = answer[:, : self.classes], answer[:, self.classes :]
        apart = (scores.sigmoid() - taught.scores) ** 2
        binary = functional.binary_cross_entropy_with_logits(scores, taught.scores, reduction="none")
        weight = taught.scores.amax(1)  # a box matters where the teacher sees something
        far = (
            functional.kl_div(
                _by_side(reach).log_softmax(2),
                taught.shares,
                reduction="none",
            )
            .sum(2)
            .mean(1)
        )
        total = weight.sum().clamp(min=1)
        corners = gfl_corners(reach, self.boxes.places.to(reach.device))
        hard = detection_loss(scores, corners, taught.batch.wanted)
        return (apart * binary).sum() / total + 0.5 * (far * weight).sum() / total + 0.5 * hard


def _by_side(reach: Tensor) -> Tensor:
    """[batch, 4 * bins, places] -> [batch, 4, bins, places]."""
    return reach.reshape(len(reach), 4, BINS, -1)
