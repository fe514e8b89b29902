"""Senses that find a colour: red is a face, green a plate, blue a line of text, yellow a code."""

import numpy as np

from edge.messages import Box, Code, Frame, Pixels, Point, Quad, Text, Thing
from firmware_sim.replay.pictures import PictureHider

Colour = tuple[int, int, int]
RED, GREEN, BLUE, YELLOW = (250, 0, 0), (0, 250, 0), (0, 0, 250), (250, 250, 0)


def patch(pixels: Pixels, colour: Colour, x: int, y: int, side: int = 20) -> Pixels:
    """A square of a colour, painted into these pixels."""
    pixels[y : y + side, x : x + side] = colour
    return pixels


def where(frame: Frame, colour: Colour, label: str = "face", near: int = 0) -> tuple[Thing, ...]:
    """The box around all pixels of a colour, if there are any."""
    height, width = frame.pixels.shape[:2]
    rows, columns = np.nonzero(abs(frame.pixels.astype(int) - colour).max(2) <= near)
    if not rows.size:
        return ()
    box = (columns.min() / width, rows.min() / height, (columns.max() + 1) / width, (rows.max() + 1) / height)
    return (Thing(label, 0.9, Box(*map(float, box))),)


def _corners(frame: Frame, colour: Colour) -> list[Quad]:
    boxes = (thing.box for thing in where(frame, colour))
    return [Quad(Point(a, b), Point(c, b), Point(c, d), Point(a, d)) for a, b, c, d in boxes]


def coloured_hider() -> PictureHider:
    """Hides what these senses find."""
    return PictureHider(
        lambda frame: (*where(frame, RED), *where(frame, GREEN, "license plate")),
        lambda frame: tuple(Text("secret pills", 0.9, quad) for quad in _corners(frame, BLUE)),
        lambda frame: tuple(Code("qrcode", "secret", quad) for quad in _corners(frame, YELLOW)),
    )
