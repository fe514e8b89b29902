"""A net that was cut open says what it said before."""

from __future__ import annotations

import pytest
import torch

from export.students.nanodet import NanoDet, Shape, every
from export.students.surgery import align, fold_norms, untangle
from tests.export.random_nets import SMALL, random

pytestmark = pytest.mark.torch


def test_filled_registers_change_nothing():
    net, picture = random(NanoDet(SMALL)), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)[0]
        align(net)
        after = net(picture)[0]
    assert {layer.out_channels % 16 for layer in every(net.modules(), torch.nn.Conv2d)[:2]} == {0}
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)


def test_norms_must_be_folded_before_channels_move():
    with pytest.raises(ValueError, match="fold the norms first"):
        untangle(NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5, norm=True)))


def test_folded_norms_change_nothing():
    torch.manual_seed(1)
    net = NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5, norm=True))
    net(torch.randn(2, 3, 64, 64))  # moves the running means away from where they start
    net.eval()
    picture = torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)[0]
        fold_norms(net)
        after = net(picture)[0]
    assert not every(net.modules(), torch.nn.BatchNorm2d)
    torch.testing.assert_close(after, before, atol=1e-4, rtol=1e-4)
