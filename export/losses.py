"""The loss of a detector: which anchor points should name what (targets), and how far scores and boxes are off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from edge.perceive.heads import grid

NEAR = 1.5  # cells: places this near to the middle of a box speak for it
SPAN = (1.8, 6.0)  # a box is taught on the levels whose stride goes so many times into its longer side


@dataclass(frozen=True, slots=True)
class AnchorPoints:
    """Every cell of every level: its point in the view, in pixels, and its stride."""

    points: Tensor
    strides: Tensor

    def to(self, device: torch.device) -> AnchorPoints:
        return AnchorPoints(self.points.to(device), self.strides.to(device))

    @staticmethod
    def of(width: int, height: int, strides: tuple[int, ...]) -> AnchorPoints:
        cells, sizes = grid(width, height, strides)
        return AnchorPoints(torch.from_numpy(cells * sizes), torch.from_numpy(sizes[:, 0]))


@dataclass(frozen=True, slots=True)
class Targets:
    """For each anchor point of a batch: its label (-1: none), its box, and whether it counts in the loss."""

    labels: Tensor
    boxes: Tensor
    judged: Tensor

    def to(self, device: torch.device) -> Targets:
        return Targets(self.labels.to(device), self.boxes.to(device), self.judged.to(device))


def targets(
    views: list[tuple[NDArray[np.float32], NDArray[np.int64]]], places: AnchorPoints, shift: float = 0.0
) -> Targets:
    """The targets of a batch. `shift` moves the points by so many cells (0.5: to the middles of the cells)."""
    points = (places.points + shift * places.strides[:, None]).numpy()
    strides = places.strides.numpy()
    rows = [_targets(boxes, labels, points, strides) for boxes, labels in views]
    labels, boxes, judged = (torch.from_numpy(np.stack(column)) for column in zip(*rows, strict=True))
    return Targets(labels, boxes, judged)


def _targets(
    boxes: NDArray[np.float32], labels: NDArray[np.int64], points: NDArray[np.float32], strides: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.bool_]]:
    said = np.full(len(points), -1, np.int64)
    corners = np.zeros((len(points), 4), np.float32)
    judged = np.ones(len(points), bool)
    sizes = (boxes[:, 2:] - boxes[:, :2]).max(1, initial=0)
    for index in np.argsort(-sizes):  # small boxes last, so that they win where both want a place
        box, size = boxes[index], sizes[index]
        if labels[index] < 0:
            inside = (points >= box[:2] - strides[:, None]) & (points <= box[2:] + strides[:, None])
            judged &= ~inside.all(1)
            continue
        ratio = size / strides
        fits = (ratio >= SPAN[0]) & (ratio < SPAN[1])
        if not fits.any():
            fits = strides == (strides.min() if size < strides.min() * SPAN[1] else strides.max())
        off = np.abs(points - (box[:2] + box[2:]) / 2)
        mine = fits & (off <= NEAR * strides[:, None]).all(1)
        inside = (points > box[:2]).all(1) & (points < box[2:]).all(1)
        mine = (mine & inside) if (mine & inside).any() else mine & (off <= strides[:, None]).all(1)
        said[mine], corners[mine] = labels[index], box
    return said, corners, judged | (said >= 0)


def gfl_corners(reach: Tensor, places: AnchorPoints, bins: int = 8) -> Tensor:
    """[batch, 4 * bins, places] of distributions -> [batch, places, 4] corners in the view."""
    shares = reach.view(len(reach), 4, bins, -1).softmax(2)
    steps = torch.arange(bins, dtype=reach.dtype, device=reach.device)
    far = (shares * steps[:, None]).sum(2) * places.strides
    left, top, right, bottom = far.unbind(1)
    x, y = places.points.unbind(1)
    return torch.stack((x - left, y - top, x + right, y + bottom), 2)


def yolox_corners(raw: Tensor, places: AnchorPoints) -> Tensor:
    """[batch, 4, places] of centre offsets and log sizes -> [batch, places, 4] corners in the view."""
    centre = raw[:, :2] * places.strides + places.points.t()
    half = raw[:, 2:].clamp(max=8).exp() * places.strides / 2
    return torch.cat((centre - half, centre + half), 1).transpose(1, 2)


def giou(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and generalised IoU of boxes, row by row; the second has a gradient where boxes do not touch, too."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(1)
    both = (a[:, 2:] - a[:, :2]).clamp(min=0).prod(1) + (b[:, 2:] - b[:, :2]).prod(1) - shared
    hull = (torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])).prod(1)
    overlap = shared / both.clamp(min=1e-6)
    return overlap, overlap - (hull - both) / hull.clamp(min=1e-6)


def detection_loss(logits: Tensor, corners: Tensor, wanted: Targets) -> Tensor:
    """The loss of a batch: quality focal loss of the scores plus twice the generalised IoU loss of the boxes."""
    hit = wanted.labels >= 0
    count = hit.sum().clamp(min=1)
    quality = torch.zeros_like(logits)
    pull = logits.new_zeros(())
    if hit.any():
        overlap, wide = giou(corners[hit], wanted.boxes[hit])
        # A small box half a cell off overlaps little and is nearly right all the same: the root is kinder to it.
        fit = overlap.detach().clamp(min=0.01).sqrt()
        batch, place = hit.nonzero(as_tuple=True)
        quality[batch, wanted.labels[hit], place] = fit
        pull = ((1 - wide) * fit).sum() / fit.sum()
    scores = logits.sigmoid()
    focal = functional.binary_cross_entropy_with_logits(logits, quality, reduction="none") * (quality - scores) ** 2
    return (focal * wanted.judged[:, None]).sum() / count + 2 * pull
