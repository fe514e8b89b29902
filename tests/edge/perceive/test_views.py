"""Every view knows the way back to its picture, and light, noise and blur are told apart."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.messages import Box, Pixels
from edge.perceive.views import blur, blurred, gain, halves, lit, noise, part, sharpened, tiled, tilted, turned, whole


def patched(width: int = 320, height: int = 240) -> tuple[Pixels, Box]:
    """A picture with one red patch, and where that is."""
    pixels = np.zeros((height, width, 3), np.uint8)
    box = Box(0.25, 0.5, 0.375, 0.75)
    pixels[round(box.y1 * height) : round(box.y2 * height), round(box.x1 * width) : round(box.x2 * width), 0] = 255
    return pixels, box


def found(pixels: Pixels) -> Box:
    """Where the patch is in what is seen."""
    rows, columns = np.nonzero(pixels[..., 0] > 127)
    height, width = pixels.shape[:2]
    return Box(columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)


@pytest.mark.parametrize("size", [(320, 240), (240, 320), (1600, 900), (64, 64)])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_turned_view_leads_back_exactly(size, degrees):
    pixels, box = patched(*size)
    view = turned(whole(pixels), degrees)
    assert view.box(found(view.pixels), *size) == pytest.approx(box, abs=0.01)


@pytest.mark.parametrize("degrees", [-30, 30, 60, 120, 300])
def test_of_a_tilted_view_the_box_around_leads_back(degrees):
    pixels, box = patched(1600, 900)
    view = tilted(pixels, degrees)
    assert max(view.pixels.shape[:2]) == pytest.approx(640, abs=2)
    back = view.box(found(view.pixels), 1600, 900)
    assert back.x1 < box.x1 < box.x2 < back.x2
    assert back.y1 < box.y1 < box.y2 < back.y2
    assert (back.x1 + back.x2, back.y1 + back.y2) == pytest.approx((box.x1 + box.x2, box.y1 + box.y2), abs=0.03)


def test_tiles_and_parts_lead_back_too():
    pixels, box = patched()
    canvas, tiles = tiled([turned(whole(pixels), turn) for turn in (0, 90, 180, 270)], 160, 114)
    assert canvas.shape == (320, 320, 3)
    for n, tile in enumerate(tiles):
        alone = np.zeros_like(canvas)
        left, top = n % 2 * 160, n // 2 * 160
        alone[top : top + 160, left : left + 160] = canvas[top : top + 160, left : left + 160]
        alone[(canvas == 114).all(axis=2)] = 0
        assert tile.box(found(alone), 320, 240) == pytest.approx(box, abs=0.02)
    cut = part(pixels, Box(0.125, 0.25, 0.875, 1.0))
    assert cut.box(found(cut.pixels), 320, 240) == pytest.approx(box, abs=0.01)


@pytest.mark.parametrize(("width", "height"), [(1000, 1200), (1200, 1000), (2000, 1)])
def test_halves_of_a_large_picture_cover_it_and_overlap(width, height):
    pixels = np.zeros((height, width, 3), np.uint8)
    covered = np.zeros((50, 50), int)
    for one in halves(pixels, 960, 0.6):
        covered[round(one.y1 * 50) : round(one.y2 * 50), round(one.x1 * 50) : round(one.x2 * 50)] += 1
    assert covered.min() == 1
    assert covered.max() == 2
    assert list(halves(pixels[:960, :960], 960, 0.6)) == []


def scene() -> Pixels:
    """Sharp patches of many levels."""
    small = np.random.default_rng(3).integers(40, 200, (24, 32, 3), np.uint8)
    return np.asarray(cv2.resize(small, (640, 480), interpolation=cv2.INTER_NEAREST), np.uint8)


def test_a_good_picture_is_looked_at_as_it_is():
    seen = lit(scene())
    assert (seen.best == scene()).all()
    assert (seen.others, seen.poor) == ((), False)


def test_a_dark_one_is_brightened_and_black_edges_do_not_count_as_dark():
    dark = scene() // 20
    seen = lit(dark)
    assert seen.best.mean() == pytest.approx(110, abs=15)
    assert [other is dark for other in seen.others] == [True]
    assert not seen.poor
    framed = np.zeros((1440, 640, 3), np.uint8)
    framed[480:960] = scene()
    assert gain(framed) < 2 < 110 / framed.mean()


def test_a_noisy_a_blurred_and_a_bleached_one_are_poor():
    noisy = np.clip(scene() + np.random.default_rng(1).normal(0, 25, (480, 640, 3)), 0, 255).astype(np.uint8)
    assert noise(scene()) < 2
    assert 12 < noise(noisy) < 30
    assert noise(lit(noisy).best) < 6
    soft = np.asarray(cv2.GaussianBlur(scene(), (0, 0), 4.0), np.uint8)
    assert [blurred(one) for one in (scene(), soft, scene()[::2, ::2].copy())] == [False, True, False]
    bleached = np.clip(scene() * 2.5 + 40, 0, 255).astype(np.uint8)
    assert lit(bleached).best.mean() < bleached.mean()
    assert [lit(one).poor for one in (noisy, soft, bleached)] == [True, True, True]


def circles(side: int = 480) -> Pixels:
    """A picture with edges of all directions."""
    pixels = np.full((side, side, 3), 90, np.uint8)
    rng = np.random.default_rng(3)
    for _ in range(60):
        centre, size = rng.integers(0, side, 2), int(rng.integers(8, 60))
        cv2.circle(pixels, tuple(map(int, centre)), size, tuple(map(int, rng.integers(0, 255, 3))), -1)
    return pixels


def softened(pixels: Pixels, wide: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), wide), np.uint8)


@pytest.mark.parametrize("wide", [2.0, 4.0, 8.0])
def test_how_wide_a_blur_is_is_measured_and_taken_away(wide: float):
    clear = circles()
    soft = softened(clear, wide)
    assert blur(soft) == pytest.approx(wide, rel=0.2)
    sharp = sharpened(soft)
    assert sharp is not None
    assert sharp.shape == clear.shape
    off = [float(np.abs(one.astype(float) - clear).mean()) for one in (sharp, soft)]
    assert off[0] < 0.9 * off[1]


def test_a_blurred_picture_is_seen_sharp_at_working_size_too():
    assert lit(circles()).sharp is None
    seen = lit(softened(circles(1280), 8.0))
    assert seen.sharp is not None
    assert (seen.sharp.shape, seen.best.shape) == ((640, 640, 3), (1280, 1280, 3))
    noisy = softened(circles(), 5.0) + np.random.default_rng(1).normal(0, 25, (480, 480, 3))
    assert lit(np.clip(noisy, 0, 255).astype(np.uint8)).sharp is None, "noise would be made stronger"


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((60, 80, 3), 128, np.uint8),
        np.zeros((1, 1, 3), np.uint8),
        np.pad(np.full((40, 40, 3), 255, np.uint8), ((100, 100), (100, 100), (0, 0))),
    ],
)
def test_a_picture_without_a_blur_that_can_be_taken_away_is_left_alone(pixels: Pixels):
    assert sharpened(pixels) is None


def test_a_small_picture_is_enlarged_and_another_is_not():
    small = lit(circles()[::4, ::4])
    assert small.best.shape == (640, 640, 3)
    noisy = circles()[::4, ::4] + np.random.default_rng(1).normal(0, 40, (120, 120, 3))
    seen = lit(np.clip(noisy, 0, 255).astype(np.uint8))
    assert (seen.poor, seen.sharp, seen.best.shape) == (True, None, (120, 120, 3)), "its noise would look like grain"
    wide = circles()[:100]
    assert lit(wide).best.shape == wide.shape
    assert lit(np.full((1, 1, 3), 90, np.uint8)).best.shape == (640, 640, 3)


def test_the_blur_of_an_over_exposed_picture_stays():
    """What is white has no edges of its own, and its borders would be made into some."""
    white = np.clip(softened(circles(), 5.0) * 2.2 + 30, 0, 255).astype(np.uint8)
    seen = lit(white)
    assert seen.white
    assert blurred(seen.best)
    assert sharpened(seen.best) is not None, "it could be done"
    assert seen.sharp is None
