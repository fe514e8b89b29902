"""What the wearer sees: legible, green, and nothing where there is nothing to say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Card, Size
from firmware_sim.devices.screen import GREEN, Glass, over, render

lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def test_an_empty_card_is_a_dark_display():
    assert not render(Card("")).any()


@given(st.builds(Card, lines, st.lists(lines, max_size=8).map(tuple)))
def test_any_card_is_one_green_and_stays_on_the_display(card: Card):
    shown = render(card)
    assert shown.shape == (360, 640, 3)
    assert not shown[:, :8].any()
    red, green, blue = (shown[:, :, n].astype(int) for n in range(3))
    assert (abs(red * GREEN[1] - green * GREEN[0]) <= 512).all()
    assert (abs(blue * GREEN[1] - green * GREEN[2]) <= 512).all()


def test_words_can_be_told_apart():
    one, other = render(Card("Glint", ("I see a cup.",))), render(Card("Glint", ("I see a cat.",)))
    assert (one != other).any()
    assert (one.max(axis=2) > 200).sum() > 300  # bright pixels: letters, not smears


def test_a_line_too_long_is_made_smaller_and_not_cut_off():
    shown = render(Card("", ("W" * 60,)))
    columns = np.flatnonzero(shown.max(axis=(0, 2)) > 100)
    assert columns[-1] < 640 - 640 // 24 + 4


@pytest.mark.parametrize("glass", [Glass(), Glass(320, 200, Size(30, 4))])
def test_light_is_added_to_the_world(glass: Glass):
    world = np.full((75, 100, 3), 120, np.uint8)
    seen = over(Card("Glint", ("hello",)), world, glass)
    assert seen.shape == (glass.height, glass.width, 3)
    assert seen.min() >= 60
    assert seen.max() == 255


@pytest.mark.parametrize("text", ["\udcff", "a\udcffb\ud800", "a\0b", "\x1b[2J", "\U0001f600 咖啡"])
def test_what_is_no_character_is_shown_as_something_and_breaks_nothing(text: str):
    assert render(Card(text, (text, "x"))).max() > 200
