"""What is drawn onto a picture is legible, stays inside, and hides nothing else."""

import numpy as np
import pytest

from edge.media.draw import DARK, LEGIBLE, REDACTIONS, TEXTS, THINGS, Plate, draw
from edge.messages import Array, Box, Code, Point, Quad, Scene, Text, Thing


def quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return Quad(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


def has(pixels: Array, colour: tuple[int, int, int]) -> bool:
    return bool((pixels == colour).all(axis=2).any())


@pytest.mark.parametrize("size", [(1, 1), (40, 700), (900, 1200)])
def test_a_drawing_stays_inside_and_leaves_the_photo_alone(size: tuple[int, int]) -> None:
    pixels = np.full((*size, 3), 90, np.uint8)
    scene = Scene(
        None,
        (Thing("cup", 0.9, Box(0, 0, 1, 1)), Thing("cat", 0.05, Box(0.2, 0.2, 0.3, 0.3))),
        (Text("a very long line of text that no plate could ever hold", 1.0, quad(0.9, 0.9, 1.0, 1.0)),),
        (Code("qrcode", "x", quad(0.1, 0.1, 0.2, 0.2)),),
    )
    drawn = draw(pixels, scene, [("face", Box(0.4, 0.4, 0.6, 0.6))], least=0.3)
    assert max(drawn.shape) == max(LEGIBLE, *size)
    assert (pixels == 90).all()
    if size == (900, 1200):
        assert has(drawn, TEXTS)
        assert has(drawn, REDACTIONS)
        assert drawn.shape == pixels.shape
        assert (drawn[450, 600] < 40).all()
        assert (drawn[225, 300] == 90).all()  # a cat that nobody is sure of


def test_no_plate_hides_another() -> None:
    things = tuple(Thing(f"thing {n}", 0.9, Box(0.1, 0.1 + n / 1000, 0.5, 0.5)) for n in range(6))
    drawn = draw(np.full((900, 1200, 3), 90, np.uint8), Scene(None, things))
    one = (draw(np.full((900, 1200, 3), 90, np.uint8), Scene(None, things[:1])) == THINGS).all(axis=2).sum()
    assert (drawn == THINGS).all(axis=2).sum() > 3 * one


def test_a_redaction_covers_all_of_its_box_and_nothing_else() -> None:
    pixels = np.full((900, 1200, 3), 90, np.uint8)
    drawn = draw(pixels, Scene(None), [("face", Box(0.25, 0.5, 0.5, 0.75))])
    inside = drawn[475:650, 320:580]
    assert (inside == DARK).all()
    assert (drawn[700:, :] == 90).all()
    assert (drawn[:, 700:] == 90).all()


def test_things_are_drawn_from_their_least_score_on() -> None:
    pixels = np.full((900, 1200, 3), 90, np.uint8)
    scene = Scene(None, (Thing("cup", 0.3, Box(0.2, 0.2, 0.6, 0.6)),))
    assert has(draw(pixels, scene, least=0.3), THINGS)
    assert (draw(pixels, scene, least=0.31) == 90).all()


def test_a_plate_at_the_rim_is_moved_inside() -> None:
    pixels = np.full((900, 1200, 3), 90, np.uint8)
    middle, rim = (
        (draw(pixels, Scene(None, (Thing("a thing", 0.9, box),))) == THINGS).all(axis=2).sum()
        for box in (Box(0.4, 0.4, 0.41, 0.41), Box(0.99, 0.0, 1.0, 0.01))
    )
    assert rim == pytest.approx(middle, rel=0.1)


def test_plates_meet_when_they_share_room_and_not_when_they_touch() -> None:
    plate = Plate(10, 10, 30, 20, 2)
    assert plate.meets(plate)
    assert plate.meets(Plate(29, 19, 50, 40, 2))
    for apart in (Plate(30, 10, 50, 20, 2), Plate(0, 10, 10, 20, 2), Plate(10, 20, 30, 30, 2), Plate(10, 0, 30, 10, 2)):
        assert not plate.meets(apart)
        assert not apart.meets(plate)


def test_a_small_photo_is_enlarged_and_a_large_one_keeps_its_size() -> None:
    assert draw(np.zeros((10, 20, 3), np.uint8), Scene(None)).shape == (LEGIBLE // 2, LEGIBLE, 3)
    assert draw(np.zeros((LEGIBLE + 1, 4, 3), np.uint8), Scene(None)).shape == (LEGIBLE + 1, 4, 3)
