"""Views of one picture: brightened, smoothed, turned, tilted, cut and shrunk, each with the way back to the picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.messages import Box, Pixels

Matrix = NDArray[np.float64]

DARK, LIGHT = 70, 110  # mean levels: below the one a picture is brightened to the other
LITTLE = 1.3  # times as bright: less is not worth a look
WHITE, BLEACHED = 250, 0.12  # a level, and the share of pixels above it from which a picture counts as over-exposed
NOISY = 12.0  # levels of noise from which a picture is smoothed
SMOOTH = 1.5  # pixels: how wide the smoothing is
SHARP = 0.17  # strongest edges, over contrast: below this a picture is blurred, or was enlarged
SMALL = 2.0  # times: a picture that has to grow by more is enlarged before it is looked at
AGAIN, STRONGEST = 3.0, 98  # pixels, and the percentile of the slopes from which they are edges: how blur is measured
BELIEVED, DOUBT = 0.9, 3e-3  # of the blur that is measured, the share that is taken away; and the power of noise
LEAST_BLUR, MOST_BLUR = 1.2, 20.0  # pixels: less is not worth taking away, and of more nothing is left to be seen
FLAT = 8.0  # levels: a picture whose steepest slope is less has no edges
WORKING = 640  # pixels: the longer side at which sharpness is measured and a whole picture is turned


class Vantage(NamedTuple):
    """Pixels, and the 3 x 3 matrix that leads from them to the pixels of the picture."""

    pixels: Pixels
    back: Matrix

    def box(self, box: Box, width: int, height: int) -> Box:
        """A box of this view, in its fractions, as the one around it in a picture of this size, in its fractions."""
        h, w = self.pixels.shape[:2]
        corners = [(x * w, y * h, 1.0) for x in (box.x1, box.x2) for y in (box.y1, box.y2)]
        x, y, _ = self.back @ np.array(corners).T
        sides = (x.min() / width, y.min() / height, x.max() / width, y.max() / height)
        return Box(*(float(min(1.0, max(0.0, side))) for side in sides))


def whole(pixels: Pixels, side: int = WORKING) -> Vantage:
    """The whole picture, with at most `side` pixels on its longer side."""
    height, width = pixels.shape[:2]
    share = side / max(height, width)
    if share >= 1:
        return Vantage(pixels, np.eye(3))
    size = max(1, round(width * share)), max(1, round(height * share))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    return Vantage(small, np.diag((width / size[0], height / size[1], 1.0)))


def part(pixels: Pixels, box: Box) -> Vantage:
    """A part of the picture, of one pixel at least."""
    height, width = pixels.shape[:2]
    left, top = round(box.x1 * width), round(box.y1 * height)
    right, bottom = max(left + 1, round(box.x2 * width)), max(top + 1, round(box.y2 * height))
    return Vantage(pixels[top:bottom, left:right], np.array(((1.0, 0, left), (0, 1.0, top), (0, 0, 1.0))))


def turned(view: Vantage, degrees: int) -> Vantage:
    """The view turned clockwise; what is then outside of it is black."""
    height, width = view.pixels.shape[:2]
    cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    size = max(1, round(width * cos + height * sin)), max(1, round(width * sin + height * cos))
    there = _around(size[0] / 2, size[1] / 2, degrees) @ _moved((size[0] - width) / 2, (size[1] - height) / 2)
    if degrees % 90 == 0:
        pixels = np.ascontiguousarray(np.rot90(view.pixels, -degrees // 90))
    else:
        pixels = np.asarray(cv2.warpAffine(view.pixels, there[:2], size, flags=cv2.INTER_LINEAR), np.uint8)
    return Vantage(pixels, view.back @ np.linalg.inv(there))


def tilted(pixels: Pixels, degrees: int) -> Vantage:
    """The whole picture turned by any angle, of WORKING size: shrunk last, so that it is blurred but once."""
    view = turned(whole(pixels, WORKING * 3 // 2), degrees)
    small = whole(view.pixels)
    return Vantage(small.pixels, view.back @ small.back)


def tiled(views: Sequence[Vantage], side: int, fill: int) -> tuple[Pixels, list[Vantage]]:
    """Up to four views, shrunk to `side`, in the quarters of one square picture; and each as it stands there."""
    canvas = np.full((2 * side, 2 * side, 3), fill, np.uint8)
    tiles = []
    for n, view in enumerate(views):
        small = whole(view.pixels, side)
        left, top = n % 2 * side, n // 2 * side
        canvas[top : top + small.pixels.shape[0], left : left + small.pixels.shape[1]] = small.pixels
        tiles.append(Vantage(canvas, view.back @ small.back @ _moved(-left, -top)))
    return canvas, tiles


def _moved(x: float, y: float) -> Matrix:
    return np.array(((1.0, 0, x), (0, 1.0, y), (0, 0, 1.0)))


def _around(x: float, y: float, degrees: int) -> Matrix:
    """Turns clockwise around a point."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    there: Matrix = _moved(x, y) @ np.array(((cos, -sin, 0), (sin, cos, 0), (0, 0, 1.0))) @ _moved(-x, -y)
    return there


# -------------------------------------------------------------------------------------------------------------- light


class Exposure(NamedTuple):
    """A picture in the light in which most is seen, in other light too, and what is wrong with it all the same."""

    best: Pixels
    others: tuple[Pixels, ...] = ()
    poor: bool = False
    """Whether it is noisy, blurred or over-exposed."""
    white: bool = False
    """Whether it is over-exposed."""
    sharp: Pixels | None = None
    """The picture at the size of WORKING without its blur, where it is blurred."""


def lit(pixels: Pixels) -> Exposure:
    """The picture brightened, evened, smoothed and enlarged as it needs it: whoever gets it can do that too."""
    more = gain(pixels)
    white = bleached(pixels)
    changed = darkened(pixels) if white else cv2.convertScaleAbs(pixels, alpha=more) if more > LITTLE else pixels
    bright = np.asarray(changed, np.uint8)
    noisy = noise(bright) > NOISY
    best = np.asarray(cv2.GaussianBlur(bright, (0, 0), SMOOTH), np.uint8) if noisy else enlarged(bright)
    soft = blurred(bright)
    sharp = sharpened(bright) if soft and not (noisy or white) else None
    return Exposure(best, () if changed is pixels else (pixels,), noisy or white or soft, white, sharp)


def enlarged(pixels: Pixels) -> Pixels:
    """A small picture at the size of WORKING, with edges as steep as they may be; another as it is."""
    share = WORKING / max(pixels.shape[:2])
    if share <= SMALL:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_CUBIC), np.uint8)


def gain(pixels: Pixels) -> float:
    """How many times as bright it should be; not so much that more than a tenth of it would be white."""
    some = pixels[::8, ::8].reshape(-1, 3)
    some = some[some.any(axis=1)] if some.any() else some  # black edges are no darkness
    light, bright = float(some.mean()), float(np.percentile(some, 90))
    return 1.0 if light >= DARK else min(LIGHT / max(light, 1.0), WHITE / max(bright, 1.0))


def darkened(pixels: Pixels) -> Pixels:
    """Of each pixel the darkest colour, which is the last to be lost in too much light, and the brighter ones apart."""
    darkest = pixels.min(axis=2).astype(np.float32)
    grey = (darkest * darkest / 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), np.uint8)


def bleached(pixels: Pixels) -> bool:
    """Whether much of it is white."""
    return float((pixels[::4, ::4] > WHITE).all(axis=2).mean()) > BLEACHED


def noise(pixels: Pixels) -> float:
    """Levels: how far each pixel typically is from what its neighbours say."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    kernel = np.array(((1, -2, 1), (-2, 4, -2), (1, -2, 1)), np.float32)
    return float(np.median(np.abs(cv2.filter2D(grey, cv2.CV_32F, kernel)))) / (0.6745 * 6)


def blurred(pixels: Pixels) -> bool:
    """Whether its strongest edges are soft at the size of WORKING, to which smaller pictures are enlarged."""
    height, width = pixels.shape[:2]
    share = WORKING / max(height, width)
    size = max(1, round(width * share)), max(1, round(height * share))
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), size, interpolation=_way(share))
    edges = np.abs(cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.CV_32F))
    return float(np.percentile(edges, 99)) < SHARP * max(1.0, float(grey.std()))


def sharpened(pixels: Pixels) -> Pixels | None:
    """The picture, at the size of WORKING, as it was before a blur like a bell curve. None: it is sharp, or lost.

    Each frequency is made as strong again as such a blur left it weak (Wiener's filter), and less so the more of it may
    be noise.
    """
    small = whole(pixels).pixels
    wide = BELIEVED * blur(small)
    if not LEAST_BLUR <= wide <= MOST_BLUR:
        return None
    height, width = small.shape[:2]
    edge = round(3 * wide)
    size = cv2.getOptimalDFTSize(height + 2 * edge), cv2.getOptimalDFTSize(width + 2 * edge)
    around = (edge, size[0] - height - edge, edge, size[1] - width - edge)
    y, x = (np.fft.fftfreq(side).astype(np.float32) for side in size)
    left = np.exp(-2 * (np.pi * wide) ** 2 * (y[:, None] ** 2 + x**2))
    again = (left / (left**2 + DOUBT))[..., None]
    colours = []
    for colour in cv2.split(cv2.copyMakeBorder(small, *around, cv2.BORDER_REFLECT)):
        waves = cv2.dft(colour.astype(np.float32), flags=cv2.DFT_COMPLEX_OUTPUT)
        colours.append(cv2.idft(waves * again, flags=cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT))
    inside = cv2.merge(colours)[edge : edge + height, edge : edge + width]
    return np.asarray(np.clip(inside, 0, 255), np.uint8)


def blur(pixels: Pixels) -> float:
    """How wide its strongest edges are, in pixels: the deviation of the bell curve that made them so. Without edges 0.

    Blurring once more, by AGAIN, weakens an edge the less the wider it was before.
    """
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32)
    before, after = _slopes(grey), _slopes(np.asarray(cv2.GaussianBlur(grey, (0, 0), AGAIN), np.float32))
    steep = float(before.max())
    if steep < FLAT:
        return 0.0
    edges = before >= max(float(np.percentile(before, STRONGEST)), steep / 4)
    ratio = float(np.median(before[edges] / np.maximum(after[edges], 1e-3)))
    return AGAIN / math.sqrt(max(ratio * ratio - 1, 1e-3))


def _slopes(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    x, y = (cv2.Sobel(grey, cv2.CV_32F, *along, ksize=3) for along in ((1, 0), (0, 1)))
    return np.hypot(x, y)


def _way(share: float) -> int:
    return cv2.INTER_AREA if share < 1 else cv2.INTER_LINEAR


def halves(pixels: Pixels, large: int, share: float) -> Iterable[Box]:
    """Two overlapping halves of a large picture, along its longer side; of a smaller one nothing."""
    height, width = pixels.shape[:2]
    if max(height, width) <= large:
        return ()
    if width >= height:
        return Box(0.0, 0.0, share, 1.0), Box(1 - share, 0.0, 1.0, 1.0)
    return Box(0.0, 0.0, 1.0, share), Box(0.0, 1 - share, 1.0, 1.0)
