"""Where boxes lie, by themselves and beside each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Thing
from edge.skills.view.places import RELATIONS, apart, at, between, side_of, within
from tests.edge.skills.view.scenes import boxed, thing


@pytest.mark.parametrize(
    ("x", "side"), [(0.1, "left"), (0.33, "left"), (0.34, "middle"), (0.66, "middle"), (0.67, "right")]
)
def test_a_side_is_a_third_of_the_picture(x: float, side: str):
    assert side_of(thing("dog", x=x)) == side
    assert at(thing("dog", x=x), side)


@pytest.mark.parametrize(("y", "side"), [(0.1, "top"), (0.7, "bottom")])
def test_top_and_bottom_are_halves(y: float, side: str):
    assert at(boxed("dog", 0.0, y, 0.2, y + 0.2), side)


TABLE = boxed("dining table", 0.2, 0.5, 0.8, 1.0)


@pytest.mark.parametrize(
    ("relation", "box", "holds"),
    [
        ("on", (0.4, 0.3, 0.5, 0.6), True),
        ("on", (0.4, 0.1, 0.5, 0.3), False),
        ("on", (0.85, 0.3, 0.95, 0.6), False),
        ("on", (0.0, 0.0, 1.0, 0.9), False),
        ("above", (0.4, 0.1, 0.5, 0.3), True),
        ("above", (0.4, 0.6, 0.5, 0.8), False),
        ("under", (0.4, 0.9, 0.5, 1.05), True),
        ("in", (0.4, 0.6, 0.5, 0.8), True),
        ("in", (0.1, 0.6, 0.5, 0.8), False),
        ("next_to", (0.85, 0.5, 0.95, 0.7), True),
        ("next_to", (0.0, 0.0, 0.05, 0.1), False),
        ("left_of", (0.0, 0.5, 0.1, 0.7), True),
        ("right_of", (0.0, 0.5, 0.1, 0.7), False),
    ],
)
def test_how_a_box_lies_to_a_table(relation: str, box: tuple[float, float, float, float], holds: bool):
    assert RELATIONS[relation](boxed("cup", *box), TABLE) is holds


def test_between_two_is_what_lies_across_from_one_to_the_other():
    left, right = thing("cup", x=0.1), thing("cup", x=0.9)
    assert between(thing("dog", x=0.5), right, left)
    assert not between(thing("dog", x=0.95), left, right)


def test_an_unsure_box_within_a_surer_one_of_its_label_is_the_same_thing():
    big, small = boxed("sheep", 0.0, 0.0, 0.5, 0.5, 0.8), boxed("sheep", 0.1, 0.1, 0.3, 0.3, 0.5)
    assert apart([big, small]) == [big]
    assert apart([big, boxed("dog", 0.1, 0.1, 0.3, 0.3, 0.5)]) == [big, boxed("dog", 0.1, 0.1, 0.3, 0.3, 0.5)]
    assert apart([big, boxed("sheep", 0.4, 0.1, 0.7, 0.3, 0.5)])[1:]


@given(st.lists(st.builds(thing, st.sampled_from(["dog", "cat"]), st.floats(0, 1), st.floats(0.1, 0.9)), max_size=9))
def test_of_each_label_something_stays(things: list[Thing]):
    kept = apart(things)
    assert {one.label for one in kept} == {one.label for one in things}
    assert all(within(one, one) for one in kept)
