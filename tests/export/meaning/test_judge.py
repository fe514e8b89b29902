"""Figures of a model of meaning, worked out by hand on a few sentences."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")  # the tests of the export run where torch is

from edge.messages import Intent, Slot
from edge.understand.grasp import Grasped
from export.meaning.corpus import Corpus, kept_out
from export.meaning.judge import MeaningCase, calibration_error, figures, kept_out_cases, labelled, same, softness


def grasp(text: str, before: str) -> Grasped:
    sure = dict.fromkeys(Intent, 0.0) | {Intent.LOOK if "cup" in text else Intent.ACT: 1.0}
    return Grasped(
        sure, {"count": float("how" in text), "where": 0.5}, float("cup" in text), (Slot("thing", "red cup"),)
    )


def test_each_template_counts_the_same():
    cases = [MeaningCase("how many cups", "", "look", True, "count", (("thing", "the red cups"),), "a")] * 3
    cases.append(MeaningCase("find it", "", "look", True, "timer_set", None, "b"))
    found = figures(grasp, cases)
    assert (found["task"], found["intent"]) == (0.5, 0.75)
    assert found["slot_f1"] == 0.5, "of two words wanted and two told one is the same"
    assert found["camera_f1"] == pytest.approx(6 / 7)
    assert found["macro_f1"] == pytest.approx(6 / 7)


def test_tasks_that_values_decide_between_are_the_same():
    assert same("timer_set", "alarm_set")
    assert not same("timer_set", "timer_left")


def test_a_score_that_is_as_right_as_it_is_sure_has_no_error():
    right = np.array([True] * 80 + [False] * 20)
    assert calibration_error(np.full(100, 0.8), right) == pytest.approx(0.0)
    assert calibration_error(np.full(100, 1.0), right) == pytest.approx(0.2)


def test_shy_scores_are_made_surer_and_bold_ones_softer():
    truth = np.array([0] * 90 + [1] * 10)
    shy = np.tile([0.2, 0.0], (100, 1))
    assert softness(shy, truth) < 0.6
    assert softness(shy * 60, truth) > 2
    assert softness(np.where(np.arange(100) < 90, 0.2, -0.2), np.arange(100) < 90) < 0.6


def test_what_is_kept_out_is_drawn_the_same_each_time():
    first, again = (kept_out_cases(Corpus().fillers, 1) for _ in range(2))
    assert first == again
    assert all(kept_out(case.group) for case in first)


def test_labelled_lines_are_read(tmp_path: Path):
    path = tmp_path / "dev.jsonl"
    rows = [
        {"text": "a", "intent": "look"},
        {"text": "b", "task": "count", "slots": [["thing", "cup"]], "previous": "c"},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert labelled(path) == [
        MeaningCase("a", "", "look", None, None, None, "a"),
        MeaningCase("b", "c", None, None, "count", (("thing", "cup"),), "b"),
    ]
