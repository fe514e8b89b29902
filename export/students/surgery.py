"""Changes to a nanodet other than training: a teacher's weights, the branch, folded norms, padded channels."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from export.students.lanes import ServedStage, read_as
from export.students.nanodet import BINS, Down, NanoDet, NanodetHead, ShuffleUnit, convolutions, every, shuffled
from export.students.weights import StartError


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
        _read_stage_as(net, index, torch.argsort(shuffled(channels)).tolist())


def untangle(net: NanoDet) -> None:
    """Replace each stage by one without shuffles (lanes.py); the output stays the same. ValueError before fold."""
    if every(net.modules(), nn.BatchNorm2d):
        raise ValueError("fold the norms first: they keep the order of channels that they were taught in")
    for index, stage in enumerate(every(net.stages, nn.Sequential)):
        net.stages[index] = lanes = ServedStage(stage)
        _read_stage_as(net, index, lanes.order)


def _read_stage_as(net: NanoDet, index: int, order: list[int]) -> None:
    """Whatever reads a stage reads its channels in another order: the pyramid, and both branches of the next stage."""
    read_as(convolutions(net.pyramid.reduce[index])[0], order)
    if index + 1 < len(net.stages):
        (down,) = every(net.stages[index + 1].modules(), Down)
        depthwise, pointwise = convolutions(down.left)
        for layer in (depthwise, pointwise, convolutions(down.right)[0]):
            read_as(layer, order)


def start_branch(net: NanoDet) -> None:
    """Start the branch as a copy of the end of the head beside it, with outputs for its own labels."""
    for head, branch in zip(every(net.heads, NanodetHead), every(net.branch, NanodetHead), strict=False):
        branch.tower[0].load_state_dict(head.tower[1].state_dict())
        for mine, theirs in ((branch.out.weight, head.out.weight), (branch.out.bias, head.out.bias)):
            if mine is not None and theirs is not None:
                mine.data[-4 * BINS :].copy_(theirs.data[-4 * BINS :])


@torch.no_grad()
def align(net: NanoDet, block: int = 16) -> None:
    """Widen the stem and the inside of every unit to whole blocks of channels, with zeros: the answer stays the same.

    Before `untangle`, after which units are units no more.

    onnxruntime runs a depthwise convolution six times faster when its channels fill the vector registers, so adding
    a tenth more channels that do nothing is a gain. 16 is the block of AVX-512 and fills the 8 of AVX2 too.
    """
    stem, down = every(net.stem, nn.Sequential)[0], every(net.modules(), Down)[0]
    wide = _whole(convolutions(stem)[0].out_channels, block)
    _widen(stem, out=wide)
    _widen(every(down.left, nn.Sequential)[0], out=wide, groups=wide)
    _widen(every(down.left, nn.Sequential)[1], inside=wide)
    _widen(every(down.right, nn.Sequential)[0], inside=wide)
    for unit in net.modules():
        if isinstance(unit, (Down, ShuffleUnit)):
            first, middle, last = every(unit.right, nn.Sequential)
            wide = _whole(convolutions(first)[0].out_channels, block)
            _widen(first, out=wide)
            _widen(middle, out=wide, groups=wide)
            _widen(last, inside=wide)


def _whole(channels: int, block: int) -> int:
    return -(-channels // block) * block


def _widen(part: nn.Sequential, out: int = 0, inside: int = 0, groups: int = 1) -> None:
    """Let the layer that a part begins with read and write more channels; the new ones are zeros."""
    (layer,) = convolutions(part)
    kernel, stride, pad = layer.kernel_size[0], layer.stride[0], int(layer.padding[0])
    reads = groups if groups > 1 else inside or layer.in_channels
    wide = nn.Conv2d(reads, out or layer.out_channels, kernel, stride, pad, groups=groups)
    for parameter in wide.parameters():
        parameter.zero_()
    wide.weight[: layer.weight.shape[0], : layer.weight.shape[1]] = layer.weight
    if layer.bias is not None and wide.bias is not None:
        wide.bias[: layer.bias.shape[0]] = layer.bias
    part[0] = wide


@torch.no_grad()
def fold_norms(net: nn.Module) -> None:
    """Multiply every batch norm into the convolution before it."""
    for parent in every(net.modules(), nn.Sequential):
        children = list(parent)
        if len(children) < 2 or not isinstance(children[0], nn.Conv2d) or not isinstance(children[1], nn.BatchNorm2d):
            continue
        parent[0] = nn.utils.fuse_conv_bn_eval(children[0].eval(), children[1].eval())
        del parent[1]
