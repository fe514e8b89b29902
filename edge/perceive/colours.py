"""The name of a colour, as people say it: eleven basic names, with "light" and "dark".

Every pixel is given the name of the nearest example in OKLab, a space in which equal steps look equal; lightness counts
for less there, since shading changes it and hardly changes the name. The name that covers most of a region wins, with
the middle counting for more than the edges, where a box holds background. Before that the light is evened out: what
should be white in the frame tells which tint and how dim the light is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from edge.messages import Box

if TYPE_CHECKING:
    from edge.messages import Array, Pixels

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
SOME = 0.12  # a colour that covers less of a region is not worth a word
SIDE = 48  # a region is looked at with at most so many pixels a side
LIGHTNESS = 0.55  # what a step in lightness counts, against one in hue
STRONGEST = 1.5  # a light is never evened out by more than this

EXAMPLES = {
    "black": "000000 1a1a1a 12151c 1f1a16 101a14",
    "white": "ffffff f0f0f0 faf5e8 e8eef6",
    "grey": "808080 505050 383838 a9a9a9 cccccc 6b7078 78726b b4b8bd 4a4e55",
    "red": "ff0000 c00000 8b0000 dc143c e03c31 b22222 600010 a52a2a c0483c",
    "orange": "ff8000 ffa500 e86a10 f28c28 cc5500 ff6a3d ffb347",
    "yellow": "ffff00 ffd700 f4e04d fff59d e6c200 c9b037 ffee99",
    "green": "008000 00ff00 006400 90ee90 556b2f 2e8b57 32cd32 7a8020 9acd32 40806a 1f3d2b b5d99c 20b2aa 6b8e23 98d8b0",
    "blue": "0000ff 000080 1e90ff 87ceeb 4169e1 add8e6 4682b4 00bfff 1b2a4a 5a7fa8 00dfff 00205b 7b9fd4 2a7fa0",
    "purple": "800080 4b0082 9370db 8a2be2 ba55d3 5d3a6e c8a2d8 663399 301934 7d5a8c",
    "pink": "ffc0cb ff69b4 ff1493 f4a6b8 e75480 ffb6c1 f08fa0 ff00ff c71585 d87093 ffd5e0",
    "brown": "8b4513 a0522d 5c3317 654321 b8835a d2b48c 7b5b3a 3b2314 9b7653 6f4e37 c19a6b",
}
USUAL = {  # lightness between which a colour goes by its bare name
    "black": (0.0, 1.0), "white": (0.0, 1.0), "grey": (0.46, 0.74), "red": (0.44, 0.76), "orange": (0.58, 0.86),
    "yellow": (0.76, 0.97), "green": (0.43, 0.77), "blue": (0.36, 0.68), "purple": (0.34, 0.64), "pink": (0.6, 0.86),
    "brown": (0.37, 0.59),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colour:
    """A name such as "dark blue", and how much of the region has it, 0 to 1."""

    name: str
    share: float

    @property
    def basic(self) -> str:
        """The name without light or dark."""
        return self.name.split()[-1]


def colour_of(pixels: Pixels, box: Box) -> Colour:
    """The dominant colour in a box of a frame, under the light that the frame shows."""
    return _ranked(_under_its_light(pixels, box))[0]


def colours_of(pixels: Pixels, box: Box = WHOLE) -> tuple[Colour, ...]:
    """The dominant colour in a box of a frame, and those others that cover some of it, the largest first."""
    first, *others = _ranked(_under_its_light(pixels, box))
    return first, *(colour for colour in others if colour.share >= SOME)


def name_colour(region: Pixels) -> Colour:
    """The dominant colour of a region by itself, with nothing known about the light."""
    return _ranked(_linear(region))[0]


def _under_its_light(pixels: Pixels, box: Box) -> Array:
    height, width = pixels.shape[:2]
    left, right = (int(np.clip(x * width, 0, width - 1)) for x in (box.x1, box.x2))
    top, bottom = (int(np.clip(y * height, 0, height - 1)) for y in (box.y1, box.y2))
    return _linear(pixels[top : bottom + 1, left : right + 1]) * _daylight(_linear(pixels))


def _ranked(light: Array) -> list[Colour]:
    """Every colour that is there, the one that covers most first."""
    lab = _oklab(light)
    names, examples = _examples()
    weigh = np.array([LIGHTNESS, 1.0, 1.0], np.float32)
    pixels, examples = lab.reshape(-1, 3) * weigh, examples * weigh
    nearest = names[((examples**2).sum(axis=1) - 2 * pixels @ examples.T).argmin(axis=1)]
    weights = _middle_first(*lab.shape[:2]).ravel()
    covers = np.bincount(nearest, weights, minlength=len(EXAMPLES)) / weights.sum()
    brightness = lab[..., 0].ravel()
    ranked = []
    for number in np.argsort(-covers, kind="stable").tolist():
        if covers[number] > 0:
            mine = nearest == number
            lightness = float(np.average(brightness[mine], weights=weights[mine]))
            ranked.append(Colour(_shaded(number, lightness), float(covers[number])))
    return ranked


def _shaded(number: int, lightness: float) -> str:
    """The name of a colour, with "light" or "dark" where its lightness is not the usual one."""
    name = list(EXAMPLES)[number]
    dark, bright = USUAL[name]
    return ("dark " if lightness < dark else "light " if lightness > bright else "") + name


def _linear(pixels: Pixels) -> Array:
    """Physical light, 0 to 1, at most SIDE x SIDE and half as fine: noise averages out only in this scale."""
    import cv2

    height, width = pixels.shape[:2]
    light = _table()[pixels] if height * width <= SIDE * SIDE else _table()[_shrunk(pixels, 4 * SIDE)]
    size = max(1, min(width // 2, SIDE)), max(1, min(height // 2, SIDE))
    return np.asarray(cv2.resize(light, size, interpolation=cv2.INTER_AREA)).reshape(size[1], size[0], 3)


def _shrunk(pixels: Pixels, side: int) -> Pixels:
    """Every nth pixel, so that a large photo costs no more than a small one."""
    step = max(1, min(pixels.shape[:2]) // side)
    return pixels[::step, ::step]


def _daylight(light: Array) -> Array:
    """What to multiply each channel by, so that the brightest nearly grey part of a frame becomes a bright grey."""
    flat = light.reshape(-1, 3)
    most, least = flat.max(axis=1), flat.min(axis=1)
    greyish = flat[(least > 0.6 * most) & (most > 0.02)]
    if len(greyish) < 0.02 * len(flat):
        return np.ones(3, np.float32)  # nothing here tells about the light
    brightness = greyish.mean(axis=1)
    white = greyish[brightness >= np.quantile(brightness, 0.9)].mean(axis=0)
    tint = np.sqrt(white.mean() / white)  # half of it: what looked white may have been a pale thing
    dim = max(1.0, 0.8 / float(white.max()))
    return np.asarray(np.clip(tint, 1 / STRONGEST, STRONGEST) * min(dim, STRONGEST), np.float32)


def _middle_first(height: int, width: int) -> Array:
    """Weights that fall from 1 in the middle to about a third halfway along the edges."""
    y, x = (np.linspace(-1, 1, n) if n > 1 else np.zeros(1) for n in (height, width))
    return np.asarray(np.exp(-1.0 * (y[:, None] ** 2 + x[None, :] ** 2)))


@cache
def _examples() -> tuple[Array, Array]:
    """The number of each example's name, and its place in OKLab."""
    names, places = [], []
    for number, codes in enumerate(EXAMPLES.values()):
        for code in codes.split():
            names.append(number)
            places.append(_table()[np.frombuffer(bytes.fromhex(code), np.uint8)])
    return np.array(names), _oklab(np.array(places, np.float32)[None])[0]


@cache
def _table() -> Array:
    """Linear light for each byte of sRGB."""
    x = np.arange(256, dtype=np.float32) / 255
    return np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _oklab(light: Array) -> Array:
    """Linear sRGB -> OKLab (Björn Ottosson's matrices)."""
    cones = light.clip(0, 1) @ np.array(
        [[0.4122214708, 0.2119034982, 0.0883024619],
         [0.5363325363, 0.6806995451, 0.2817188376],
         [0.0514459929, 0.1073969566, 0.6299787005]], np.float32,
    )  # fmt: skip
    return np.asarray(np.cbrt(cones) @ np.array(
        [[0.2104542553, 1.9779984951, 0.0259040371],
         [0.7936177850, -2.4285922050, 0.7827717662],
         [-0.0040720468, 0.4505937099, -0.8086757660]], np.float32,
    ))  # fmt: skip
