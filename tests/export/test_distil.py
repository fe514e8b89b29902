"""A run that was stopped goes on to the very same result, and from no other recipe's checkpoint."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from export.distil import Schedule, distil
from export.errors import ExportError

pytestmark = pytest.mark.torch


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


class Line(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer = torch.nn.Linear(3, 1)


class Sums:
    """Learns to add: a course that costs nothing, for what concerns the loop alone."""

    def __init__(self, stop_at: int = 10**9) -> None:
        self.stop_at, self.made = stop_at, 0

    what = "sums"

    def batch(self, rng: np.random.Generator, size: int) -> torch.Tensor:
        return torch.from_numpy(rng.standard_normal((size, 3)).astype(np.float32))

    def loss(self, student: torch.nn.Module, batch: torch.Tensor) -> torch.Tensor:
        if self.made == self.stop_at:
            raise KeyboardInterrupt
        self.made += 1
        return (student.layer(batch)[:, 0] - batch.sum(1)).square().mean()


def test_a_run_that_was_stopped_goes_on_to_the_very_same_result(tmp_path: Path):
    schedule = Schedule(views=400, batch=4, rate=0.05, minutes=0.0)
    whole, stopped = Line(), Line()
    distil(whole, Sums(), schedule, tmp_path / "whole", lambda _: None)
    with pytest.raises(KeyboardInterrupt):
        distil(stopped, Sums(stop_at=37), schedule, tmp_path / "part", lambda _: None)
    again, said = Line(), list[str]()
    progress = distil(again, Sums(), schedule, tmp_path / "part", said.append)
    assert said[0].startswith("going on from step 37 of 100")
    assert progress.step == 100
    assert torch.equal(again.layer.weight, whole.layer.weight)


def test_a_checkpoint_of_another_recipe_is_not_gone_on_from(tmp_path: Path):
    schedule = Schedule(views=8, batch=4)
    distil(Line(), Sums(), schedule, tmp_path / "kept", lambda _: None)
    before = (tmp_path / "kept").read_bytes()
    with pytest.raises(ExportError, match="of another recipe"):
        distil(Line(), Sums(), dataclasses.replace(schedule, rate=0.5), tmp_path / "kept", lambda _: None)
    assert (tmp_path / "kept").read_bytes() == before
    distil(Line(), Sums(), dataclasses.replace(schedule, minutes=9.0), tmp_path / "kept", lambda _: None)
