"""The part of a picture that a question is about; only that part leaves.

Where every thing that the question names was found, it is the box around them, with room on all sides; where one was
not, or where the question is about what stands around, it is the whole picture.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edge.language.language import english
from edge.language.text import normalise
from edge.language.things import spotted
from edge.messages import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edge.messages import Thing

WHOLE = Box(0.0, 0.0, 1.0, 1.0)
SURE = 0.4  # a thing of this score is there; of doubtful ones none should be cut away
ROOM = 0.5  # of the size of what is asked about, on each side
LEAST = 0.4  # of the picture, across and down: less would tell nothing of the place
_AROUND = re.compile(
    r"\b(?:next to|beside|behind|around|near(?:by)?|under(?:neath)?|above|below|between|in front|background|room|scene"
    r"|place|everything|anything|something|else|others?|what do you see|describe|left|right|far|where)\b"
)


def part_asked_about(question: str, things: Sequence[Thing]) -> Box:
    """The box, with a margin, around all things that the question names; the whole frame if one was not found."""
    said = normalise(question)
    named, places = spotted(said, english())
    nouns = [phrase.noun for phrase in (*named, *places) if phrase.noun is not None]
    if not nouns or _AROUND.search(said):
        return WHOLE
    sure = [thing for thing in things if thing.score >= SURE]
    found = [[thing.box for thing in sure if thing.label in noun.labels] for noun in nouns]
    if not all(found):
        return WHOLE
    boxes = [box for group in found for box in group]
    across = _side(min(box.x1 for box in boxes), max(box.x2 for box in boxes))
    down = _side(min(box.y1 for box in boxes), max(box.y2 for box in boxes))
    return Box(across[0], down[0], across[1], down[1])


def _side(low: float, high: float) -> tuple[float, float]:
    """One side of the part: with room, not too small, and inside of the picture."""
    room = max((high - low) * ROOM, (LEAST - (high - low)) / 2)
    low, high = low - room, high + room
    # What does not fit on one side is given on the other.
    low, high = low - max(0.0, high - 1), high - min(0.0, low)
    return max(0.0, low), min(1.0, high)
