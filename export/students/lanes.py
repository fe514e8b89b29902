"""A stage of a ShuffleNet trunk without its shuffles: each channel goes straight to the unit that works on it.

Its units join, shuffle and split all channels, though half of them only pass. Where each will be worked on is known
beforehand. So what is written is cut by who works on it, and each unit joins only its own: half of the copies, and none
but cuts and joins, in which int8 need not be left. Weights are put in the order in which channels now arrive.
"""

from __future__ import annotations

from collections import Counter

import torch
from torch import Tensor, nn

from export.students.nanodet import Down, ShuffleUnit, convolutions, every, shuffled

Channel = tuple[int, int]  # which part of the stage wrote it, and its place there


class ServedStage(nn.Module):
    """Has the layers of a stage with their weights reordered, and gives the same output in another order.

    `order` tells, for each channel that leaves, which it was in the stage.
    """

    def __init__(self, stage: nn.Sequential) -> None:
        super().__init__()
        (self.down,) = every(stage, Down)
        self.units = nn.ModuleList(unit.right for unit in every(stage, ShuffleUnit))
        writers = [convolutions(part)[-1] for part in (self.down.left, self.down.right, *self.units)]
        reads = read_by(writers[0].out_channels, len(self.units))
        reader = {channel: index for index, channels in enumerate(reads) for channel in channels}
        self.cuts: list[list[tuple[int, int]]] = []
        arriving: list[Channel] = []
        for part, writer in enumerate(writers):
            written = sorted(((part, place) for place in range(writer.out_channels)), key=lambda c: (reader[c], c))
            write_as(writer, [place for _, place in written])
            self.cuts.append(list(Counter(reader[channel] for channel in written).items()))
            arriving += written
        orders = [[row.index(c) for c in arriving if reader[c] == index] for index, row in enumerate(reads)]
        for unit, order in zip(self.units, orders[:-1], strict=True):
            read_as(convolutions(unit)[0], order)
        self.order = orders[-1]

    def forward(self, x: Tensor) -> Tensor:
        waiting: list[list[Tensor]] = [[] for _ in range(len(self.units) + 1)]
        cuts = iter(self.cuts)

        def cut(written: Tensor) -> None:
            rows = next(cuts)
            parts = torch.split(written, [size for _, size in rows], 1) if len(rows) > 1 else [written]
            for (reader, _), part in zip(rows, parts, strict=True):
                waiting[reader].append(part)

        cut(self.down.left(x))
        cut(self.down.right(x))
        for index, unit in enumerate(self.units):
            cut(unit(torch.cat(waiting[index], 1)))
        return torch.cat(waiting[-1], 1)


def read_by(half: int, units: int) -> list[list[Channel]]:
    """For each unit of a stage the channels that it works on, and at last those that leave the stage, in order."""
    joined = [(part, place) for part in range(2) for place in range(half)]
    reads = []
    for unit in range(units):
        order = [joined[index] for index in shuffled(2 * half).tolist()]
        reads.append(order[half:])
        joined = order[:half] + [(2 + unit, place) for place in range(half)]
    return [*reads, joined]


def write_as(layer: nn.Conv2d, order: list[int]) -> None:
    """Let a layer write its channels in another order."""
    layer.weight.data = layer.weight.data[order]
    if layer.bias is not None:
        layer.bias.data = layer.bias.data[order]


def read_as(layer: nn.Conv2d, order: list[int]) -> None:
    """Let a layer read channels that arrive in another order; one that keeps channels apart writes them so too."""
    if layer.groups > 1:
        write_as(layer, order)
    else:
        layer.weight.data = layer.weight.data[:, order]
