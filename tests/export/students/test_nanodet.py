"""Students: the authors' file of a random net of nanodet's shape, read back into torch, says the same."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import net_of
from export.convert import convert
from export.students.nanodet import NanoDet, Shape, joined, shuffled
from export.students.surgery import load_teacher
from export.students.weights import StartError, convolution_weights
from tests.export.random_nets import SMALL, random

pytestmark = pytest.mark.torch


class Authors(NanoDet):
    """The net as its authors write it: reads BGR, shuffles after every stage, and finishes one head before the next."""

    def forward(self, bgr: torch.Tensor) -> tuple[torch.Tensor, ...]:
        x, maps = self.stem(bgr), []
        for stage, channels in zip(self.stages, self.shape.stages, strict=True):
            x = torch.index_select(stage(x), 1, shuffled(channels))
            maps.append(x)
        return (joined([head(m) for head, m in zip(self.heads, self.pyramid(maps), strict=True)]),)


@pytest.fixture(scope="module")
def authors_file() -> bytes:
    return convert(random(Authors(SMALL)), (TensorSpec("data", "float32", (1, 3, 64, 96)),), ("output",))


def test_a_student_that_starts_from_the_teachers_file_is_the_teacher(authors_file: bytes):
    student = NanoDet(Shape(8, (12, 24, 36), (2, 3, 2), 16, 5, extras=2)).eval()
    load_teacher(student, convolution_weights(authors_file))
    picture = torch.randn(1, 3, 64, 96)
    with torch.no_grad():
        named, added = student(picture)
    said = net_of(authors_file)({"data": picture.flip(1).numpy()})["output"]
    assert np.abs(said).max() > 0.1
    np.testing.assert_allclose(named.numpy(), said, atol=2e-4, rtol=1e-4)
    assert added.shape == (1, 2 + 32, said.shape[2])


def test_a_file_of_another_shape_is_refused(authors_file: bytes):
    with pytest.raises(StartError, match="convolution 0 is"):
        load_teacher(NanoDet(Shape(10, (12, 24, 36), (2, 3, 2), 16, 5)), convolution_weights(authors_file))
    with pytest.raises(StartError, match="convolutions, this net"):
        load_teacher(NanoDet(Shape(8, (12, 24, 36), (2, 2, 2), 16, 5)), convolution_weights(authors_file))
