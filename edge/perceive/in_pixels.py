"""What was found in a photo, in its pixels: what `glint see --json` prints and the Python API gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from edge.messages import Box, Code, Frame, Quad, Text, Thing
from edge.records import dataclass

KINDS = ("things", "texts", "codes", "redactions")
LEAST = 0.02
"""Things down to this score are told: programs choose the threshold."""

Sides: TypeAlias = "tuple[float, float, float, float]"
Corners: TypeAlias = "tuple[tuple[float, float], ...]"


@dataclass(frozen=True, slots=True)
class SeenThing:
    """An object: left, top, right and bottom of its box in pixels."""

    label: str
    score: float
    box: Sides


@dataclass(frozen=True, slots=True)
class SeenText:
    """A line of text, with its four corners, clockwise from the one that reads as top left."""

    text: str
    score: float
    quad: Corners


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A QR code or barcode: what is written in it, and its corners."""

    format: str
    text: str
    quad: Corners


@dataclass(frozen=True, slots=True)
class Redaction:
    """What would be blurred before the picture leaves: "face" or "plate"."""

    label: str
    box: Sides


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """What was found in a photo of this size in pixels; None for what was not looked for."""

    width: int
    height: int
    things: tuple[SeenThing, ...] | None = None
    texts: tuple[SeenText, ...] | None = None
    codes: tuple[SeenCode, ...] | None = None
    redactions: tuple[Redaction, ...] | None = None


def seen_in(frame: Frame, found: Mapping[str, Iterable[Any] | None]) -> SeenPhoto:
    """The view of a frame, out of what was found by kind (see KINDS)."""
    height, width = frame.pixels.shape[:2]
    return SeenPhoto(width, height, **{kind: _row(kind, found.get(kind), width, height) for kind in KINDS})


def _row(kind: str, found: Iterable[Any] | None, width: int, height: int) -> Any:  # noqa: ANN401 - of one of four kinds
    return None if found is None else tuple(_one(kind == "redactions", one, width, height) for one in found)


def _one(
    redaction: bool, one: Thing | Text | Code, width: int, height: int
) -> SeenThing | SeenText | SeenCode | Redaction:
    match one:
        case Thing() if redaction:
            return Redaction(one.label, _box(one.box, width, height))
        case Thing():
            return SeenThing(one.label, round(one.score, 4), _box(one.box, width, height))
        case Text():
            return SeenText(one.text, round(one.score, 4), _quad(one.quad, width, height))
        case Code():
            return SeenCode(one.format, one.text, _quad(one.quad, width, height))


def _box(box: Box, width: int, height: int) -> Sides:
    return (round(box.x1 * width, 1), round(box.y1 * height, 1), round(box.x2 * width, 1), round(box.y2 * height, 1))


def _quad(quad: Quad, width: int, height: int) -> Corners:
    return tuple((round(point.x * width, 1), round(point.y * height, 1)) for point in quad)
