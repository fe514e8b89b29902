"""Lines of text are found where they are, cut out level, and put into the order in which people read."""

import cv2
import numpy as np
import pytest

from edge.messages import Array
from edge.perceive import textlines


def test_a_heart_grows_back_to_its_line() -> None:
    chance = np.zeros((100, 200), np.float32)
    chance[40:50, 50:150] = 0.9
    (quad,) = textlines.quads(chance, 200, 400)  # a frame twice the size of the map
    left, top = quad.min(0) / 2
    right, bottom = quad.max(0) / 2
    assert (left, top) < (48, 38)
    assert (right, bottom) > (152, 52)
    assert 20 < bottom - top < 36
    assert quad[0].tolist() == quad.min(0).tolist()


def test_faint_and_tiny_hearts_are_none() -> None:
    chance = np.zeros((100, 200), np.float32)
    chance[10:20, 10:100] = 0.4
    chance[50:51, 50:51] = 1.0
    assert textlines.quads(chance, 100, 200) == []


@pytest.mark.parametrize("angle", [-30, -10, 0, 10, 30])
def test_a_slanted_line_is_cut_out_level(angle: float) -> None:
    pixels = np.zeros((300, 300, 3), np.uint8)
    box = cv2.boxPoints(((150, 150), (160, 30), angle))
    cv2.fillPoly(pixels, [box.astype(np.int32)], (255, 255, 255))
    chance = pixels[..., 0].astype(np.float32) / 255
    (quad,) = textlines.quads(chance, 300, 300)
    line = textlines.cut(pixels, quad, -0.3)
    assert line.shape[1] > 3 * line.shape[0]
    assert line.mean() > 230


def test_a_standing_line_is_laid_down() -> None:
    quad = np.array([[10, 10], [30, 10], [30, 110], [10, 110]], np.float32)
    assert textlines.cut(np.zeros((120, 60, 3), np.uint8), quad).shape == (20, 100, 3)


def at(left: float, top: float, height: float = 10.0) -> Array:
    return np.array([[left, top], [left + 30, top], [left + 30, top + height], [left, top + height]], np.float32)


def test_lines_are_read_downwards_and_what_stands_beside_each_other_from_left_to_right() -> None:
    right, left, below = at(200, 10), at(10, 13), at(10, 30)
    assert [quad[0].tolist() for quad in textlines.reading_order([below, right, left])] == [
        [10, 13], [200, 10], [10, 30],
    ]  # fmt: skip
    assert textlines.reading_order([]) == []
    step = at(10, 16)  # more than half a line lower: a line of its own
    assert [quad[0].tolist() for quad in textlines.reading_order([step, right])] == [[200, 10], [10, 16]]


@pytest.mark.parametrize(
    ("frame", "size"),
    [((368, 736), (736, 1472)), ((736, 1000), (736, 992)), ((1000, 4000), (512, 1984)), ((4, 900), (32, 1984))],
)
def test_the_finders_picture_is_large_enough_for_letters_and_bounded(
    frame: tuple[int, int], size: tuple[int, int]
) -> None:
    prepared = textlines.prepare(np.full((*frame, 3), 255, np.uint8))
    assert prepared.shape == (1, 3, *size)
    assert prepared.max() == 1.0


def test_the_finder_is_given_blue_first() -> None:
    red = np.zeros((64, 64, 3), np.uint8)
    red[..., 0] = 255
    assert textlines.prepare(red)[0, :, 5, 5].tolist() == [-1.0, -1.0, 1.0]


def test_a_heart_that_is_sure_in_places_only_is_none() -> None:
    chance = np.zeros((100, 200), np.float32)
    chance[40:50, 50:150] = 0.35
    chance[40:50, 50:70] = 0.9
    assert textlines.quads(chance, 100, 200) == []


def test_a_margin_moves_the_sides_out_by_line_heights() -> None:
    pixels = np.zeros((60, 120, 3), np.uint8)
    quad = at(40, 20)
    assert textlines.cut(pixels, quad).shape == (10, 30, 3)
    assert textlines.cut(pixels, quad, 0.5).shape == (20, 40, 3)


def test_a_heart_that_is_thin_is_none_however_sure() -> None:
    chance = np.zeros((100, 200), np.float32)
    chance[50:52, 20:180] = 1.0
    assert textlines.quads(chance, 100, 200) == []
    chance[50:56, 20:180] = 1.0
    assert len(textlines.quads(chance, 100, 200)) == 1
