"""Makes the picture that leaves: faces and plates filled with grey, cropped, scaled, encoded anew.

Fails closed: without a redactor, or with one that errs or is late, there is no picture.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from edge.media.jpeg import encode, scale
from edge.reach.gate.framing import WHOLE
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.flow import Lane
    from edge.messages import Box, Frame, Pixels, Thing

GROWN = 0.04  # of its size, on every side of what is destroyed
GREY = 128  # the mean colour of a face, in the outline of its head, looks like a face to those who look for faces


@dataclass(frozen=True, slots=True)
class Fit:
    """The JPEG that may leave and what was hidden in it, or why there is none."""

    jpeg: bytes = b""
    blurred: dict[str, int] | None = None
    left_out: str = ""


@dataclass(frozen=True)
class Pictures:
    """Redacts, crops, scales and encodes frames, with a redactor and a deadline."""

    redactor: Callable[[Frame], tuple[Thing, ...]] | None
    """Finds what must be hidden: faces and plates."""
    lane: Lane
    within: float = 6.0
    """Seconds that the redactor may take."""

    async def fit(self, frame: Frame, size: int, part: Box = WHOLE) -> Fit:
        """A part of the picture, at most `size` on its longer side."""
        redactor = self.redactor
        if redactor is None:
            return Fit(left_out="there is nothing here that could hide faces")
        task = asyncio.ensure_future(self.lane.run("redact", lambda: _prepare(redactor, frame, size, part)))
        try:
            await asyncio.wait({task}, timeout=self.within)
        finally:
            late = task.cancel()  # of no effect on one that is done
        if late:
            return Fit(left_out="hiding faces took too long")
        if task.cancelled() or task.exception() is not None:
            # Whatever went wrong in there: a picture that was not checked does not leave.
            return Fit(left_out="hiding faces failed")
        return task.result()


def _prepare(redactor: Callable[[Frame], tuple[Thing, ...]], frame: Frame, size: int, part: Box) -> Fit:
    found = redactor(frame)  # in the whole picture, where half a face at the edge of the part is still a face
    destroyed = destroy(frame.pixels, [thing.box for thing in found])
    inside = [thing.label for thing in found if _meet(thing.box, part)]
    return Fit(encode(scale(crop(destroyed, part), size)), dict(Counter(inside)))


def _meet(one: Box, other: Box) -> bool:
    return one.x1 < other.x2 and other.x1 < one.x2 and one.y1 < other.y2 and other.y1 < one.y2


def crop(pixels: Pixels, part: Box) -> Pixels:
    """The part of the picture, in whole pixels."""
    height, width = pixels.shape[:2]
    left, right = int(part.x1 * width), max(int(np.ceil(part.x2 * width)), 1)
    top, bottom = int(part.y1 * height), max(int(np.ceil(part.y2 * height)), 1)
    return pixels[top:bottom, left:right]


def destroy(pixels: Pixels, boxes: Sequence[Box]) -> Pixels:
    """A copy in which every box, somewhat grown, is grey: nothing of what was there is left, not even its colour."""
    copy = pixels.copy()
    height, width = pixels.shape[:2]
    for box in boxes:
        dx, dy = (box.x2 - box.x1) * GROWN, (box.y2 - box.y1) * GROWN
        left, right = (int(np.clip(x * width, 0, width)) for x in (box.x1 - dx, box.x2 + dx))
        top, bottom = (int(np.clip(y * height, 0, height)) for y in (box.y1 - dy, box.y2 + dy))
        copy[top : bottom + 1, left : right + 1] = GREY
    return copy
