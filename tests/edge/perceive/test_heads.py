"""What stands before and behind a detector: pictures into inputs, outputs into candidates, candidates into things."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from edge.messages import Array, Box, Frame, Thing
from edge.perceive.heads import HEADS, SURE, Candidates, Prepare, Suppression, grid, things
from tests.edge.perceive.fake_detector import CHOSEN, GFL, LETTERBOX, STRETCH, YOLOX, frame


def test_a_stretch_fills_the_input_and_knows_its_units():
    prepare = Prepare(STRETCH, "uint8")
    assert prepare(frame().pixels) == (1 / 64, 1 / 32)
    assert prepare.tensor.shape == (1, 3, 32, 64)
    assert prepare.tensor[0, :, 5, 5].tolist() == [200, 100, 50]


@pytest.mark.parametrize("way", [STRETCH, {**LETTERBOX, "height": 32, "fill": 200}])
def test_a_rim_that_fills_no_block_is_left_out_and_moves_no_box(way: dict[str, Any]):
    prepare = Prepare(way, "uint8")
    across, down = prepare(frame(70 + 1, 200 + 1).pixels)
    whole = Prepare(way, "uint8")(frame(70, 200).pixels)
    assert (across * 201, down * 71) == pytest.approx((whole[0] * 200, whole[1] * 70), rel=0.02)
    marked = frame(71, 201)
    marked.pixels[20:24, 100:104] = 0
    assert [n * unit for n, unit in zip(dark(prepare, marked), prepare(marked.pixels), strict=True)] == pytest.approx(
        [102 / 201, 22 / 71], abs=0.02
    )


def dark(prepare: Prepare, seen: Frame) -> tuple[float, float]:
    """Where the input is dark, in its pixels: across and down."""
    prepare(seen.pixels)
    weight = 200.0 - prepare.tensor[0, 0, :31, :63].clip(0, 200)
    rows, columns = np.mgrid[:31, :63] + 0.5
    return float((weight * columns).sum() / weight.sum()), float((weight * rows).sum() / weight.sum())


def test_bgr_turns_the_planes_around():
    prepare = Prepare({**STRETCH, "colours": "BGR"}, "uint8")
    prepare(frame().pixels)
    assert prepare.tensor[0, :, 5, 5].tolist() == [50, 100, 200]


@pytest.mark.parametrize(("colours", "mean"), [("RGB", (200.0, 100.0, 50.0)), ("BGR", (50.0, 100.0, 200.0))])
def test_means_and_deviations_are_in_the_order_of_the_planes(colours: str, mean: tuple[float, ...]):
    prepare = Prepare({**STRETCH, "colours": colours, "mean": mean, "std": (2.0, 4.0, 8.0)}, "float32")
    prepare(frame(colour=(200, 100, 50)).pixels)
    assert np.abs(prepare.tensor).max() < 1e-4
    prepare(frame(colour=(202, 102, 52)).pixels)
    assert prepare.tensor[0, :, 0, 0] == pytest.approx([1.0, 0.5, 0.25])


def test_a_letterbox_keeps_the_shape_and_fills_the_rest_even_after_a_larger_picture():
    prepare = Prepare(LETTERBOX, "uint8")
    prepare(frame(96, 96).pixels)
    unit = prepare(frame(48, 96).pixels)
    assert unit == pytest.approx((1 / 64, 1 / 32))
    assert prepare.tensor[0, 0, 31, 63] == 200
    assert prepare.tensor[0, 0, 32, 0] == 114
    assert unit[0] * 64 == pytest.approx(1.0)


def gfl_answer(place: int, reach: tuple[int, int, int, int], scores: tuple[float, float], count: int) -> Array:
    values = np.zeros((1, 2 + 32, count), np.float32)
    values[0, :2, place] = scores
    for side, distance in enumerate(reach):
        values[0, 2 + side * 8 + distance, place] = 50.0  # all of the distribution on one distance
    return values


def test_gfl_reads_distances_from_the_point_of_its_place():
    head = HEADS["gfl"](GFL, 64, 32)
    place = 2 * 8 + 3  # row 2, column 3 of the first level: the point (24, 16)
    found = head(gfl_answer(place, (1, 2, 3, 1), (0.1, 0.9), 32 + 8), 0.3)
    assert found.labels.tolist() == [1]
    assert found.scores == pytest.approx([0.9])
    np.testing.assert_allclose(found.boxes, [[24 - 8, 16 - 16, 24 + 24, 16 + 8]], atol=1e-3)


def test_yolox_reads_centre_and_log_size_and_multiplies_its_two_scores():
    head = HEADS["yolox"](YOLOX, 64, 32)
    values = np.zeros((1, 7, 32 + 8), np.float32)
    values[0, :, 32 + 5] = (0.5, 0.5, np.log(2), np.log(1), 0.8, 0.5, 0.1)  # second level: row 1, column 1
    found = head(values, 0.3)
    assert found.labels.tolist() == [0]
    assert found.scores == pytest.approx([0.4])
    np.testing.assert_allclose(found.boxes, [[24 - 16, 24 - 8, 24 + 16, 24 + 8]], atol=1e-3)


@pytest.mark.parametrize("name", ["gfl", "yolox"])
def test_places_may_come_first_or_last(name: str):
    head = HEADS[name]({"gfl": GFL, "yolox": YOLOX}[name], 64, 64)
    values = np.random.default_rng(0).uniform(0, 1, (1, 34 if name == "gfl" else 7, 80)).astype(np.float32)
    first, last = head(values.transpose(0, 2, 1), 0.2), head(values, 0.2)
    np.testing.assert_allclose(first.boxes, last.boxes, rtol=1e-5)
    assert len(first.scores) > 0


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 20).map(lambda n: n * 8), st.integers(1, 20).map(lambda n: n * 8))
def test_the_grid_has_a_place_for_every_cell_of_every_level(width: int, height: int):
    cells, strides = grid(width, height, (8, 16, 32))
    assert len(cells) == len(strides) == sum(-(-width // s) * -(-height // s) for s in (8, 16, 32))
    assert (cells[:, 0] * strides[:, 0] < width).all()
    assert (cells[:, 1] * strides[:, 0] < height).all()


def test_of_two_boxes_of_one_label_only_the_better_stays_and_of_two_labels_both():
    boxes = np.array([[0, 0, 10, 10], [1, 1, 10, 10], [0, 0, 10, 10]], np.float32)
    found = Candidates(boxes, np.array([0.5, 0.9, 0.4], np.float32), np.array([0, 0, 1], np.intp))
    seen = things(found, ("cup", "dog"), (0.1, 0.1), Suppression(0.6))
    assert [(t.label, round(t.score, 3)) for t in seen] == [("cup", 0.9), ("dog", 0.4)]


def test_boxes_end_at_the_frame_and_empty_ones_are_dropped():
    boxes = np.array([[-5, -5, 20, 5], [30, 30, 40, 40], [50, 50, 60, 60]], np.float32)
    found = Candidates(boxes, np.array([0.5, 0.9, 0.8], np.float32), np.array([0, 0, 0], np.intp))
    for agree in (1.0, 0.7):
        (only,) = things(found, ("cup",), (0.1, 0.1), Suppression(0.6, agree))
        assert tuple(only.box) == pytest.approx((0, 0, 1, 0.5))


def test_a_box_is_the_mean_of_those_that_agree_with_it_where_a_card_asks_for_that():
    boxes = np.array([[1, 1, 5, 5], [1, 1, 5, 5.5], [1, 1, 5, 5.5], [1, 1, 5, 9]], np.float32)
    found = Candidates(boxes, np.array([0.9, 0.8, 0.8, 0.7], np.float32), np.array([0, 0, 1, 0], np.intp))
    alone = things(found, ("cup", "dog"), (0.1, 0.1), Suppression(0.6))
    agreed = things(found, ("cup", "dog"), (0.1, 0.1), Suppression(0.6, agree=0.7))
    assert [t.score for t in alone] == [t.score for t in agreed]
    assert alone[0].box.y2 == pytest.approx(0.5)
    assert 0.5 < agreed[0].box.y2 < 0.55  # of its label and near; the far one has no say
    assert agreed[1].box == pytest.approx(alone[1].box)  # a dog is no cup
    doubtful = Candidates(boxes, found.scores / 10, found.labels)
    assert things(doubtful, ("cup", "dog"), (0.1, 0.1), Suppression(0.6, agree=0.7))[0].box == alone[0].box


def overlap(a: Box, b: Box) -> float:
    wide, high = min(a.x2, b.x2) - max(a.x1, b.x1), min(a.y2, b.y2) - max(a.y1, b.y1)
    shared = max(0.0, wide) * max(0.0, high)
    return shared / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - shared)


@pytest.mark.parametrize(
    "empty",
    [
        [(-0.2, 0.2, -0.1, 0.6), (0.3, -0.4, 0.7, -0.1)],
        [(0.9, 0.1, np.nan, 0.95)],
        [(np.nan, np.nan, np.nan, np.nan)],
        [(0.8, 0.8, 0.2, 0.2)],
        [(0.25, 0.25, 0.25, 0.25)],
    ],
    ids=["outside", "half a number", "no number", "inside out", "a point"],
)
def test_boxes_of_nothing_agree_with_none(empty: list[tuple[float, ...]]):
    good = (0.2, 0.2, 0.3, 0.3)
    for boxes in (empty, [*empty, good]):
        found = Candidates(np.array(boxes, np.float32), np.full(len(boxes), 0.9, np.float32), np.zeros(len(boxes), int))
        seen = things(found, ["cup"], (1.0, 1.0), Suppression(0.6, agree=0.7))
        assert [pytest.approx(good)] * (good in boxes) == [tuple(thing.box) for thing in seen]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_the_mean_is_what_it_would_be_box_by_box(seed: int, count: int):
    rng = np.random.default_rng(seed)
    low, size = rng.integers(0, 5, (count, 2)), rng.integers(1, 4, (count, 2))  # few places: many boxes agree
    boxes = (np.concatenate((low, low + size), 1) + rng.uniform(0, 0.2, (count, 4))).astype(np.float32)
    scores, kinds = rng.uniform(0.1, 1, count).astype(np.float32), rng.integers(0, 2, count)
    found = Candidates(boxes, scores, kinds)
    every = [Thing("ab"[k], float(s), Box(*map(float, b / 8))) for b, s, k in zip(boxes, scores, kinds, strict=True)]
    assume(all(abs(overlap(a.box, b.box) - 0.7) > 1e-4 for a in every for b in every))  # what rounding could decide
    alone = things(found, "ab", (1 / 8, 1 / 8), Suppression(0.6))
    agreed = things(found, "ab", (1 / 8, 1 / 8), Suppression(0.6, agree=0.7))
    for before, after in zip(alone, agreed, strict=True):
        near = [t for t in every if t.label == before.label and overlap(before.box, t.box) > 0.7]
        mean = np.average([t.box for t in near], axis=0, weights=[t.score for t in near])
        assert (after.label, after.score) == (before.label, before.score)
        np.testing.assert_allclose(after.box, mean if before.score >= SURE else before.box, atol=1e-5)


def test_chosen_rows_are_taken_as_they_are_from_a_score_on():
    rows = np.array([[[8, 0, 24, 32, 0.9, 1], [0, 0, 8, 8, 0.3, 0], [40, 0, 48, 8, np.nan, 0]]], np.float32)
    found = HEADS["chosen"](CHOSEN, 64, 32)(rows, 0.3)
    assert found.boxes.tolist() == [[8, 0, 24, 32], [0, 0, 8, 8]]
    assert (found.scores.tolist(), found.labels.tolist()) == (pytest.approx([0.9, 0.3]), [1, 0])


def test_of_a_crowd_no_face_is_lost_to_the_number_of_candidates():
    """150 faces with seven candidates each: all reach the suppression, the faintest as well."""
    head = HEADS["yolox"]({"strides": [8], "labels": ["face"]}, 8 * 50, 8 * 30)
    output = np.zeros((1, 50 * 30, 6), np.float32)
    output[0, :1050, 4] = np.linspace(1.0, 0.4, 1050)
    output[0, :1050, 5] = 1.0
    assert len(head(output, 0.5).scores) == (output[0, :, 4] >= 0.5).sum() == 875
