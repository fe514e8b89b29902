"""A file is compared with torch on inputs that both can take, and a difference is not overlooked."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from export.hub_compare import COMPARE, Loaded, _example, _only  # noqa: E402
from tests.edge.bundle.adder import adder  # noqa: E402

pytestmark = pytest.mark.torch


class Adds(torch.nn.Module):
    """What the file of an adder should do."""

    def forward(self, x: torch.Tensor) -> dict[str, torch.Tensor]:
        return {"y": x + 1.0}


@pytest.mark.parametrize("task", ["image-classification", "text-embedding"])
def test_a_file_that_does_as_torch_differs_by_nothing_and_another_by_how_much(task: str):
    same, other = (Loaded.of(adder(amount).SerializeToString()) for amount in (1.0, 1.5))
    assert COMPARE[task](Adds(), {"net": same}) < 1e-6
    assert COMPARE[task](Adds(), {"net": other}) > 0.1


def test_of_several_towers_the_worst_counts():
    class Towers(torch.nn.ModuleDict):
        def __getitem__(self, name: str) -> torch.nn.Module:
            part = super().__getitem__(name)
            part.config = None
            return part

    nets = {name: Loaded.of(adder(amount).SerializeToString()) for name, amount in (("image", 1.5), ("text", 1.0))}
    assert COMPARE["image-text"](Towers({"image": Adds(), "text": Adds()}), nets) > 0.1


def test_a_loaded_file_says_what_it_takes():
    loaded = Loaded.of(adder(2.0).SerializeToString())
    assert [(tensor.name, tensor.shape) for tensor in loaded.inputs] == [("x", (1, 4))]
    assert loaded({"x": np.zeros((1, 4), np.float32)})["y"].tolist() == [[2.0] * 4]


def test_examples_are_plausible_for_what_their_names_say():
    assert _example("attention_mask", (-1, -1), "int64").tolist() == [[1] * 8]
    assert _example("token_type_ids", (1, 4), "int64").tolist() == [[0] * 4]
    words = _example("input_ids", (-1, -1), "int64", text=200)
    assert words.shape == (1, 200)
    assert (words.min(), words.max()) == (1, 19), "no word is the padding, and every vocabulary has so many"
    noise = _example("pixel_values", (1, 3, 16, 16), "float32")
    assert noise.dtype == np.float32
    assert noise.std() > 0.5
    assert (noise == _example("pixel_values", (1, 3, 16, 16), "float32")).all(), "the same in every run"


def test_a_net_gets_what_it_takes_and_masks_that_nobody_gave_are_ones():
    from edge.bundle.model_card import TensorSpec

    state = np.zeros((1, 5, 2), np.float32)
    specs = (TensorSpec("encoder_hidden_states", "float32", (1, -1, 2)), TensorSpec("encoder_mask", "int64", (1, -1)))
    net = Loaded(Loaded.of(adder().SerializeToString()).net, specs)
    chosen = _only(net, {"encoder_hidden_states": state, "input_ids": np.zeros((1, 3), np.int64)})
    assert chosen.keys() == {"encoder_hidden_states", "encoder_mask"}
    assert chosen["encoder_mask"].tolist() == [[1] * 5]
