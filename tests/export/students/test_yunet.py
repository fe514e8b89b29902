"""The small face net gives what the head of its family reads."""

from __future__ import annotations

import pytest
import torch

from export.served import Hide
from export.students import yunet
from tests.export.random_nets import random

pytestmark = pytest.mark.torch


def test_the_small_face_net_gives_what_the_yolox_head_reads():
    net = random(yunet.YuNet())
    with torch.no_grad():
        out = Hide(net)(torch.zeros(1, 3, 64, 64, dtype=torch.uint8))
    assert out.shape == (1, 6, 64 + 16 + 4)
    assert float(out[:, 4:].min()) >= 0
    assert float(out[:, 4:].max()) <= 1
