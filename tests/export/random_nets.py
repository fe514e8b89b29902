"""Nets of random weights, small enough for tests."""

from __future__ import annotations

import torch

from export.students.nanodet import Shape

SMALL = Shape(stem=8, stages=(12, 24, 36), repeats=(2, 3, 2), pyramid=16, classes=5)


def random(net: torch.nn.Module) -> torch.nn.Module:
    torch.manual_seed(5)
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.3)
    return net.eval()
