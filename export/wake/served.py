"""The wake net as the glasses get it: a block of frames and its past in, logits and the new past out."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

from edge.bundle.net import net_of
from edge.media.logmel import BANDS
from edge.perceive.wake_net import FRAMES, LOGITS
from export.errors import ExportError
from export.quiet import quiet
from export.shrink import bare
from export.wake.student import WakeNet

TOLERANCE = 1e-3
OUTPUTS = (LOGITS, "recent_after", "state_after")


def folded(student: WakeNet) -> WakeNet:
    """The same net with its norms folded into the convolutions before them."""
    net = copy.deepcopy(student).eval().cpu()
    net.add_module("stem", _folded(net.stem, net.stem_norm))
    net.add_module("stem_norm", nn.Identity())
    net.add_module("along", nn.ModuleList(map(_folded, net.along, net.norms)))
    net.add_module("norms", nn.ModuleList(nn.Identity() for _ in net.along))
    return net


def _folded(layer: nn.Module, norm: nn.Module) -> nn.Conv1d:
    if not isinstance(layer, nn.Conv1d) or not isinstance(norm, nn.BatchNorm1d):
        raise TypeError
    mean, variance = norm.running_mean, norm.running_var
    if mean is None or variance is None:
        raise TypeError
    scale = norm.weight.detach() / torch.sqrt(variance + norm.eps)
    size, stride = int(layer.kernel_size[0]), int(layer.stride[0])
    new = nn.Conv1d(layer.in_channels, layer.out_channels, size, stride=stride)
    new.weight.data = layer.weight.detach() * scale[:, None, None]
    if new.bias is not None:
        new.bias.data = norm.bias.detach() - mean * scale
    return new


def file_of(student: WakeNet) -> bytes:
    """The ONNX file, for any even number of frames. Raises ExportError where it differs from torch."""
    served = folded(student)
    given = (torch.randn(1, BANDS, 12), *student.start())
    names = [FRAMES, "recent", "state"]
    with tempfile.TemporaryDirectory() as folder, quiet(), torch.no_grad():
        path = Path(folder) / "net.onnx"
        torch.onnx.export(
            served, given, str(path), input_names=names, output_names=list(OUTPUTS), opset_version=17,
            dynamic_axes={FRAMES: {2: "frames"}, LOGITS: {1: "logits"}}, dynamo=False,
        )  # fmt: skip
        model = bare(path.read_bytes())
    compare(student, model)
    return model


def compare(student: WakeNet, model: bytes) -> None:
    """Raises ExportError where the file says something else than the student, on two pieces one after the other."""
    net, past = net_of(model), list(student.start())
    told = {"recent": past[0].numpy(), "state": past[1].numpy()}
    with torch.no_grad():
        for frames in torch.randn(2, 1, BANDS, 10, generator=torch.Generator().manual_seed(1)):
            wanted, *past = student.eval()(frames, *past)
            said = net({FRAMES: frames.numpy(), **told})
            told = {name: said[f"{name}_after"] for name in told}
            if not (worst := float(np.abs(said[LOGITS] - wanted.numpy()).max())) < TOLERANCE:
                raise ExportError("convert", f"the file differs from torch by {worst:.2g}")
