"""Average precision as COCO has it, and thresholds where precision and recall balance best."""

import numpy as np
import pytest

from edge.bundle.model_card import POOLED
from edge.messages import Box, Thing
from export.score import ENOUGH, Case, Truth, average_precision, overlaps, thresholds

HERE, THERE = Box(0.0, 0.0, 0.4, 0.4), Box(0.5, 0.5, 0.9, 0.9)
CUPS = frozenset({"cup"})


def cup(score: float, box: Box = HERE) -> Thing:
    return Thing("cup", score, box)


def case(*truth: Box | Truth, seen: tuple[Thing, ...] = (), judged: frozenset[str] = CUPS) -> Case:
    return Case(tuple(one if isinstance(one, Truth) else Truth("cup", one) for one in truth), seen, judged)


def precision(*cases: Case) -> tuple[float, float]:
    found = average_precision(cases)
    return found["AP"], found["AP50"]


def test_overlaps_are_shares_of_what_both_cover():
    boxes = np.array([HERE, Box(0.2, 0.0, 0.6, 0.4), THERE, Box(0.1, 0.1, 0.1, 0.1)])
    assert overlaps(boxes[:1], boxes)[0] == pytest.approx([1.0, 1 / 3, 0.0, 0.0])
    assert overlaps(boxes[3:], boxes[3:])[0, 0] == 0.0


def test_all_found_is_one_and_nothing_found_is_none():
    assert precision(case(HERE, THERE, seen=(cup(0.9), cup(0.8, THERE)))) == pytest.approx((1.0, 1.0))
    assert precision(case(HERE)) == (0.0, 0.0)
    assert average_precision([case()]) == {"AP": 0.0, "AP50": 0.0, "labels": 0.0}


def test_half_of_them_found_is_half():
    assert precision(case(HERE, THERE, seen=(cup(0.9),))) == pytest.approx((51 / 101, 51 / 101))


def test_a_false_one_that_is_surer_costs_and_one_that_is_not_does_not():
    wrong = Box(0.0, 0.5, 0.4, 0.9)
    assert precision(case(HERE, seen=(cup(0.9, wrong), cup(0.5)))) == pytest.approx((0.5, 0.5))
    assert precision(case(HERE, seen=(cup(0.9), cup(0.5, wrong)))) == pytest.approx((1.0, 1.0))


def test_one_box_is_taken_once():
    assert precision(case(HERE, THERE, seen=(cup(0.9), cup(0.8), cup(0.7, THERE))))[1] == pytest.approx(
        (51 + 50 * 2 / 3) / 101
    )


def test_a_box_that_is_a_little_off_counts_at_loose_overlaps_only():
    near = Box(0.0, 0.0, 0.4, 0.31)  # 0.775 of it
    assert precision(case(HERE, seen=(cup(0.9, near),))) == pytest.approx((0.6, 1.0))


def test_a_doubtful_one_is_neither_wanted_nor_punished():
    doubtful = Truth("cup", THERE, doubtful=True)
    assert precision(case(HERE, doubtful, seen=(cup(0.9, THERE), cup(0.5)))) == pytest.approx((1.0, 1.0))
    assert precision(case(HERE, doubtful, seen=(cup(0.5),))) == pytest.approx((1.0, 1.0))


def test_a_photo_counts_only_for_what_its_truth_is_complete_for():
    unjudged = case(seen=(cup(0.99, THERE),), judged=frozenset({"dog"}))
    assert precision(case(HERE, seen=(cup(0.5),)), unjudged) == pytest.approx((1.0, 1.0))
    judged = case(seen=(cup(0.99, THERE),))
    assert precision(case(HERE, seen=(cup(0.5),)), judged) == pytest.approx((0.5, 0.5))


def test_labels_count_alike():
    dog = Case((Truth("dog", HERE),), (), frozenset({"dog"}))
    found = average_precision([case(HERE, seen=(cup(0.9),)), dog])
    assert (found["AP50"], found["labels"]) == (pytest.approx(0.5), 2.0)


# ---------------------------------------------------------------------------------------------------------- thresholds


def test_an_answer_is_judged_by_photos_and_a_count_by_boxes():
    cases = [case(HERE, THERE, seen=(cup(0.9), cup(0.3, THERE))), case(seen=(cup(0.2),))]
    answer, count = (thresholds(cases, ["cup"], use)[POOLED] for use in ("answer", "count"))
    assert (answer.score, answer.precision, answer.recall) == (0.55, 1.0, 1.0)
    assert (count.score, count.precision, count.recall) == (0.25, 1.0, 1.0)


def test_the_balance_is_where_it_is_best():
    right = [case(HERE, seen=(cup(score),)) for score in (0.9, 0.8, 0.4)]
    wrong = [case(seen=(cup(score),)) for score in (0.7, 0.6, 0.5, 0.3)]
    found = thresholds([*right, *wrong], ["cup"], "answer")[POOLED]
    assert (found.score, found.precision, found.recall) == (0.75, 1.0, 0.667)


def test_doubtful_photos_and_unjudged_ones_are_left_out():
    doubtful = case(Truth("cup", HERE, doubtful=True), seen=(cup(0.95),))
    unjudged = case(seen=(cup(0.99),), judged=frozenset())
    for use in ("answer", "count"):
        found = thresholds([doubtful, unjudged, case(HERE, seen=(cup(0.8),))], ["cup"], use)[POOLED]
        assert (found.score, found.precision, found.recall) == (0.4, 1.0, 1.0)


def test_a_label_with_truth_enough_has_its_own():
    cases = [case(HERE, seen=(cup(0.6),)) for _ in range(ENOUGH)]
    assert set(thresholds(cases, ["cup", "dog"], "count")) == {POOLED, "cup"}
    assert set(thresholds(cases[1:], ["cup", "dog"], "count")) == {POOLED}


def test_without_anything_to_judge_by_it_is_half():
    assert thresholds([case(HERE)], ["cup"], "count")[POOLED].score == 0.5
    assert thresholds([], ["cup"], "answer")[POOLED].score == 0.5
