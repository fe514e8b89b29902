"""A file that does not say what torch says is not believed."""

import numpy as np
import pytest
import torch

from edge.bundle.model_card import TensorSpec
from edge.bundle.net import net_of
from export.convert import TOLERANCE, compare, convert, difference, example, tensors
from export.errors import ExportError

pytestmark = pytest.mark.torch

GIVEN = TensorSpec("x", "float32", (2, 3))


class Two(torch.nn.Module):
    """Gives what it is given times a factor, and its sum."""

    def __init__(self, factor: float = 2.0) -> None:
        super().__init__()
        self.factor = torch.nn.Parameter(torch.tensor(factor))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        return x * self.factor, x.sum()


@pytest.fixture(scope="module")
def model() -> bytes:
    return convert(Two(), (GIVEN,), ("twice", "sum"))


def test_a_file_says_what_torch_says_by_name(model: bytes):
    said = net_of(model)({"x": np.ones((2, 3), np.float32)})
    assert said["twice"].tolist() == [[2, 2, 2], [2, 2, 2]]
    assert float(said["sum"]) == 6.0
    taken, given = tensors(model)
    assert taken == (GIVEN,)
    assert [tensor.name for tensor in given] == ["twice", "sum"]
    assert given[0].shape == (2, 3)


def test_another_net_than_the_file_is_noticed_where_it_is_compared(model: bytes):
    assert compare(Two(), model, (GIVEN,), ("twice", "sum"), ("twice", "sum")) < TOLERANCE
    with pytest.raises(ExportError, match=r"differs from torch by .*, more than"):
        compare(Two(2.1), model, (GIVEN,), ("twice", "sum"), ("twice", "sum"))
    assert compare(Two(2.1), model, (GIVEN,), ("twice", "sum"), ("sum",)) < TOLERANCE


def test_a_difference_is_a_share_of_what_is_large_and_no_number_is_no_agreement():
    small, large = np.array([0.1, 0.2]), np.array([50.0, 100.0])
    assert difference(small + 0.01, small) == pytest.approx(0.01)
    assert difference(large + 1.0, large) == pytest.approx(0.01)
    assert difference(small, small[:1]) == float("inf")
    assert difference(np.array([np.nan, 0.2]), small) == float("inf")
    assert difference(np.zeros(0), np.zeros(0)) == 0.0


@pytest.mark.parametrize(("dtype", "least", "most"), [("uint8", 0, 255), ("int64", 0, 1), ("float32", -9.0, 9.0)])
def test_examples_are_of_their_kind_and_the_same_for_a_seed(dtype: str, least: float, most: float):
    tensor = TensorSpec("x", dtype, (-1, 500))
    made = example(tensor, 1)
    assert (str(made.dtype), made.shape) == (dtype, (1, 500))
    assert least <= made.min() < made.max() <= most
    assert np.array_equal(made, example(tensor, 1))
    assert not np.array_equal(made, example(tensor, 2))
