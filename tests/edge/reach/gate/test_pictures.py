"""A picture leaves with nothing of what must be hidden, or not at all."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.flow import InlineLane
from edge.media.jpeg import encode, scale
from edge.messages import (
    Box,
    Code,
    Frame,
    Instant,
    Pixels,
    Point,
    Quad,
    Text,
    Thing,
)
from edge.reach.gate.framing import WHOLE
from edge.reach.gate.mask import Masker
from edge.reach.gate.pictures import GREY, Fit, Outgoing, Pictures, crop, destroy, paint_over
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
    pictures = Pictures(lambda _: found, InlineLane(), lambda _: (), lambda _: ())
    return run_virtual(pictures.fit(Outgoing(Frame(Instant(0), pixels), size, part), Masker()))


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


def crash(_: Frame) -> tuple[()]:
    raise ZeroDivisionError


def nothing(_: Frame) -> tuple[()]:
    return ()


def test_where_hiding_is_in_doubt_there_is_no_picture():
    frame = Outgoing(Frame(Instant(0), half()), 100)
    nobody, failing, late = (
        Pictures(redactor, InlineLane({"redact": seconds}), nothing, nothing)
        for redactor, seconds in ((None, 0.0), (crash, 0.0), (nothing, 7.0))
    )
    assert run_virtual(nobody.fit(frame, Masker())) == Fit(left_out="there is nothing here that could hide faces")
    assert run_virtual(failing.fit(frame, Masker(), unread=True)) == Fit(left_out="hiding faces failed")
    assert run_virtual(late.fit(frame, Masker(), unread=True)) == Fit(left_out="hiding faces took too long")


UNREAD = "reading what is written in it"


@pytest.mark.parametrize(
    ("texts", "codes", "seconds", "why"),
    [
        (crash, nothing, 0.0, f"{UNREAD} failed"),
        (nothing, crash, 0.0, f"{UNREAD} failed"),
        (None, nothing, 0.0, f"{UNREAD} failed"),
        (nothing, None, 0.0, f"{UNREAD} failed"),
        (nothing, nothing, 7.0, f"{UNREAD} took too long"),
    ],
)
def test_where_nothing_could_be_read_there_is_no_picture_unless_the_wearer_wants_it(texts, codes, seconds, why):
    face = Thing("face", 0.9, Box(0.1, 0.1, 0.35, 0.6))
    pictures = Pictures(lambda _: (face,), InlineLane({"read": seconds}), texts, codes, within=6.0)
    wanted = Outgoing(Frame(Instant(0), half()), 100)
    assert run_virtual(pictures.fit(wanted, Masker())) == Fit(left_out=why)
    if not seconds:
        assert run_virtual(pictures.fit(wanted, Masker(), unread=True)).blurred == {"face": 1}


def quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return Quad(Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom))


CARD = (
    Text("valid until 09/29", 0.9, quad(0.1, 0.1, 0.5, 0.2)),
    Text("4111 1111", 0.9, quad(0.1, 0.3, 0.5, 0.4)),
    Text("1111 1111", 0.9, quad(0.1, 0.5, 0.5, 0.6)),
    Text("ask Anna", 0.9, quad(0.1, 0.7, 0.5, 0.8)),
)
WIFI = Code("qrcode", "WIFI:T:WPA;S:home;P:hunter2;;", quad(0.6, 0.1, 0.9, 0.4))
PAYS = Code("qrcode", "BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross\nBE72000000001616\nEUR1", quad(0.6, 0.5, 0.9, 0.6))
LINK = Code("qrcode", "https://example.com", quad(0.6, 0.7, 0.9, 0.9))


def test_what_the_masks_would_mask_is_grey_in_the_picture_and_all_else_is_as_it_was():
    white = np.full((200, 200, 3), 255, np.uint8)
    pictures = Pictures(nothing, InlineLane(), lambda _: CARD, lambda _: (WIFI, PAYS, LINK))
    made = run_virtual(pictures.fit(Outgoing(Frame(Instant(0), white), 1000), Masker(["Anna"])))
    assert made.blurred == {"text": 3, "code": 2}
    grey = (abs(seen(made).astype(int) - GREY) < 12).all(axis=2)
    for one, hidden in (*zip(CARD, (False, True, True, True), strict=True), (WIFI, True), (PAYS, True), (LINK, False)):
        x, y = one.quad.a
        inside = grey[round(y * 200) : round(one.quad.c.y * 200), round(x * 200) : round(one.quad.c.x * 200)]
        assert inside.mean() == (1.0 if hidden else 0.0)
    assert grey.mean() < 0.5


def test_what_was_read_before_is_not_read_again_and_of_a_part_only_what_is_in_it_is_told():
    pictures = Pictures(nothing, InlineLane(), crash, crash)
    wanted = Outgoing(Frame(Instant(0), half()), 1000, Box(0.5, 0.0, 1.0, 1.0), CARD, (WIFI, LINK))
    assert run_virtual(pictures.fit(wanted, Masker())).blurred == {"code": 1}


@given(st.lists(st.tuples(*[st.floats(-0.5, 1.5)] * 8), max_size=3), st.integers(1, 60), st.integers(1, 60))
def test_any_quad_can_be_painted_over_and_its_middle_is_grey(corners, width, height):
    pixels = np.zeros((height, width, 3), np.uint8)
    quads = [Quad(*(Point(*c[n : n + 2]) for n in range(0, 8, 2))) for c in corners]
    paint_over(pixels, quads)
    for one in quads:
        x, y = (int(sum(corner[n] for corner in one) / 4 * side) for n, side in enumerate((width, height)))
        if 0 <= x < width and 0 <= y < height:
            assert (pixels[y, x] == GREY).all()
