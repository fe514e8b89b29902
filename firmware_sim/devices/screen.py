"""Draws a Card as a see-through display shows it: green on black, where black is transparent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edge.messages import Card, Pixels, Size

SIZE = Size(40, 6)

GREEN = (70, 255, 120)
DIM = 0.55  # the title and the rule are dimmer than what is to be read
GLOW = 0.35  # how much of its light the optics scatter around a letter


@dataclass(frozen=True, slots=True)
class Glass:
    """The display: its pixels, and the grid of text that fits on it."""

    width: int = 640
    height: int = 360
    size: Size = SIZE
    colour: tuple[int, int, int] = GREEN
    """The colour of its light, RGB."""


def render(card: Card, glass: Glass | None = None) -> Pixels:
    """The picture of a card, RGB uint8 (height, width, 3). An empty card is a dark display."""
    import cv2

    glass = glass or Glass()
    light = np.zeros((glass.height, glass.width), np.uint8)
    margin, line = glass.width // 24, glass.height / (glass.size.rows + 2.4)
    size = round(line * 0.56)
    if card.title:
        _write(light, card.title, (margin, round(line * 1.1)), size, bright=DIM)
        rule = round(line * 1.5)
        cv2.line(light, (margin, rule), (glass.width - margin, rule), round(255 * DIM * 0.6), 1, cv2.LINE_AA)
    for number, text in enumerate(card.lines[: glass.size.rows]):
        _write(light, text, (margin, round(line * (2.4 + number))), size, bright=1.0)
    glow = cv2.GaussianBlur(light, (0, 0), size / 4)
    shine = np.minimum(255.0, light + GLOW * glow)[:, :, None] / 255.0
    return np.asarray(shine * np.array(glass.colour), np.uint8)


def over(card: Card, world: Pixels, glass: Glass | None = None) -> Pixels:
    """The card over a view, as the wearer sees both: the card's light is added to the view."""
    import cv2

    shown = render(card, glass)
    behind = cv2.resize(world, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(np.minimum(255, behind * 0.55 + shown.astype(np.float32)), np.uint8)


def _write(light: Pixels, text: str, at: tuple[int, int], size: int, *, bright: float) -> None:
    """One line, made smaller if it would not fit: a card is never cut off by its display."""
    import cv2

    text = text.encode("utf-8", "replace").decode("utf-8")  # what is no character ends the process in OpenCV
    font = cv2.FontFace("sans")
    room = light.shape[1] - 2 * at[0]
    _, _, wide, _ = cv2.getTextSize(light.shape[1::-1], text, at, font, size, 500)
    fitting = size if wide <= room else max(8, int(size * room / wide))
    cv2.putText(light, text, at, (round(255 * bright),), font, fitting, 500)
