"""Makes the picture that leaves: faces, plates and what the masks would mask grey; cropped, scaled, encoded anew.

Fails closed: without a redactor, or with one that errs or is late, there is no picture. Without anybody who reads what
is written in it there is none either, unless the wearer's rules say so.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from edge.media.jpeg import encode, scale
from edge.messages import Box
from edge.reach.gate.framing import WHOLE
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.flow import Lane
    from edge.messages import Code, Frame, Pixels, Quad, Text, Thing
    from edge.reach.gate.mask import Masker

GROWN = 0.04  # of its size, on every side of what is destroyed
ROUND_TEXT = 0.2  # of a line's height, on every side of what was read: a reader cuts close
GREY = 128  # the mean colour of a face, in the outline of its head, looks like a face to those who look for faces
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fit:
    """The JPEG that may leave and what was hidden in it, or why there is none."""

    jpeg: bytes = b""
    blurred: dict[str, int] | None = None
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The picture that is wanted: how long its longer side is at most, which part, and what was read in it before."""

    frame: Frame
    size: int
    part: Box = WHOLE
    texts: tuple[Text, ...] | None = None
    codes: tuple[Code, ...] | None = None


class _NotDoneError(Exception):
    """What a job came to, in words that end a sentence."""


@dataclass(frozen=True)
class Pictures:
    """Redacts, crops, scales and encodes frames, with a redactor, readers and a deadline."""

    redactor: Callable[[Frame], tuple[Thing, ...]] | None
    """Finds what must be hidden: faces and plates."""
    lane: Lane
    texts: Callable[[Frame], tuple[Text, ...]] | None = None
    """Reads what is written in a frame."""
    codes: Callable[[Frame], tuple[Code, ...]] | None = None
    """Reads the codes in a frame."""
    within: float = 10.0
    """Seconds that redactor and readers may take together."""

    async def fit(self, wanted: Outgoing, masker: Masker, *, unread: bool = False) -> Fit:
        """The picture as it may leave. `unread`: also where nothing could be read in it."""
        if self.redactor is None:
            return Fit(left_out="there is nothing here that could hide faces")
        ends = asyncio.get_running_loop().time() + self.within
        try:
            things = await self._job("redact", partial(self.redactor, wanted.frame), ends)
        except _NotDoneError as error:
            return Fit(left_out=f"hiding faces {error}")
        try:
            secrets = await self._job("read", partial(secrets_in, wanted, masker, self.texts, self.codes), ends)
        except _NotDoneError as error:
            if not unread:
                return Fit(left_out=f"reading what is written in it {error}")
            secrets = []
        try:
            return await self._job("redact", partial(_prepare, wanted, things, secrets), ends)
        except _NotDoneError as error:
            return Fit(left_out=f"hiding faces {error}")

    async def _job(self, name: str, work: Callable[[], T], ends: float) -> T:
        """What the work gives; raises _NotDoneError where it fails, whatever went wrong in there, or is late."""
        task = asyncio.ensure_future(self.lane.run(name, work))
        try:
            await asyncio.wait({task}, timeout=ends - asyncio.get_running_loop().time())
        finally:
            late = task.cancel()  # of no effect on one that is done
        if late:
            raise _NotDoneError("took too long")
        if task.cancelled() or task.exception() is not None:
            raise _NotDoneError("failed")
        return task.result()


def secrets_in(
    wanted: Outgoing,
    masker: Masker,
    texts: Callable[[Frame], tuple[Text, ...]] | None,
    codes: Callable[[Frame], tuple[Code, ...]] | None,
) -> list[tuple[str, Quad]]:
    """The lines and codes of which something would be masked. Raises LookupError where there is nobody who reads."""
    lines = _read(wanted.texts, texts, wanted.frame)
    found = _read(wanted.codes, codes, wanted.frame)
    masked = masker.lines([" ".join(line.text.split()) for line in lines])
    secrets = [("text", line.quad) for n, line in enumerate(lines) if n in masked]
    return secrets + [("code", code.quad) for code in found if masker.lines([" ".join(code.text.split())])]


def _read(before: tuple[T, ...] | None, read: Callable[[Frame], tuple[T, ...]] | None, frame: Frame) -> tuple[T, ...]:
    """What was read before, or is read now; raises LookupError where neither is so."""
    if before is not None:
        return before
    if read is None:
        raise LookupError("nobody reads here")
    return read(frame)


def _prepare(wanted: Outgoing, things: Sequence[Thing], secrets: Sequence[tuple[str, Quad]]) -> Fit:
    # In the whole picture, where half a face at the edge of the part is still a face.
    destroyed = destroy(wanted.frame.pixels, [thing.box for thing in things])
    paint_over(destroyed, [quad for _, quad in secrets])
    inside = [thing.label for thing in things if _meet(thing.box, wanted.part)]
    inside += [kind for kind, quad in secrets if _meet(_around(quad), wanted.part)]
    return Fit(encode(scale(crop(destroyed, wanted.part), wanted.size)), dict(Counter(inside)))


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


def paint_over(pixels: Pixels, quads: Sequence[Quad]) -> None:
    """Fill every quad, somewhat grown, with grey, in place."""
    import cv2

    height, width = pixels.shape[:2]
    for quad in quads:
        corners = np.array([(corner.x * width, corner.y * height) for corner in quad])
        high = float(min(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[0] - corners[1])))
        rim = max(1.0, high * ROUND_TEXT)
        wider = [np.add(corners, (x, y)) for x in (-rim, rim) for y in (-rim, rim)]
        hull = cv2.convexHull(np.asarray(np.rint(np.concatenate(wider)), np.int32))
        cv2.fillConvexPoly(pixels, hull, (GREY, GREY, GREY))


def _around(quad: Quad) -> Box:
    """The box around a quad."""
    across, down = [corner.x for corner in quad], [corner.y for corner in quad]
    return Box(min(across), min(down), max(across), max(down))
