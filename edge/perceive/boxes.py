"""Drops boxes of one label that overlap so much that they show one thing."""

from __future__ import annotations

from collections.abc import Iterable

from edge.messages import Box, Thing

SAME = 0.55  # of the smaller box: two of one label that share more are of the same thing


def distinct(things: Iterable[Thing]) -> list[Thing]:
    """The things by score, best first, without those that a better one of the same label covers."""
    kept: list[Thing] = []
    for thing in sorted(things, key=lambda t: -t.score):
        if not any(k.label == thing.label and shared(k.box, thing.box) > SAME for k in kept):
            kept.append(thing)
    return kept


def shared(a: Box, b: Box) -> float:
    """The share (0 to 1) of the smaller of two boxes that lies in the other."""
    width, height = min(a.x2, b.x2) - max(a.x1, b.x1), min(a.y2, b.y2) - max(a.y1, b.y1)
    smaller = min((a.x2 - a.x1) * (a.y2 - a.y1), (b.x2 - b.x1) * (b.y2 - b.y1))
    return max(0.0, width) * max(0.0, height) / smaller if smaller > 0 else 0.0
