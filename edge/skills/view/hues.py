"""The colour of a box, and whether two names mean the same colour."""

from __future__ import annotations

from edge.errors import AnswerError
from edge.messages import Box, Scene

CLEAR = 0.55  # a colour that covers this much of a region is named without doubt
NO_PICTURE = "I could not take a picture just now."


def colour_in(scene: Scene, box: Box) -> tuple[str, float]:
    """The name of the colour of a box and the share of it that has it; raises AnswerError where there is no picture."""
    from edge.perceive.colours import colour_of

    if scene.frame is None:
        raise AnswerError(scene.missing or NO_PICTURE)
    found = colour_of(scene.frame.pixels, box)
    return found.name, found.share


def alike(named: str, wanted: str) -> bool:
    """Whether `dark green` is a green."""
    return named.rpartition(" ")[2] == wanted
