"""Things and lines of text in view, and a desk with some."""

from __future__ import annotations

from edge.messages import Box, Expect, Instant, Outcome, Past, Point, Quad, Scene, Slot, Text, Thing, TurnId


def thing(label: str, score: float = 0.8, x: float = 0.5, size: float = 0.2) -> Thing:
    return Thing(label, score, Box(x - size / 2, 0.4, x + size / 2, 0.4 + size))


def line(text: str, x: float = 0.1, y: float = 0.1) -> Text:
    return Text(text, 0.9, Quad(Point(x, y), Point(x + 0.2, y), Point(x + 0.2, y + 0.05), Point(x, y + 0.05)))


DESK = Scene(things=(thing("cup", x=0.2), thing("cup", x=0.4), thing("laptop", 0.9, 0.5, 0.5), thing("dog", 0.35, 0.9)))


def boxed(label: str, x1: float, y1: float, x2: float, y2: float, score: float = 0.8) -> Thing:
    return Thing(label, score, Box(x1, y1, x2, y2))


def before(asked: str, task: str, *slots: tuple[str, str], expects: Expect | None = None) -> Past:
    """A turn that ended."""
    marked = tuple(Slot(*slot) for slot in slots)
    return Past(TurnId(0), Instant(0.0), asked, "", Outcome.ANSWERED_LOCAL, expects, task=task, slots=marked)
