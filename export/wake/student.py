"""The wake net: a small causal convolution over log-mel frames, with its past as an input and an output.

A block is a depthwise and a pointwise convolution with a residual. Each looks back only, and what it looks back on is
part of the state: run on a stream in pieces, the net says what it says of the whole. A state of zeros is a beginning.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from edge.media.logmel import BANDS

STRIDE = 2
_STEM = 5  # frames


@dataclass(frozen=True, slots=True)
class WakeShape:
    """The width of the net, and for each block the size of its kernel and the distance between its taps."""

    width: int = 80
    blocks: tuple[tuple[int, int], ...] = ((7, 1), (7, 1), (7, 2), (7, 2), (7, 3), (5, 3))

    @property
    def past(self) -> tuple[int, ...]:
        """How many of its inputs each block looks back on."""
        return tuple((size - 1) * apart for size, apart in self.blocks)

    @property
    def field(self) -> int:
        """Frames of 10 ms that one answer rests on."""
        return _STEM + STRIDE * sum(self.past)


class WakeNet(nn.Module):
    """(frames [n, BANDS, t], recent [n, BANDS, 3], state [n, width, past]) -> (logits [n, t / 2], recent, state)."""

    def __init__(self, shape: WakeShape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.stem = nn.Conv1d(BANDS, width, _STEM, stride=STRIDE, bias=False)
        self.stem_norm = nn.BatchNorm1d(width)
        self.across = nn.ModuleList(
            nn.Conv1d(width, width, size, dilation=apart, groups=width, bias=False) for size, apart in shape.blocks
        )
        self.along = nn.ModuleList(nn.Conv1d(width, width, 1, bias=False) for _ in shape.blocks)
        self.norms = nn.ModuleList(nn.BatchNorm1d(width) for _ in shape.blocks)
        self.drop = nn.Dropout(0.1)
        self.out = nn.Conv1d(width, 1, 1)

    def start(self, count: int = 1) -> tuple[Tensor, Tensor]:
        """The past at the beginning of a stream."""
        recent = torch.zeros(count, BANDS, _STEM - STRIDE)
        return recent, torch.zeros(count, self.shape.width, sum(self.shape.past))

    def forward(self, frames: Tensor, recent: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        joined = torch.cat((recent, frames), 2)
        heard = torch.relu(self.stem_norm(self.stem(joined)))
        kept, first = [], 0
        for past, across, along, norm in zip(self.shape.past, self.across, self.along, self.norms, strict=True):
            longer = torch.cat((state[:, :, first : first + past], heard), 2)
            kept.append(longer[:, :, -past:])
            heard = torch.relu(norm(along(across(longer))) + heard)
            first += past
        logits = self.out(self.drop(heard))[:, 0]
        return logits, joined[:, :, -(_STEM - STRIDE) :], torch.cat(kept, 2)
