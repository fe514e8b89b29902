"""nanodet-plus-m in torch: a ShuffleNetV2 trunk, a ghost pyramid, one head a level, and a branch for labels of our own.

The layers are declared in the order in which its authors' ONNX files call them, so that weights can be copied one
convolution after the other (export/students/surgery.py). Batch norms are folded in those files; from random weights
they are needed, so `norm=True` adds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn

M = TypeVar("M", bound=nn.Module)
STRIDES = (8, 16, 32, 64)
BINS = 8
MEAN = (123.675, 116.28, 103.53)  # RGB, the order of a Frame; the authors' files want BGR
STD = (58.395, 57.12, 57.375)


@dataclass(frozen=True, slots=True)
class Shape:
    """What sizes a net of this family: the channels of its stages and pyramid, and what it names."""

    stem: int = 24
    stages: tuple[int, ...] = (116, 232, 464)
    repeats: tuple[int, ...] = (4, 8, 4)
    pyramid: int = 96
    classes: int = 80
    extras: int = 0  # labels of the branch beside each head; 0: no branch
    norm: bool = False


def pointwise(i: int, o: int, shape: Shape, *, act: bool = True) -> nn.Sequential:
    """A convolution of single points, which mixes channels."""
    return unit(nn.Conv2d(i, o, 1, bias=not shape.norm), shape, act=act)


def depthwise(channels: int, kernel: int, shape: Shape, *, stride: int = 1, act: bool = True) -> nn.Sequential:
    """A convolution of each channel by itself."""
    layer = nn.Conv2d(channels, channels, kernel, stride, kernel // 2, groups=channels, bias=not shape.norm)
    return unit(layer, shape, act=act)


def unit(layer: nn.Conv2d, shape: Shape, *, act: bool = True) -> nn.Sequential:
    """A convolution, with a norm where the shape has norms, and an activation unless it goes without."""
    parts: list[nn.Module] = [layer]
    if shape.norm:
        parts.append(nn.BatchNorm2d(layer.out_channels))
    if act:
        parts.append(nn.LeakyReLU(0.1, inplace=True))
    return nn.Sequential(*parts)


def separable(channels: int, kernel: int, shape: Shape, *, stride: int = 1) -> nn.Sequential:
    """A depthwise convolution and a pointwise one, both with activation."""
    return nn.Sequential(depthwise(channels, kernel, shape, stride=stride), pointwise(channels, channels, shape))


class Down(nn.Module):
    """The first unit of a stage: halves the picture, both branches work."""

    def __init__(self, i: int, o: int, shape: Shape) -> None:
        super().__init__()
        half = o // 2
        self.left = nn.Sequential(depthwise(i, 3, shape, stride=2, act=False), pointwise(i, half, shape))
        self.right = nn.Sequential(
            pointwise(i, half, shape),
            depthwise(half, 3, shape, stride=2, act=False),
            pointwise(half, half, shape),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.left(x), self.right(x)), 1)


class ShuffleUnit(nn.Module):
    """Half of the (shuffled) channels pass, the other half are worked on.

    The shuffle and the split are two selections from the joined tensor: one copy fewer than shuffling, then splitting.
    """

    passed: Tensor
    worked: Tensor

    def __init__(self, o: int, shape: Shape) -> None:
        super().__init__()
        half = o // 2
        self.right = nn.Sequential(
            pointwise(half, half, shape), depthwise(half, 3, shape, act=False), pointwise(half, half, shape)
        )
        order = shuffled(o)
        self.register_buffer("passed", order[:half], persistent=False)
        self.register_buffer("worked", order[half:], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        worked: Tensor = self.right(torch.index_select(x, 1, self.worked))
        return torch.cat((torch.index_select(x, 1, self.passed), worked), 1)


def shuffled(channels: int) -> Tensor:
    """Where each channel of a shuffle of two groups comes from."""
    return torch.arange(channels).view(2, channels // 2).t().reshape(-1)


class Ghost(nn.Module):
    """A ghost bottleneck: half of the channels are computed, the other half derived cheaply from them, twice."""

    def __init__(self, i: int, o: int, shape: Shape) -> None:
        super().__init__()
        half = o // 2
        self.first = pointwise(i, half, shape)
        self.cheap = depthwise(half, 3, shape)
        self.second = pointwise(o, half, shape, act=False)
        self.cheap2 = depthwise(half, 3, shape, act=False)
        self.short = nn.Sequential(depthwise(i, 5, shape, act=False), pointwise(i, o, shape, act=False))

    def forward(self, x: Tensor) -> Tensor:
        y = self.first(x)
        z = self.second(torch.cat((y, self.cheap(y)), 1))
        joined = torch.cat((z, self.cheap2(z)), 1)
        short: Tensor = self.short(x)
        return joined + short


class Pyramid(nn.Module):
    """Three levels down and up again, and a fourth below them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        c = shape.pyramid
        self.reduce = nn.ModuleList(pointwise(i, c, shape) for i in shape.stages)
        self.top_down = nn.ModuleList(Ghost(2 * c, c, shape) for _ in range(2))
        self.bottom_up = nn.ModuleList()
        for _ in range(2):
            self.bottom_up.extend((separable(c, 5, shape, stride=2), Ghost(2 * c, c, shape)))
        self.extra_in = separable(c, 5, shape, stride=2)
        self.extra_out = separable(c, 5, shape, stride=2)

    def forward(self, maps: list[Tensor]) -> list[Tensor]:
        low, middle, high = (reduce(x) for reduce, x in zip(self.reduce, maps, strict=True))
        middle = self.top_down[0](torch.cat((double(high), middle), 1))
        low = self.top_down[1](torch.cat((double(middle), low), 1))
        shrink, join, shrink2, join2 = self.bottom_up
        middle2 = join(torch.cat((shrink(low), middle), 1))
        high2 = join2(torch.cat((shrink2(middle2), high), 1))
        return [low, middle2, high2, self.extra_in(high) + self.extra_out(high2)]


def double(x: Tensor) -> Tensor:
    return nn.functional.interpolate(x, scale_factor=2.0, mode="bilinear", align_corners=False)


class NanodetHead(nn.Module):
    """Separable convolutions, then the answer: class scores and four distances as distributions over BINS."""

    def __init__(self, labels: int, shape: Shape, depth: int = 2) -> None:
        super().__init__()
        self.tower = nn.ModuleList(separable(shape.pyramid, 5, shape) for _ in range(depth))
        self.out = nn.Conv2d(shape.pyramid, labels + 4 * BINS, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        bias = torch.zeros(labels + 4 * BINS)
        bias[:labels] = -4.6  # a hundredth: nearly every place is background
        self.out.bias = nn.Parameter(bias)

    def first(self, x: Tensor) -> Tensor:
        """The first part of the tower alone: where a branch leaves."""
        y: Tensor = self.tower[0](x)
        return y

    def rest(self, x: Tensor) -> Tensor:
        """What follows the first part."""
        for part in list(self.tower)[1:]:
            x = part(x)
        y: Tensor = self.out(x)
        return y

    def forward(self, x: Tensor) -> Tensor:
        return self.rest(self.first(x))


class NanoDet(nn.Module):
    """Normalised RGB in; logits and box distributions of the classes, and of the extras: [batch, channels, places]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.stem = nn.Sequential(
            unit(nn.Conv2d(3, shape.stem, 3, 2, 1, bias=not shape.norm), shape), nn.MaxPool2d(3, 2, 1)
        )
        self.stages = nn.ModuleList()
        before = shape.stem
        for channels, repeat in zip(shape.stages, shape.repeats, strict=True):
            units = [ShuffleUnit(channels, shape) for _ in range(repeat - 1)]
            self.stages.append(nn.Sequential(Down(before, channels, shape), *units))
            before = channels
        self.pyramid = Pyramid(shape)
        self.heads = nn.ModuleList(NanodetHead(shape.classes, shape) for _ in STRIDES)
        self.branch = nn.ModuleList(NanodetHead(shape.extras, shape, depth=1) for _ in STRIDES if shape.extras)

    def features(self, x: Tensor) -> list[Tensor]:
        """The four levels of the pyramid."""
        x = self.stem(x)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        levels: list[Tensor] = self.pyramid(maps)
        return levels

    def shared(self, x: Tensor) -> list[Tensor]:
        """Each level after the first part of its head, where the branch leaves."""
        return [head.first(m) for head, m in zip(every(self.heads, NanodetHead), self.features(x), strict=True)]

    def named(self, maps: list[Tensor]) -> list[Tensor]:
        """The answer of the heads on each level, from `shared`."""
        return [head.rest(m) for head, m in zip(every(self.heads, NanodetHead), maps, strict=True)]

    def added(self, maps: list[Tensor]) -> list[Tensor]:
        """The answer of the branch on each level, from `shared`."""
        return [branch(m) for branch, m in zip(self.branch, maps, strict=True)]

    def answers(self, x: Tensor) -> list[list[Tensor]]:
        """The answer of the heads, and of the branch where there is one, on each level."""
        maps = self.shared(x)
        return [self.named(maps), self.added(maps)] if self.shape.extras else [self.named(maps)]

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        return tuple(joined(levels) for levels in self.answers(x))


def joined(levels: list[Tensor]) -> Tensor:
    """Of each level [batch, channels, rows, columns] -> [batch, channels, places]."""
    return torch.cat([level.flatten(2) for level in levels], 2)


def every(modules: Iterable[nn.Module], kind: type[M]) -> list[M]:
    """Those of a kind, in order."""
    return [module for module in modules if isinstance(module, kind)]


def convolutions(net: nn.Module) -> list[nn.Conv2d]:
    return every(net.modules(), nn.Conv2d)
