"""The pipeline: end to end on drawn pictures, truly learning; and what it refuses to publish."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.golden import difference  # noqa: E402
from edge.messages import Frame, Instant  # noqa: E402
from edge.net import open_bundle  # noqa: E402
from edge.perceive.objects import Objects  # noqa: E402
from export.distil import Schedule, distil  # noqa: E402
from export.drawn import LABELS, draw  # noqa: E402
from export.pipeline import export  # noqa: E402
from export.recipe import Budgets, ExportError, Place, fingerprint  # noqa: E402
from export.recipes.smoke import RECIPE  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(240)]


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def test_the_whole_pipeline_learns_on_pictures_it_has_never_seen(tmp_path: Path):
    said: list[str] = []
    made = export(RECIPE, Place(tmp_path, tmp_path / "work", tmp_path / "models" / "smoke"), said.append)
    figures = made.report.figures
    assert figures["AP50_before"] < 0.1
    assert figures["AP50"] > 0.4
    assert figures["look_parity"] < 0.01
    assert any("minutes left" in line for line in said)
    bundle = open_bundle(tmp_path / "models" / "smoke")
    assert open_bundle(tmp_path / "models" / "smoke", target="x86").nets  # with or without VNNI here
    assert bundle.card.recipe == fingerprint(RECIPE)
    things = Objects(bundle).see(Frame(Instant(0.0), draw(1000).pixels()))
    assert {thing.label for thing in things} <= set(LABELS)
    assert (difference(bundle) or 0.0) < 1e-4
    assert difference(bundle) is not None


def hurried(**budgets: float) -> object:
    """The same recipe without the learning, and with budgets that it cannot keep."""
    none = Schedule(views=16, batch=8)
    return dataclasses.replace(RECIPE, schedule=none, teaching=none, budgets=Budgets(**budgets))  # type: ignore[arg-type]


def test_a_missed_budget_publishes_nothing_and_says_which_and_by_how_much(tmp_path: Path):
    out = tmp_path / "models" / "smoke"
    recipe = hurried(floors={"AP50": 0.99, "sparkle": 1.0}, bytes=1000)  # type: ignore[arg-type]
    with pytest.raises(ExportError, match="nothing is published") as caught:
        export(recipe, Place(tmp_path, tmp_path / "work", out), lambda _: None)  # type: ignore[arg-type]
    text = str(caught.value)
    for part in ("bytes is", "above its limit of 1000", "AP50 is", "floor of 0.99", "sparkle was not measured"):
        assert part in text
    assert not out.exists()
    assert not out.parent.exists()


class Line(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer = torch.nn.Linear(3, 1)


class Sums:
    """Learns to add: a course that costs nothing, for what concerns the loop alone."""

    def __init__(self, stop_at: int = 10**9) -> None:
        self.stop_at, self.made = stop_at, 0

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


def test_a_recipe_is_frozen_data_with_a_hash_of_its_own():
    other = dataclasses.replace(RECIPE, schedule=Schedule(views=1))
    assert fingerprint(RECIPE) == fingerprint(dataclasses.replace(RECIPE))
    assert fingerprint(RECIPE) != fingerprint(other)
    assert json.dumps(dataclasses.asdict(RECIPE), default=str)
