"""What is done to a nanodet besides teaching it: a teacher's weights, a branch, folded norms, filled registers."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from export.students.nanodet import BINS, Down, Head, NanoDet, Unit, convolutions, every, shuffled
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
        back = torch.argsort(shuffled(channels))
        readers = [convolutions(net.pyramid.reduce[index])[0]]
        if index + 1 < len(net.shape.stages):
            down = every(net.stages[index + 1].modules(), Down)[0]
            depthwise, pointwise = convolutions(down.left)
            depthwise.weight.data.copy_(depthwise.weight.data[back])
            if depthwise.bias is not None:
                depthwise.bias.data.copy_(depthwise.bias.data[back])
            readers += [pointwise, convolutions(down.right)[0]]
        for reader in readers:
            reader.weight.data.copy_(reader.weight.data[:, back])


def start_branch(net: NanoDet) -> None:
    """The branch begins as a copy of the end of the head beside it: same eyes, own names."""
    for head, branch in zip(every(net.heads, Head), every(net.branch, Head), strict=False):
        branch.tower[0].load_state_dict(head.tower[1].state_dict())
        for mine, theirs in ((branch.out.weight, head.out.weight), (branch.out.bias, head.out.bias)):
            if mine is not None and theirs is not None:
                mine.data[-4 * BINS :].copy_(theirs.data[-4 * BINS :])


@torch.no_grad()
def align(net: NanoDet, block: int = 16) -> None:
    """Widen the inside of every unit to whole blocks of channels, with zeros: the answer stays exactly the same.

    onnxruntime runs a depthwise convolution six times faster when its channels fill the vector registers, so adding
    a tenth more channels that do nothing is a gain. 16 is the block of AVX-512 and fills the 8 of AVX2 too.
    """
    for unit in net.modules():
        if isinstance(unit, (Down, Unit)):
            parts = every(unit.right, nn.Sequential)
            first, middle, last = (every(part, nn.Conv2d)[0] for part in parts)
            wide = -(-first.out_channels // block) * block
            parts[0][0] = _widened(first, wide, first.in_channels)
            parts[1][0] = _widened(middle, wide, 1, groups=wide)
            parts[2][0] = _widened(last, last.out_channels, wide)


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
    for parent in every(net.modules(), nn.Sequential):
        children = list(parent)
        if len(children) < 2 or not isinstance(children[0], nn.Conv2d) or not isinstance(children[1], nn.BatchNorm2d):
            continue
        parent[0] = nn.utils.fuse_conv_bn_eval(children[0].eval(), children[1].eval())
        del parent[1]
