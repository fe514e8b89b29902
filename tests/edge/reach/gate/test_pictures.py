"""A picture leaves with nothing of what must be hidden, or not at all."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from edge.flow import InlineLane
from edge.media.jpeg import encode, scale
from edge.messages import (
    Box,
    Frame,
    Instant,
    Pixels,
    Thing,
)  # fmt: skip
from edge.reach.gate.framing import WHOLE
from edge.reach.gate.pictures import GREY, Fit, Pictures, crop, destroy
from firmware_sim.clock import run_virtual


@given(
    st.lists(st.tuples(*[st.floats(-0.5, 1.5)] * 4), max_size=4),
    st.integers(1, 40),
    st.integers(1, 40),
)
def test_destroyed_means_that_one_colour_is_left(corners, width, height):
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    before = pixels.copy()
    boxes = [Box(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in corners]
    after = destroy(pixels, boxes)
    assert (pixels == before).all()
    for box in boxes[-1:]:
        x1, x2 = (int(np.clip(v * width, 0, width)) for v in (box.x1, box.x2))
        y1, y2 = (int(np.clip(v * height, 0, height)) for v in (box.y1, box.y2))
        area = after[y1:y2, x1:x2].reshape(-1, 3)
        assert len(np.unique(area, axis=0)) <= 1


def test_every_odd_shape_can_be_encoded():
    for shape in [(1, 1), (1, 4000), (4000, 1), (3, 7)]:
        pixels = np.zeros((*shape, 3), np.uint8)
        assert encode(scale(pixels, 768)).startswith(b"\xff\xd8")


def half(height: int = 60, width: int = 100) -> Pixels:
    """White on the left, black on the right."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = 255
    return pixels


def fit(pixels: Pixels, found: tuple[Thing, ...] = (), *, size: int = 1000, part: Box = WHOLE) -> Fit:
    pictures = Pictures(lambda _: found, InlineLane())
    return run_virtual(pictures.fit(Frame(Instant(0), pixels), size, part))


def seen(made: Fit) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return np.asarray(pixels[..., ::-1], np.uint8)


def test_what_is_found_is_grey_with_a_rim_and_counted():
    made = fit(half(), (Thing("face", 0.9, Box(0.1, 0.1, 0.35, 0.6)), Thing("face", 0.5, Box(0.7, 0.1, 0.8, 0.2))))
    assert made.blurred == {"face": 2}
    assert made.left_out == ""
    assert abs(seen(made)[8:34, 12:32].astype(int) - GREY).max() < 12
    grown = destroy(half(), [Box(0.1, 0.1, 0.35, 0.6)])
    assert (grown[5, 9:36] == GREY).all(), "a twenty-fifth of its size on every side"
    assert (grown[:, 40:50] == 255).all()


def test_of_a_part_only_what_is_in_it_is_told_and_the_edge_of_a_face_is_hidden_too():
    face = Thing("face", 0.9, Box(0.4, 0.0, 0.6, 1.0))
    made = fit(half(), (face, Thing("face", 0.9, Box(0.0, 0.0, 0.1, 0.1))), part=Box(0.5, 0.0, 1.0, 1.0))
    assert seen(made).shape == (60, 50, 3)
    assert made.blurred == {"face": 1}
    assert abs(seen(made)[:, :8].astype(int) - GREY).max() < 12
    assert seen(made)[:, 20:].max() < 12


def test_a_picture_is_made_smaller_and_never_larger():
    assert seen(fit(half(60, 100), size=50)).shape == (30, 50, 3)
    assert seen(fit(half(100, 60), size=50)).shape == (50, 30, 3)
    assert seen(fit(half(60, 100), size=100)).shape == (60, 100, 3)
    assert scale(half(), 200) is not None
    assert scale(half(), 200).shape == (60, 100, 3)
    assert scale(half(1000, 2), 10).shape == (10, 1, 3)


def test_a_part_is_cut_out_in_whole_pixels_and_is_never_nothing():
    assert crop(half(), Box(0.251, 0.0, 0.749, 0.5)).shape == (30, 50, 3)
    assert crop(half(), Box(0.0, 0.0, 0.0, 0.0)).shape == (1, 1, 3)


def test_where_hiding_is_in_doubt_there_is_no_picture():
    def crash(_: Frame) -> tuple[Thing, ...]:
        raise ZeroDivisionError

    frame = Frame(Instant(0), half())
    nobody, failing, late = (
        Pictures(redactor, InlineLane({"redact": seconds}))
        for redactor, seconds in ((None, 0.0), (crash, 0.0), (lambda _: (), 7.0))
    )
    assert run_virtual(nobody.fit(frame, 100)) == Fit(left_out="there is nothing here that could hide faces")
    assert run_virtual(failing.fit(frame, 100)) == Fit(left_out="hiding faces failed")
    assert run_virtual(late.fit(frame, 100)) == Fit(left_out="hiding faces took too long")
