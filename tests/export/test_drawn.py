"""Drawn lessons are the same for the same seed, with true boxes that do not hide each other."""

import numpy as np
import pytest

from export.drawn import LABELS, draw


def test_a_seed_is_a_picture():
    assert np.array_equal(draw(7).pixels(), draw(7).pixels())
    assert not np.array_equal(draw(7).pixels(), draw(8).pixels())
    assert draw(7, side=64).pixels().shape == (64, 64, 3)


@pytest.mark.parametrize("seed", range(30))
def test_boxes_lie_inside_apart_and_around_what_is_drawn(seed: int):
    lesson = draw(seed)
    pixels = lesson.pixels()
    assert 1 <= len(lesson.boxes) == len(lesson.labels) <= 3
    assert lesson.boxes.min() >= 0
    assert lesson.boxes.max() <= 1
    assert set(lesson.labels.tolist()) <= set(range(len(LABELS)))
    for index, box in enumerate(lesson.boxes):
        x1, y1, x2, y2 = (round(float(value) * 128) for value in box)
        middle = pixels[(y1 + y2) // 2, (x1 + x2) // 2]
        assert set(middle.tolist()) <= {0, 30, 220, 255}, "the colour of a shape, which noise never has"
        for other in lesson.boxes[index + 1 :]:
            assert (box[:2] > other[2:]).any() or (other[:2] > box[2:]).any()


def test_all_shapes_come_about():
    assert {int(label) for seed in range(30) for label in draw(seed).labels} == {0, 1, 2}


@pytest.mark.parametrize(("label", "share"), [(0, np.pi / 4), (1, 1.0), (2, 0.5)])
def test_a_shape_fills_as_much_of_its_box_as_such_a_shape_does(label: int, share: float):
    shares = []
    for seed in range(40):
        lesson = draw(seed)
        for box, kind in zip(lesson.boxes, lesson.labels, strict=True):
            x1, y1, x2, y2 = (round(float(value) * 128) for value in box)
            inside = lesson.pixels()[y1:y2, x1:x2]
            colour = inside[(y2 - y1) // 2, (x2 - x1) // 2]
            shares += [float((inside == colour).all(axis=2).mean())] * int(kind == label)
    assert np.mean(shares) == pytest.approx(share, abs=0.06)
