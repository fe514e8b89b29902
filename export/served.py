"""Students as they are exported: uint8 pixels in, normalisation and decoding inside the file."""

from __future__ import annotations

import copy
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from export.losses import AnchorPoints
from export.students import yunet
from export.students.nanodet import BINS, MEAN, STD, STRIDES, NanoDet, convolutions, joined
from export.students.surgery import align, fold_norms, untangle
from export.students.yunet import YuNet


class ServedDetector(nn.Module):
    """uint8 RGB planes in, scores and distances out. The division is folded into the first convolution.

    The subtraction is not: at the rim the net pads with the mean colour, which no folding can say.
    """

    mean: Tensor

    def __init__(self, student: NanoDet) -> None:
        super().__init__()
        self.net = copy.deepcopy(student).eval().cpu()
        fold_norms(self.net)
        align(self.net)
        untangle(self.net)
        first = convolutions(self.net.stem)[0]
        first.weight.data /= torch.tensor(STD).view(1, 3, 1, 1)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))

    def answers(self, pixels: Tensor) -> list[tuple[int, list[Tensor]]]:
        """For each set of heads: how many labels it has, and what it says on each level."""
        shape = self.net.shape
        return list(zip((shape.classes, shape.extras), self.net.answers(pixels.float() - self.mean), strict=False))

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        said = [(n, joined(levels)) for n, levels in self.answers(pixels)]
        return tuple(torch.cat((y[:, :n].sigmoid(), y[:, n:]), 1) for n, y in said)


class Best(nn.Module):
    """A served detector; only its best places leave the net: a row each of left, top, right, bottom, score, label.

    The rest of the answer stays where it is fast to look through. It can be asked for as well, so that files can be
    compared by all that they say; that is as the net has it, a row a place, scores before the sigmoid.
    """

    points: Tensor
    ways: Tensor
    steps: Tensor

    def __init__(self, look: ServedDetector, size: tuple[int, int], most: Sequence[int]) -> None:
        super().__init__()
        self.look, self.most = look, most
        places = AnchorPoints.of(*size, STRIDES)
        self.register_buffer("points", places.points.tile(1, 2))
        self.register_buffer("ways", places.strides[:, None] * torch.tensor((-1.0, -1.0, 1.0, 1.0)))
        self.register_buffer("steps", torch.arange(float(BINS))[:, None])

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        said = [(n, _rows(levels)) for n, levels in self.look.answers(pixels)]
        places, scores, labels, reach, first = [], [], [], [], 0
        for (n, rows), most in zip(said, self.most, strict=False):
            chosen = rows[:, :, :n].amax(2)[0].topk(min(most, rows.shape[1])).indices
            best = rows.index_select(1, chosen)[0]
            score, label = best[:, :n].max(1)
            places.append(chosen)
            scores.append(score)
            labels.append(label + first)
            reach.append(best[:, n:])
            first += n
        far = (torch.cat(reach).view(-1, 4, BINS).softmax(2) @ self.steps)[..., 0]
        where = torch.cat(places)
        corners = self.points.index_select(0, where) + far * self.ways.index_select(0, where)
        named = torch.stack((torch.cat(scores).sigmoid(), torch.cat(labels).float()), 1)
        return torch.cat((corners, named), 1)[None], *(rows for _, rows in said)


def _rows(levels: list[Tensor]) -> Tensor:
    """Of each level [1, channels, rows, columns] -> [1, places, channels]."""
    return torch.cat([level.permute(0, 2, 3, 1).flatten(1, 2) for level in levels], 1)


class Hide(nn.Module):
    """The net for faces or plates alone, as it is exported: uint8 RGB planes in, boxes and scores out."""

    def __init__(self, student: YuNet) -> None:
        super().__init__()
        self.net = copy.deepcopy(student).eval().cpu()

    def forward(self, pixels: Tensor) -> Tensor:
        return yunet.served(self.net(pixels.float()))
