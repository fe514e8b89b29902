"""Students as the glasses get them: bytes in, with everything that can be folded away folded away."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn

from export.students import yunet
from export.students.nanodet import MEAN, STD, NanoDet, convolutions
from export.students.surgery import align, fold_norms
from export.students.yunet import YuNet


class Look(nn.Module):
    """uint8 RGB planes in, scores and distances out. The division is folded into the first convolution.

    The subtraction is not: at the rim the net pads with the mean colour, which no folding can say.
    """

    mean: Tensor

    def __init__(self, student: NanoDet) -> None:
        super().__init__()
        self.net = copy.deepcopy(student).eval().cpu()
        fold_norms(self.net)
        align(self.net)
        first = convolutions(self.net.stem)[0]
        first.weight.data /= torch.tensor(STD).view(1, 3, 1, 1)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        shape = self.net.shape
        answers = self.net(pixels.float() - self.mean)
        counts = (shape.classes, shape.extras)[: len(answers)]
        return tuple(torch.cat((a[:, :n].sigmoid(), a[:, n:]), 1) for a, n in zip(answers, counts, strict=True))


class Hide(nn.Module):
    """The small face net: bytes in, boxes and scores out."""

    def __init__(self, student: YuNet) -> None:
        super().__init__()
        self.net = copy.deepcopy(student).eval().cpu()

    def forward(self, pixels: Tensor) -> Tensor:
        return yunet.served(self.net(pixels.float()))
