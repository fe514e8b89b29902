"""yunet-n in torch: the face teacher's shape, 72,000 parameters without its landmarks.

Layers are declared in the order in which its authors' ONNX file calls them; its landmark heads are left out.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from export.students.weights import StartError

STRIDES = (8, 16, 32)
WIDE = 64


class SeparableConv(nn.Sequential):
    """A pointwise convolution, then a depthwise one."""

    def __init__(self, i: int, o: int, *, act: bool = True) -> None:
        super().__init__(nn.Conv2d(i, o, 1), nn.Conv2d(o, o, 3, 1, 1, groups=o), *([nn.ReLU(inplace=True)] * act))


class YuNet(nn.Module):
    """RGB 0..255 in; [batch, 6, places]: centre and log size, objectness and class as logits."""

    def __init__(self) -> None:
        super().__init__()
        first = (nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(inplace=True), SeparableConv(16, 16), nn.MaxPool2d(2))
        second = (
            SeparableConv(16, 16),
            SeparableConv(16, WIDE),
            SeparableConv(WIDE, WIDE),
            SeparableConv(WIDE, WIDE),
            nn.MaxPool2d(2),
        )
        self.low = nn.Sequential(*first, *second, SeparableConv(WIDE, WIDE), SeparableConv(WIDE, WIDE))
        self.middle = nn.Sequential(nn.MaxPool2d(2), SeparableConv(WIDE, WIDE), SeparableConv(WIDE, WIDE))
        self.high = nn.Sequential(nn.MaxPool2d(2), SeparableConv(WIDE, WIDE), SeparableConv(WIDE, WIDE))
        self.lateral = nn.ModuleList(SeparableConv(WIDE, WIDE) for _ in STRIDES)  # the coarsest level first
        self.shared = nn.ModuleList(SeparableConv(WIDE, WIDE) for _ in STRIDES)
        self.kinds = nn.ModuleList(SeparableConv(WIDE, 1, act=False) for _ in STRIDES)
        self.boxes = nn.ModuleList(SeparableConv(WIDE, 4, act=False) for _ in STRIDES)
        self.certain = nn.ModuleList(SeparableConv(WIDE, 1, act=False) for _ in STRIDES)

    def forward(self, x: Tensor) -> Tensor:
        low = self.low(x)
        middle = self.middle(low)
        high = self.lateral[0](self.high(middle))
        middle = self.lateral[1](middle + functional.interpolate(high, scale_factor=2.0, mode="nearest"))
        low = self.lateral[2](low + functional.interpolate(middle, scale_factor=2.0, mode="nearest"))
        levels = []
        for index, level in enumerate((low, middle, high)):
            y = self.shared[index](level)
            parts = (self.boxes[index](y), self.certain[index](y), self.kinds[index](y))
            levels.append(torch.cat(parts, 1).flatten(2))
        return torch.cat(levels, 2)


def load_teacher(net: YuNet, weights: list[tuple[Tensor, Tensor]]) -> None:
    """Copy the (weight, bias) pairs of the authors' file; those of its landmarks stay behind."""
    layers = [m for m in net.modules() if isinstance(m, nn.Conv2d)]
    if len(weights) < len(layers):
        raise StartError(f"the file has {len(weights)} convolutions, this net {len(layers)}")
    for index, (layer, (weight, bias)) in enumerate(zip(layers, weights, strict=False)):
        if layer.weight.shape != weight.shape or layer.bias is None:
            raise StartError(f"convolution {index} is {tuple(weight.shape)}, wanted {tuple(layer.weight.shape)}")
        layer.weight.data.copy_(weight.flip(1) if index == 0 else weight)  # theirs reads BGR
        layer.bias.data.copy_(bias)


def logits(raw: Tensor) -> Tensor:
    """The score is the root of objectness times class; here as the logit of that."""
    log = functional.logsigmoid(raw[:, 4:5]) / 2 + functional.logsigmoid(raw[:, 5:6]) / 2
    log = log.clamp(min=-15, max=-1e-4)
    return log - torch.log(-torch.expm1(log))


def served(raw: Tensor) -> Tensor:
    """As the runtime's `yolox` head reads it: objectness times class is the score."""
    return torch.cat((raw[:, :4], raw[:, 4:].sigmoid().sqrt()), 1)
