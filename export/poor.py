"""What may be wrong with a photo: small, blurred, dark, over-exposed or noisy. Views of such photos are taught."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator

from edge.messages import Pixels
from edge.perceive.views import lit

BOTH = 0.3  # the share of poor photos in which two things are wrong
SEEN_TO = 0.6  # the share of them that are taught as the runtime sees to them; a dark one always is
DARK = (1 / 30, 1 / 4)  # times as bright
LIGHT, MORE = (1.3, 3.0), 60.0  # times as bright, and up to so many levels more
BLUR = (0.002, 0.012)  # of the longer side
NOISE = (5.0, 45.0)  # levels
SMALLER = (2.0, 5.0)  # times


def small(rng: Generator, pixels: Pixels) -> Pixels:
    """Shrunk, and enlarged again."""
    height, width = pixels.shape[:2]
    share = 1 / rng.uniform(*SMALLER)
    size = max(1, round(width * share)), max(1, round(height * share))
    shrunk = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(shrunk, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def blurred(rng: Generator, pixels: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), rng.uniform(*BLUR) * max(pixels.shape)), np.uint8)


def dark(rng: Generator, pixels: Pixels) -> Pixels:
    """Dark; at half of the times with a little noise, of which brightening makes much."""
    levels = pixels * np.float32(np.exp(rng.uniform(*np.log(DARK))))
    return _clipped(levels + _noise(rng, pixels, rng.uniform(0, 3)) if rng.random() < 0.5 else levels)


def light(rng: Generator, pixels: Pixels) -> Pixels:
    """Over-exposed."""
    return _clipped(pixels * np.float32(rng.uniform(*LIGHT)) + np.float32(rng.uniform(0, MORE)))


def noisy(rng: Generator, pixels: Pixels) -> Pixels:
    return _clipped(pixels + _noise(rng, pixels, rng.uniform(*NOISE)))


WAYS: tuple[Callable[[Generator, Pixels], Pixels], ...] = (small, blurred, dark, light, noisy)


def spoiled(rng: Generator, pixels: Pixels) -> Pixels:
    """The photo with one or two things wrong, as it is or as the runtime would see to it."""
    wrong = sorted(rng.choice(len(WAYS), 2 if rng.random() < BOTH else 1, replace=False))
    for way in wrong:
        pixels = WAYS[way](rng, pixels)
    seen_to = rng.random() < SEEN_TO or WAYS.index(dark) in wrong
    return lit(np.ascontiguousarray(pixels)).best if seen_to else pixels


def _noise(rng: Generator, pixels: Pixels, levels: float) -> np.ndarray:
    return rng.standard_normal(pixels.shape, np.float32) * np.float32(levels)


def _clipped(levels: np.ndarray) -> Pixels:
    return np.asarray(np.clip(levels, 0, 255), np.uint8)
