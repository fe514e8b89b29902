"""Views of a photo keep its boxes on what they are around, and drop what nobody could see."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.messages import Pixels
from export.views import SMALLEST, Lesson, Wobble, view

STILL = Wobble(smallest=1.0, largest=1.0, colour=0.0, blur=0.0, four=0.0)


def lesson(box: tuple[float, float, float, float] = (0.4, 0.4, 0.6, 0.6), label: int = 1) -> Lesson:
    """A white box on black, at its very place."""
    pixels = np.zeros((100, 100, 3), np.uint8)
    x1, y1, x2, y2 = (round(value * 100) for value in box)
    pixels[y1:y2, x1:x2] = 255
    return Lesson(pixels, np.array([box], np.float32), np.array([label], np.int64))


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.booleans())
def test_a_box_stays_on_what_it_is_around(seed: int, fit: bool):
    wobble = Wobble(0.7, 1.6, colour=0.0, blur=0.0, turn=0.0, fit=fit)
    seen = view(np.random.default_rng(seed), [lesson()], (96, 64), wobble)
    assert seen.pixels.shape == (64, 96, 3)
    white = seen.pixels[..., 0] > 200
    if not len(seen.boxes) or not white.any():
        return
    rows, columns = np.flatnonzero(white.any(axis=1)), np.flatnonzero(white.any(axis=0))
    found = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert seen.boxes[0] == pytest.approx(found, abs=2.5)


def test_a_view_that_does_not_stray_is_the_photo_or_its_mirror():
    seen = view(np.random.default_rng(3), [lesson((0.1, 0.4, 0.3, 0.6))], (100, 100), STILL)
    left, right = seen.boxes[0][[0, 2]]
    assert min(abs(left - 10), abs(right - 90)) < 10  # its shape is stretched by a seventh at most
    assert seen.labels.tolist() == [1]


def test_four_lessons_are_four_quarters():
    lessons = [lesson(label=label) for label in range(4)]
    seen = view(np.random.default_rng(1), lessons, (128, 96), STILL)
    assert seen.pixels.shape == (96, 128, 3)
    assert seen.labels.tolist() == [0, 1, 2, 3]
    middles = (seen.boxes[:, :2] + seen.boxes[:, 2:]) / 2
    assert middles == pytest.approx(np.array([[32, 24], [96, 24], [32, 72], [96, 72]]), abs=8)


def test_what_is_small_or_mostly_outside_is_neither_taught_nor_punished():
    tiny = lesson((0.5, 0.5, 0.53, 0.53))
    seen = view(np.random.default_rng(0), [tiny], (100, 100), STILL)
    assert (seen.boxes[0, 2:] - seen.boxes[0, :2]).max() < SMALLEST
    assert seen.labels.tolist() == [-1]
    near = lesson((0.0, 0.0, 0.3, 0.3))
    labels = [
        view(np.random.default_rng(seed), [near], (100, 100), Wobble(2.0, 2.0, colour=0.0, blur=0.0)).labels.tolist()
        for seed in range(40)
    ]
    assert [-1] in labels, "cut by the rim"
    assert [] in labels, "outside"
    assert [1] in labels


def test_other_light_is_other_light_and_moves_no_box():
    plain, lit = (view(np.random.default_rng(5), [lesson()], (64, 64), wobble) for wobble in (STILL, Wobble(1, 1, 0.6)))
    assert np.array_equal(plain.boxes, lit.boxes)
    assert plain.pixels.shape == lit.pixels.shape
    grey = Lesson(np.full((20, 20, 3), 128, np.uint8), np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
    tones = {int(view(np.random.default_rng(n), [grey], (20, 20), Wobble(1, 1, 0.6)).pixels.mean()) for n in range(9)}
    assert len(tones) > 5


def test_a_photo_may_be_pixels_bytes_or_a_file(tmp_path):
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[..., 0] = 200
    _, data = cv2.imencode(".png", pixels[..., ::-1])
    (tmp_path / "p.png").write_bytes(data.tobytes())
    nothing = np.zeros((0, 4), np.float32), np.zeros(0, np.int64)
    for photo in (pixels, data.tobytes(), tmp_path / "p.png"):
        assert np.array_equal(Lesson(photo, *nothing).pixels(), pixels)


def test_a_photo_fills_the_view_or_keeps_its_shape():
    wide = Lesson(np.full((50, 100, 3), 255, np.uint8), np.zeros((0, 4), np.float32), np.zeros(0, np.int64))

    def height(*, fit: bool) -> float:
        """How much of the view's height the photo takes, in the mean."""
        wobble = Wobble(1.0, 1.0, colour=0.0, blur=0.0, fit=fit)
        seen = [view(np.random.default_rng(n), [wide], (100, 100), wobble).pixels for n in range(9)]
        return float(np.mean([(pixels[:, 50, 0] > 200).mean() for pixels in seen]))

    assert height(fit=False) > 0.9
    assert height(fit=True) == pytest.approx(0.5, abs=0.06)


def test_some_are_blurred_or_saved_badly_and_few_are_grey():
    red = np.zeros((64, 64, 3), np.uint8)
    red[:, 32:, 0] = 255
    split = Lesson(red, np.zeros((0, 4), np.float32), np.zeros(0, np.int64))

    def seen(blur: float) -> list[Pixels]:
        return [view(np.random.default_rng(n), [split], (64, 64), Wobble(1, 1, 0.0, blur)).pixels for n in range(60)]

    sharp, soft = (np.mean([len(np.unique(pixels[..., 0])) for pixels in seen(blur)]) for blur in (0.0, 1.0))
    assert soft > 1.5 * sharp
    grey = sum(bool((pixels[..., 0] == pixels[..., 1]).all()) for pixels in seen(0.0))
    assert 0 < grey < 12


def test_a_turned_box_is_drawn_around_the_turned_ellipse():
    wobble = Wobble(1.0, 1.0, colour=0.0, blur=0.0, four=0.0, turn=90.0)
    sizes = [view(np.random.default_rng(n), [lesson()], (100, 100), wobble).boxes[0] for n in range(20)]
    sides = np.array([box[2:] - box[:2] for box in sizes])
    assert sides == pytest.approx(20, rel=0.2), "a square stays a square: around the turned one it would be half larger"


def test_a_photo_without_anything_to_find_is_turned_in_quarters():
    left = np.zeros((60, 60, 3), np.uint8)
    left[:20] = 255
    empty = Lesson(left, np.zeros((0, 4), np.float32), np.zeros(0, np.int64))
    wobble = Wobble(1.0, 1.0, colour=0.0, blur=0.0, four=0.0, quarters=True)
    found = {
        int(np.argmax([p[:10].mean(), p[-10:].mean(), p[:, :10].mean(), p[:, -10:].mean()]))
        for p in (view(np.random.default_rng(n), [empty], (60, 60), wobble).pixels for n in range(30))
    }
    assert len(found) == 4


def test_poor_photos_are_other_photos_with_the_same_boxes():
    wobble = Wobble(1.0, 1.0, colour=0.0, blur=0.0, four=0.0, poor=1.0)
    seen = view(np.random.default_rng(1), [lesson()], (100, 100), wobble)
    assert seen.labels.tolist() == [1]
    assert not np.isin(seen.pixels, (0, 255)).all()
