"""Colours are called what people call them, under other lights, in shade, in noise and in a box with background."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Array, Box
from edge.perceive.colours import EXAMPLES, USUAL, colour_of, name_colour

# What a panel of people would hardly argue about; none of these is one of the examples.
PLAIN = {
    "black": [(8, 8, 10), (22, 20, 21)],
    "white": [(250, 250, 248), (243, 245, 246)],
    "grey": [(120, 121, 119), (95, 96, 98)],
    "red": [(200, 20, 30), (215, 40, 45)],
    "orange": [(250, 140, 20), (240, 120, 30)],
    "yellow": [(250, 220, 20), (245, 230, 70)],
    "green": [(30, 140, 50), (60, 170, 70)],
    "blue": [(30, 70, 200), (50, 110, 220)],
    "purple": [(110, 40, 150), (130, 60, 180)],
    "pink": [(250, 130, 180), (245, 150, 190)],
    "brown": [(120, 70, 35), (110, 65, 40)],
}
PATCHES = [(name, colour) for name, colours in PLAIN.items() for colour in colours]


def patch(colour: tuple[int, int, int], seed: int = 0, noise: float = 6.0, size: int = 40) -> Array:
    grain = np.random.default_rng(seed).normal(0, noise, (size, size, 3))
    return np.clip(np.array(colour) + grain, 0, 255).astype(np.uint8)


def lit(pixels: Array, light: tuple[float, float, float]) -> Array:
    """The same under a light of this strength in red, green and blue (physical, so before gamma)."""
    return (np.clip((pixels / 255.0) ** 2.2 * light, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


@pytest.mark.parametrize(("name", "colour"), PATCHES)
def test_a_plain_patch(name: str, colour: tuple[int, int, int]) -> None:
    seen = name_colour(patch(colour))
    assert seen.basic == name
    assert seen.share > 0.8


@pytest.mark.parametrize(("name", "colour"), [p for p in PATCHES if p[0] not in ("white", "grey", "black", "brown")])
def test_shade_and_strong_light_keep_the_hue(name: str, colour: tuple[int, int, int]) -> None:
    slope = np.linspace(0.55, 1.2, 40)[None, :, None]  # a cylinder, lit from the side
    shaded = lit(patch(colour, noise=0), (1.0, 1.0, 1.0)) / 255.0
    pixels = (np.clip(shaded**2.2 * slope, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
    assert name_colour(pixels).basic == name


@pytest.mark.parametrize("light", [(1.2, 1.0, 0.75), (0.8, 1.0, 1.2), (0.6, 0.6, 0.6), (0.9, 1.1, 0.9)])
@pytest.mark.parametrize(("name", "colour"), [p for p in PATCHES if p[0] != "black"])
def test_a_white_wall_tells_about_the_light(
    name: str, colour: tuple[int, int, int], light: tuple[float, float, float]
) -> None:
    room = np.full((120, 120, 3), 238, np.uint8)
    room[40:80, 40:80] = patch(colour)
    assert colour_of(lit(room, light), Box(0.36, 0.36, 0.64, 0.64)).basic == name


def test_light_and_dark() -> None:
    names = {
        "dark blue": (15, 25, 80), "light blue": (160, 205, 240), "dark green": (10, 60, 20),
        "light green": (150, 235, 150), "dark red": (95, 5, 10), "light grey": (200, 200, 201),
        "dark grey": (62, 62, 64), "light brown": (205, 170, 125),
    }  # fmt: skip
    assert {name: name_colour(patch(rgb)).name for name, rgb in names.items()} == {name: name for name in names}


def test_the_middle_of_a_box_counts_for_more_than_its_edges() -> None:
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[:] = (40, 150, 60)
    y, x = np.mgrid[-1:1:100j, -1:1:100j]
    pixels[x**2 + y**2 < 0.72**2] = (220, 30, 40)  # a disc that covers 41 %: a thing in its box
    assert name_colour(pixels).basic == "red"
    assert colour_of(pixels, Box(0.0, 0.0, 0.2, 0.2)).basic == "green"


def test_a_noisy_dim_frame_has_no_invented_colour() -> None:
    assert name_colour(patch((128, 128, 128), noise=25.0)).basic == "grey"


@given(
    st.integers(1, 70), st.integers(1, 70), st.integers(0, 2**32 - 1),
    st.tuples(*[st.floats(-0.5, 1.5, allow_nan=False)] * 4),
)  # fmt: skip
def test_any_region_has_a_name(height: int, width: int, seed: int, sides: tuple[float, float, float, float]) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    box = Box(min(sides[0], sides[2]), min(sides[1], sides[3]), max(sides[0], sides[2]), max(sides[1], sides[3]))
    for seen in (name_colour(pixels), colour_of(pixels, box)):
        assert seen.basic in EXAMPLES
        assert 0 < seen.share <= 1 + 1e-6


def test_the_tables_agree() -> None:
    assert list(EXAMPLES) == list(USUAL)
    for name, codes in EXAMPLES.items():
        for code in codes.split():
            pixels = np.full((4, 4, 3), list(bytes.fromhex(code)), np.uint8)
            assert name_colour(pixels).basic == name
