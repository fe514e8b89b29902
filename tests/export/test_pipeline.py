"""The pipeline: end to end on drawn pictures, truly learning; and what it refuses to publish."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from edge.bundle.golden import disagreement  # noqa: E402
from edge.bundle.model_card import FileSpec, ModelCard, NetSpec, TensorSpec, Threshold, format_card  # noqa: E402
from edge.bundle.net import Net, open_bundle  # noqa: E402
from edge.messages import Frame, Instant  # noqa: E402
from edge.perceive.objects import Objects  # noqa: E402
from export.convert import convert  # noqa: E402
from export.distil import Schedule  # noqa: E402
from export.drawn import LABELS, draw  # noqa: E402
from export.errors import ExportError  # noqa: E402
from export.pipeline import export, fastest, keeps_its_targets  # noqa: E402
from export.publish import check_place  # noqa: E402
from export.recipe import Budgets, Place, Verdict, fingerprint  # noqa: E402
from export.recipes.smoke import RECIPE  # noqa: E402
from export.verify import Level, Report  # noqa: E402

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
    bundle = open_bundle(tmp_path / "models" / "smoke", whole=True)
    assert open_bundle(tmp_path / "models" / "smoke", target="x86").nets  # with or without VNNI here
    assert bundle.card.recipe == fingerprint(RECIPE)
    things = Objects(bundle).see(Frame(Instant(0.0), draw(1000).pixels()))
    assert {thing.label for thing in things} <= set(LABELS)
    assert (disagreement(bundle) or 0.0) < 0.01
    assert disagreement(bundle) is not None


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


def test_files_that_only_another_machine_makes_are_not_thrown_away(tmp_path: Path):
    net = NetSpec({"x86": FileSpec("look.onnx", "0" * 64), "quantum": FileSpec("look-q.onnx", "0" * 64)}, (), ())
    (tmp_path / "card.toml").write_text(format_card(ModelCard("smoke", "objects", {"look": net})), encoding="utf-8")
    with pytest.raises(ExportError, match="files for quantum"):
        keeps_its_targets(Place(tmp_path, tmp_path, tmp_path))
    keeps_its_targets(Place(tmp_path, tmp_path, tmp_path / "nothing"))


def test_what_is_there_already_is_not_replaced_by_something_else(tmp_path: Path):
    out = tmp_path / "looker"
    out.mkdir()
    with pytest.raises(ExportError, match="is no bundle"):
        check_place(out, "looker")
    text = format_card(ModelCard("looker", "objects", {}))
    (out / "card.toml").write_text(text, encoding="utf-8")
    check_place(out, "looker", "objects")
    check_place(tmp_path / "nothing", "smoke")
    for name, task in (("smoke", "objects"), ("looker", "text-embedding")):
        with pytest.raises(ExportError, match="holds looker for objects: choose another --out"):
            check_place(out, name, task)
    with pytest.raises(ExportError, match="holds looker for objects"):
        export(RECIPE, Place(tmp_path, tmp_path / "work", out), lambda _: None)
    assert not (tmp_path / "work").exists(), "asked before anything is taught"


class Judged:
    """A recipe whose figure depends on the file of its first net."""

    budgets = Budgets(floors={"AP": 0.5}, loss=0.01)

    def judge(self, nets: Mapping[str, Net], served: object, place: object) -> Verdict:
        score = float(nets["look"]({"x": np.ones(1, np.float32)})["y"][0])
        return Verdict({"AP": score}, {"answer": {"cup": Threshold(score, 0.9, 0.8)}})


def scaling(factor: float) -> bytes:
    module = torch.nn.Linear(1, 1, bias=False)
    module.weight.data.fill_(factor)
    return convert(module, (TensorSpec("x", "float32", (1,)),), ("y",))


def test_of_the_fast_levels_the_first_that_loses_nothing_is_shipped():
    plain, lossy, good, slow = (
        Level("fp32", scaling(0.6), 0.0, 1.0),
        Level("int8", scaling(0.58), 0.1, 0.6, int8=True),
        Level("int8 but 4 layers", scaling(0.595), 0.1, 0.7, int8=True),
        Level("int8 but 8 layers", scaling(0.6), 0.1, 0.95, int8=True),
    )
    plain_verdict = Verdict({"AP": 0.6}, {"answer": {"cup": Threshold(0.605, 0.7, 0.8)}})
    report = Report({"look": [plain, good, lossy, slow]}, {"look": plain}, verdict=plain_verdict)
    said: list[str] = []
    place = Place(Path(), Path(), Path())
    assert fastest(Judged(), {"look": None}, report, place, said.append) is good  # type: ignore[arg-type,dict-item]
    assert [line.partition(": ")[2].partition(":")[0] for line in said] == ["int8", "int8 but 4 layers"]
    assert report.figures["int8_AP"] == pytest.approx(0.595, abs=1e-3)
    assert report.verdict.thresholds["answer"]["cup"] == Threshold(0.6, 0.8, 0.8), "the mean of both files'"
    report.missed.append("something")
    assert fastest(Judged(), {"look": None}, report, place, said.append) is None  # type: ignore[arg-type,dict-item]


def test_a_recipe_is_frozen_data_with_a_hash_of_its_own():
    other = dataclasses.replace(RECIPE, schedule=Schedule(views=1))
    assert fingerprint(RECIPE) == fingerprint(dataclasses.replace(RECIPE))
    assert fingerprint(RECIPE) != fingerprint(other)
    assert json.dumps(dataclasses.asdict(RECIPE), default=str)
