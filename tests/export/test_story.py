"""The story of a model tells every figure, level and threshold, and draws how it learned."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from edge.bundle.model_card import Threshold
from export.distil import TrainingProgress
from export.recipe import Place, Verdict
from export.recipes.looker import RECIPE
from export.story import HEIGHT, WIDTH, curve, tell
from export.verify import Level, Report

pytestmark = pytest.mark.torch


def points(losses: list[tuple[int, float]]) -> list[tuple[float, float]]:
    told = curve(TrainingProgress(curve=losses))
    (line,) = re.findall(r'<polyline points="([^"]*)"', told)
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]


def test_a_curve_falls_from_its_highest_to_its_lowest_and_stays_inside():
    found = points([(0, 4.0), (50, 1.0), (100, 2.0)])
    assert [x for x, _ in found] == sorted(x for x, _ in found)
    assert found[0][1] < found[2][1] < found[1][1], "down is lower"
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)
    assert "loss over 100 steps" in curve(TrainingProgress(curve=[(100, 2.0)]))


def test_a_run_that_learned_nothing_has_a_curve_too():
    assert "NaN" not in curve(TrainingProgress(curve=[])).replace("nan", "NaN")
    assert len(points([(0, 1.0), (9, 1.0)])) == 2


def test_it_tells_all_that_was_measured(tmp_path: Path):
    plain, small = Level("fp32", b"x" * 900, 0.0, 1.0), Level("int8", b"x" * 300, 0.05, 0.5, int8=True)
    rows = {"answer": {"*": Threshold(0.31, 0.812, 0.71), "cup": Threshold(0.42, 0.0, 0.0)}}
    report = Report({"look": [plain, small]}, {"look": plain}, verdict=Verdict({}, rows))
    report.int8["look"] = small
    report.figures["voc_AP50"] = 0.4321
    report.missed.append("AP50 is 0.43")
    recipe = replace(RECIPE, gallery=())
    files = tell(
        recipe, Place(tmp_path, tmp_path, tmp_path), report, TrainingProgress(curve=[(0, 2.0), (9, 1.0)]), lambda _: []
    )
    text = files["MODEL.md"].decode()
    assert set(files) == {"MODEL.md", "curve.svg", "failures.jpg"}
    for line in (
        "| voc AP50 | 0.4321 |",
        "- AP50 is 0.43",
        "| look | fp32 (shipped) | 900 | 0 | 1.00 |",
        "| look | int8 (shipped) | 300 | 0.05 | 0.50 |",
        "| answer | pooled over all labels | 0.310 | 0.812 | 0.710 |",
        "| answer | cup | 0.420 | - | - |",
    ):
        assert line in text
    assert recipe.start.sha256 in text
    report.missed.clear()
    told = tell(recipe, Place(tmp_path, tmp_path, tmp_path), report, TrainingProgress(curve=[(0, 2.0)]), lambda _: [])
    assert b"No budget was missed." in told["MODEL.md"]
