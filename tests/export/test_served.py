"""What is served takes bytes and says what the student says."""

from __future__ import annotations

import pytest
import torch

from export.served import ServedDetector
from export.students.nanodet import NanoDet, ShuffleUnit, every
from tests.export.random_nets import SMALL, random

pytestmark = pytest.mark.torch


def test_what_is_served_takes_bytes_and_says_what_the_student_says_of_normalised_pictures():
    from export.courses import normalised

    student = random(NanoDet(SMALL))
    pixels = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
    with torch.no_grad():
        look = ServedDetector(student)
        served = look(pixels)[0]
        wanted = student(normalised(pixels))[0]
    assert not every(look.modules(), ShuffleUnit)
    torch.testing.assert_close(served[:, :5], wanted[:, :5].sigmoid(), atol=1e-3, rtol=1e-3)
    torch.testing.assert_close(served[:, 5:], wanted[:, 5:], atol=2e-3, rtol=1e-3)
