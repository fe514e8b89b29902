"""`glint export grasp`, end to end and small: what comes out opens, agrees with its card, and has learned something."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from edge.bundle.golden import disagreement  # noqa: E402
from edge.bundle.net import open_bundle  # noqa: E402
from edge.compose.meaning import opened  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.meaning.corpus import TASKS  # noqa: E402
from export.meaning.making import SMOKE, export_meaning  # noqa: E402
from export.recipe import Place  # noqa: E402

pytestmark = [pytest.mark.torch, pytest.mark.timeout(240)]


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_the_whole_recipe_learns_on_sentences_it_makes_itself(tmp_path: Path):
    said: list[str] = []
    place = Place(tmp_path, tmp_path / "work", tmp_path / "models" / "grasp")
    place.work.mkdir()
    figures = export_meaning(SMOKE, place, said.append, resume=False)
    assert figures["kept_out_task"] > 0.1, "five times what guessing would give"
    assert any("minutes left" in line for line in said)
    bundle = open_bundle(place.out, whole=True)
    assert (disagreement(bundle) or 0.0) < 1
    grasp = opened(bundle)
    found = grasp("how many cups are there", "")
    assert set(found.tasks) == set(TASKS)
    assert found.vector.shape == (SMOKE.shape.width,)
    greedy = dataclasses.replace(SMOKE, floors={"kept_out_task": 0.99})
    with pytest.raises(ExportError, match=r"nothing is published: kept_out_task is 0\.\d+, not 0\.99"):
        export_meaning(greedy, place, said.append, resume=True)
