"""Channels that go straight to their unit say the same."""

from __future__ import annotations

import pytest
import torch

from export.students.nanodet import NanoDet, Shape, ShuffleUnit, every
from export.students.surgery import untangle
from tests.export.random_nets import random

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("repeats", [(2, 3, 2), (4, 8, 4)])
def test_channels_that_go_straight_to_their_unit_say_the_same(repeats: tuple[int, ...]):
    net, picture = random(NanoDet(Shape(8, (12, 24, 36), repeats, 16, 5, extras=2))), torch.randn(1, 3, 64, 64)
    with torch.no_grad():
        before = net(picture)
        untangle(net)
        after = net(picture)
    assert not every(net.modules(), ShuffleUnit)
    for found, wanted in zip(after, before, strict=True):
        torch.testing.assert_close(found, wanted, atol=1e-4, rtol=1e-4)
