"""Of boxes of one thing the best stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Box, Thing
from edge.perceive.boxes import distinct, shared

fractions = st.floats(0, 1, allow_nan=False)


boxes = st.builds(
    lambda x, y, w, h: Box(x, y, min(1.0, x + w), min(1.0, y + h)), fractions, fractions, fractions, fractions
)


@given(st.lists(st.builds(Thing, st.sampled_from(["face", "license plate"]), fractions, boxes), max_size=12))
def test_every_dropped_box_is_mostly_under_a_better_one_that_stays(seen: list[Thing]):
    kept = distinct(seen)
    for thing in seen:
        if thing not in kept:
            assert any(k.label == thing.label and k.score >= thing.score and shared(k.box, thing.box) > 0 for k in kept)


@pytest.mark.parametrize(
    ("other", "share"),
    [
        (Box(0.2, 0.2, 0.4, 0.4), 1.0),
        (Box(0.2, 0.2, 0.3, 0.4), 1.0),
        (Box(0.3, 0.2, 0.5, 0.4), 0.5),
        (Box(0.3, 0.3, 0.5, 0.5), 0.25),
        (Box(0.4, 0.2, 0.6, 0.4), 0.0),
        (Box(0.6, 0.6, 0.8, 0.8), 0.0),
        (Box(0.3, 0.3, 0.3, 0.3), 0.0),
    ],
)
def test_what_two_boxes_share_is_a_part_of_the_smaller(other: Box, share: float):
    one = Box(0.2, 0.2, 0.4, 0.4)
    assert shared(one, other) == pytest.approx(share)
    assert shared(other, one) == pytest.approx(share)


def test_the_better_of_one_label_stays_and_other_labels_are_left_alone():
    good, worse = Thing("face", 0.9, Box(0.0, 0.0, 0.4, 0.4)), Thing("face", 0.5, Box(0.1, 0.0, 0.5, 0.4))
    beside, other = Thing("face", 0.6, Box(0.3, 0.0, 0.7, 0.4)), Thing("cup", 0.4, Box(0.0, 0.0, 0.4, 0.4))
    assert distinct([worse, other, beside, good]) == [good, beside, other]
