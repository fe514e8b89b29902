"""nanodet-plus-m in torch: a ShuffleNetV2 trunk, a ghost pyramid, one head a level, and a branch for labels of our own.

The layers are declared in the order in which its authors' ONNX files call them, so `load_teacher` copies weights
one convolution after the other and refuses a file in which any shape differs. Batch norms are folded there; from
random weights they are needed, so `norm=True` adds them and `fold_norms` takes them away again before export.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from export.students.weights import StartError

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


def conv(i: int, o: int, kernel: int, shape: Shape, *, stride: int = 1, groups: int = 1, act: bool = True) -> nn.Module:
    parts: list[nn.Module] = [nn.Conv2d(i, o, kernel, stride, kernel // 2, groups=groups, bias=not shape.norm)]
    if shape.norm:
        parts.append(nn.BatchNorm2d(o))
    if act:
        parts.append(nn.LeakyReLU(0.1, inplace=True))
    return nn.Sequential(*parts)


def separable(channels: int, kernel: int, shape: Shape, *, stride: int = 1) -> nn.Sequential:
    """A depthwise convolution and a pointwise one, both with activation."""
    depthwise = conv(channels, channels, kernel, shape, stride=stride, groups=channels)
    return nn.Sequential(depthwise, conv(channels, channels, 1, shape))


class Down(nn.Module):
    """The first unit of a stage: halves the picture, both branches work."""

    def __init__(self, i: int, o: int, shape: Shape) -> None:
        super().__init__()
        half = o // 2
        self.left = nn.Sequential(conv(i, i, 3, shape, stride=2, groups=i, act=False), conv(i, half, 1, shape))
        self.right = nn.Sequential(
            conv(i, half, 1, shape),
            conv(half, half, 3, shape, stride=2, groups=half, act=False),
            conv(half, half, 1, shape),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((self.left(x), self.right(x)), 1)


class Unit(nn.Module):
    """Half of the (shuffled) channels pass, the other half are worked on.

    The shuffle and the split are two selections from the joined tensor: one copy fewer than shuffling, then splitting.
    """

    passed: Tensor
    worked: Tensor

    def __init__(self, o: int, shape: Shape) -> None:
        super().__init__()
        half = o // 2
        self.right = nn.Sequential(
            conv(half, half, 1, shape), conv(half, half, 3, shape, groups=half, act=False), conv(half, half, 1, shape)
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
        self.first = conv(i, half, 1, shape)
        self.cheap = conv(half, half, 3, shape, groups=half)
        self.second = conv(o, half, 1, shape, act=False)
        self.cheap2 = conv(half, half, 3, shape, groups=half, act=False)
        self.short = nn.Sequential(conv(i, i, 5, shape, groups=i, act=False), conv(i, o, 1, shape, act=False))

    def forward(self, x: Tensor) -> Tensor:
        y = self.first(x)
        z = self.second(torch.cat((y, self.cheap(y)), 1))
        short: Tensor = self.short(x)
        return torch.cat((z, self.cheap2(z)), 1) + short


class Pyramid(nn.Module):
    """Three levels down and up again, and a fourth below them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        c = shape.pyramid
        self.reduce = nn.ModuleList(conv(i, c, 1, shape) for i in shape.stages)
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


class Head(nn.Module):
    """Separable convolutions, then the answer: class scores and four distances as distributions over BINS."""

    def __init__(self, labels: int, shape: Shape, depth: int = 2) -> None:
        super().__init__()
        self.tower = nn.ModuleList(separable(shape.pyramid, 5, shape) for _ in range(depth))
        self.out = nn.Conv2d(shape.pyramid, labels + 4 * BINS, 1)
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.zeros_(self.out.bias)
        nn.init.constant_(self.out.bias[:labels], -4.6)  # a hundredth: nearly every place is background

    def forward(self, x: Tensor) -> Tensor:
        for part in self.tower:
            x = part(x)
        return self.out(x).flatten(2)  # type: ignore[no-any-return]


class NanoDet(nn.Module):
    """Normalised RGB in; logits and box distributions of the classes, and of the extras: [batch, channels, places]."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.stem = nn.Sequential(conv(3, shape.stem, 3, shape, stride=2), nn.MaxPool2d(3, 2, 1))
        self.stages = nn.ModuleList()
        before = shape.stem
        for channels, repeat in zip(shape.stages, shape.repeats, strict=True):
            units = [Unit(channels, shape) for _ in range(repeat - 1)]
            self.stages.append(nn.Sequential(Down(before, channels, shape), *units))
            before = channels
        self.pyramid = Pyramid(shape)
        self.heads = nn.ModuleList(Head(shape.classes, shape) for _ in STRIDES)
        self.branch = nn.ModuleList(Head(shape.extras, shape, depth=1) for _ in STRIDES if shape.extras)

    def features(self, x: Tensor) -> list[Tensor]:
        """The four levels of the pyramid."""
        x = self.stem(x)
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        return self.pyramid(maps)  # type: ignore[no-any-return]

    def shared(self, x: Tensor) -> list[Tensor]:
        """Each level after the first part of its head, where the branch leaves."""
        return [head.tower[0](m) for head, m in zip(self.heads, self.features(x), strict=True)]  # type: ignore[operator,union-attr,index]

    def named(self, maps: list[Tensor]) -> Tensor:
        rest = [head.out(head.tower[1](m)) for head, m in zip(self.heads, maps, strict=True)]  # type: ignore[operator,union-attr,index]
        return torch.cat([m.flatten(2) for m in rest], 2)

    def added(self, maps: list[Tensor]) -> Tensor:
        return torch.cat([branch(m) for branch, m in zip(self.branch, maps, strict=True)], 2)

    def forward(self, x: Tensor) -> tuple[Tensor, ...]:
        maps = self.shared(x)
        return (self.named(maps), self.added(maps)) if self.shape.extras else (self.named(maps),)


def convolutions(net: nn.Module) -> list[nn.Conv2d]:
    return [m for m in net.modules() if isinstance(m, nn.Conv2d)]


def load_teacher(net: NanoDet, weights: list[tuple[Tensor, Tensor]]) -> None:
    """Copy the (weight, bias) pairs of an authors' file, in its order, then start the branch from the heads."""
    trunk = convolutions(net)[: len(convolutions(net)) - len(convolutions(net.branch))]
    if len(trunk) != len(weights):
        raise StartError(f"the file has {len(weights)} convolutions, this net {len(trunk)}")
    for index, (layer, (weight, bias)) in enumerate(zip(trunk, weights, strict=True)):
        if layer.weight.shape != weight.shape or layer.bias is None:
            raise StartError(f"convolution {index} is {tuple(weight.shape)}, wanted {tuple(layer.weight.shape)}")
        layer.weight.data.copy_(weight)
        layer.bias.data.copy_(bias)
    _flip_colours(net)
    _unshuffle(net)
    start_branch(net)


def _flip_colours(net: NanoDet) -> None:
    """The authors' first convolution reads BGR, frames are RGB."""
    first = convolutions(net.stem)[0]
    first.weight.data.copy_(first.weight.data.flip(1))


def _unshuffle(net: NanoDet) -> None:
    """The authors shuffle at the end of a stage too; here whatever reads a stage has its weights permuted instead."""
    for index, channels in enumerate(net.shape.stages):
        back = torch.argsort(shuffled(channels))
        readers = [convolutions(net.pyramid.reduce[index])[0]]
        if index + 1 < len(net.shape.stages):
            down = net.stages[index + 1][0]  # type: ignore[index]
            depthwise, pointwise = convolutions(down.left)
            depthwise.weight.data.copy_(depthwise.weight.data[back])
            if depthwise.bias is not None:
                depthwise.bias.data.copy_(depthwise.bias.data[back])
            readers += [pointwise, convolutions(down.right)[0]]
        for reader in readers:
            reader.weight.data.copy_(reader.weight.data[:, back])


def start_branch(net: NanoDet) -> None:
    """The branch begins as a copy of the end of the head beside it: same eyes, own names."""
    for head, branch in zip(net.heads, net.branch, strict=False):
        branch.tower[0].load_state_dict(head.tower[1].state_dict())  # type: ignore[union-attr,operator,index]
        branch.out.weight.data[-4 * BINS :].copy_(head.out.weight.data[-4 * BINS :])  # type: ignore[union-attr,index,operator]
        branch.out.bias.data[-4 * BINS :].copy_(head.out.bias.data[-4 * BINS :])  # type: ignore[union-attr,index,operator]


@torch.no_grad()
def align(net: NanoDet, block: int = 16) -> None:
    """Widen the inside of every unit to whole blocks of channels, with zeros: the answer stays exactly the same.

    onnxruntime runs a depthwise convolution six times faster when its channels fill the vector registers, so adding
    a tenth more channels that do nothing is a gain. 16 is the block of AVX-512 and fills the 8 of AVX2 too.
    """
    for stage in net.stages:
        for unit in stage:  # type: ignore[union-attr]
            first, middle, last = (part[0] for part in unit.right)
            wide = -(-first.out_channels // block) * block
            unit.right[0][0] = _widened(first, wide, first.in_channels)
            unit.right[1][0] = _widened(middle, wide, 1, groups=wide)
            unit.right[2][0] = _widened(last, last.out_channels, wide)


def _widened(layer: nn.Conv2d, out: int, inside: int, groups: int = 1) -> nn.Conv2d:
    kernel, stride, pad = layer.kernel_size[0], layer.stride[0], int(layer.padding[0])
    wide = nn.Conv2d(inside * groups, out, kernel, stride, pad, groups=groups)
    for parameter in wide.parameters():
        parameter.zero_()
    wide.weight[: layer.weight.shape[0], : layer.weight.shape[1]] = layer.weight
    if layer.bias is not None and wide.bias is not None:
        wide.bias[: layer.bias.shape[0]] = layer.bias
    return wide


@torch.no_grad()
def fold_norms(net: nn.Module) -> None:
    """Multiply every batch norm into the convolution before it."""
    for parent in list(net.modules()):
        children = list(parent.children()) if isinstance(parent, nn.Sequential) else []
        if len(children) < 2 or not isinstance(children[0], nn.Conv2d) or not isinstance(children[1], nn.BatchNorm2d):
            continue
        fused = nn.utils.fuse_conv_bn_eval(children[0].eval(), children[1].eval())
        for index, child in enumerate((fused, *children[2:])):
            parent[index] = child
        del parent[len(children) - 1]
