"""Pictures that may be shared: faces, plates, words and codes painted over, in the way in which the gate does it.

More is hidden than the gate hides: a line of text also where nobody can read it, a face also where it lies on its side
or is badly lit, and whatever the tape says was seen. What was painted is looked at again, until nothing is found.
Fails closed: where a look fails, or finds ever more, there is no picture.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from itertools import count
from typing import Any, TypeAlias

import numpy as np

from edge.messages import Array, Box, Code, Frame, Instant, Pixels, Quad, Scene, Text, Thing
from edge.reach.gate.pictures import destroy
from edge.tape.tape import Tape
from firmware_sim.world.perception import HIDDEN

Known: TypeAlias = "defaultdict[bytes, tuple[Scene, ...]]"
Hide: TypeAlias = "Callable[[Pixels, Sequence[Scene]], Pixels | None]"
"""As a PictureHider."""
MARGIN = 0.25  # of the shorter side of a line or a code, on every side: letters reach beyond their line
READ, SURE = 0.6, 0.9  # scores of large lines that are painted: found as the eye finds them, and in another way
SMALL = 0.05  # of the picture
LOOKS = 4  # at what was painted; a picture in which the last one still finds something is not kept
NEAR, FAR = 1104, 2000  # pixels: looked at once more enlarged to this short side, but no longer than that
CORE = 0.5  # of a side: what is painted as far as that is the painting, found again


@dataclass(frozen=True)
class PictureHider:
    """Paints over what must not be recognisable in a picture that is shared."""

    redactions: Callable[[Frame], Sequence[Thing]]
    """Finds faces and plates."""
    texts: Callable[[Frame], Sequence[Text]]
    """Finds lines of text, also those that can hardly be read."""
    codes: Callable[[Frame], Sequence[Code]]

    def __call__(self, pixels: Pixels, scenes: Sequence[Scene] = ()) -> Pixels | None:
        """The picture painted, also where `scenes` say that something was seen; None where that did not work out."""
        with ThreadPoolExecutor(1, "hide") as pool:
            work = pool.submit(self._painted, pixels, scenes)
            # Whatever went wrong in there: a picture that was not looked at is not shared.
            return None if work.exception() is not None else work.result()

    def _painted(self, pixels: Pixels, scenes: Sequence[Scene]) -> Pixels | None:
        seen = (box for scene in scenes for box in _boxes(scene, pixels))
        boxes = [*seen, *self._found(pixels, READ), *self._found_in_other_views(pixels)]
        for _ in range(LOOKS):
            painted = destroy(pixels, boxes)
            found = tuple(self._found(painted, SURE))
            paint = destroy(np.zeros_like(pixels), boxes)[..., 0]
            if not any(_shows(paint, box) for box in found):
                return painted
            boxes += found
        return None

    def _found(self, pixels: Pixels, sure: float) -> Iterator[Box]:
        yield from self._things(pixels)
        yield from self._words(pixels, sure)
        yield from _boxes(Scene(codes=tuple(self.codes(_frame(pixels)))), pixels)

    def _found_in_other_views(self, pixels: Pixels) -> Iterator[Box]:
        near = _enlarged(pixels)
        yield from self._things(near)
        yield from self._things(_evened(pixels))
        yield from self._words(near, SURE)
        yield from (_turned_back(box, 1) for box in self._words(np.rot90(pixels), SURE))
        for turns in (1, 2, 3):
            yield from (_turned_back(box, turns) for box in self._things(np.rot90(pixels, turns)))

    def _things(self, pixels: Pixels) -> Iterator[Box]:
        return (thing.box for thing in self.redactions(_frame(pixels)))

    def _words(self, pixels: Pixels, sure: float) -> Iterator[Box]:
        """Lines that are small, or of which the reader is so sure: it takes many a wall for one large letter."""
        for text in self.texts(_frame(pixels)):
            box = _of_line(text.quad, pixels)
            if text.score >= sure or (box.x2 - box.x1) * (box.y2 - box.y1) < SMALL:
                yield box


def counted(hide: Hide, tell: Callable[[int], None]) -> Hide:
    """The same hider, which tells at the beginning of each picture its number: each takes seconds."""
    numbers = count(1)

    def hidden(pixels: Pixels, scenes: Sequence[Scene]) -> Pixels | None:
        tell(next(numbers))
        return hide(pixels, scenes)

    return hidden


def fingerprint(pixels: Pixels) -> bytes:
    """The same for the same picture, wherever it stands on a tape."""
    return sha256(repr(pixels.shape).encode() + pixels.tobytes()).digest()


def seen_on(tape: Tape) -> Known:
    """What the tape says was seen in its pictures, by their fingerprints."""
    known: Known = defaultdict(tuple)
    for step in tape.steps():
        for scene in _scenes(step):
            if scene.frame is not None:
                known[fingerprint(scene.frame.pixels)] += (replace(scene, frame=None),)
    return known


def _of_line(quad: Quad, pixels: Pixels) -> Box:
    """Where a line of text is painted over."""
    left, top, right, bottom = _around(quad, pixels)
    return _grown(left, top, right, bottom, pixels)


def _of_code(quad: Quad, pixels: Pixels) -> Box:
    """Where a code is painted over: a square, since a barcode is often found only where a line across it was read."""
    left, top, right, bottom = _around(quad, pixels)
    x, y, half = (left + right) / 2, (top + bottom) / 2, max(right - left, bottom - top) / 2
    return _grown(x - half, y - half, x + half, y + half, pixels)


def _grown(left: float, top: float, right: float, bottom: float, pixels: Pixels) -> Box:
    more = max(1.0, min(right - left, bottom - top) * MARGIN)
    height, width = pixels.shape[:2]
    return Box((left - more) / width, (top - more) / height, (right + more) / width, (bottom + more) / height)


def _around(corners: Quad, pixels: Pixels) -> tuple[float, float, float, float]:
    """The box in pixels; raises ValueError for corners that are nowhere."""
    height, width = pixels.shape[:2]
    places = np.array(corners, float) * [width, height]
    if not np.isfinite(places).all():
        raise ValueError("a corner that is nowhere")
    (left, top), (right, bottom) = places.min(0), places.max(0)
    return float(left), float(top), float(right), float(bottom)


def _boxes(scene: Scene, pixels: Pixels) -> Iterator[Box]:
    """What is painted over where this was seen in the picture."""
    for thing in scene.things or ():
        if thing.label in HIDDEN:
            yield thing.box
    for text in scene.texts or ():
        yield _of_line(text.quad, pixels)
    for code in scene.codes or ():
        yield _of_code(code.quad, pixels)


def _scenes(value: Any) -> Iterator[Scene]:  # noqa: ANN401 - any message, or a part of one
    if isinstance(value, Scene):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _scenes(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _scenes(getattr(value, field.name))


def _turned_back(box: Box, turns: int) -> Box:
    """A box in a picture that was turned so often to the left, in the picture as it was."""
    for _ in range(turns):
        box = Box(1 - box.y2, box.x1, 1 - box.y1, box.x2)
    return box


def _enlarged(pixels: Pixels) -> Pixels:
    """As large as helps to find small words and faces."""
    import cv2

    height, width = pixels.shape[:2]
    factor = max(1.0, min(NEAR / min(height, width), FAR / max(height, width)))
    return np.asarray(cv2.resize(pixels, (round(width * factor), round(height * factor))), np.uint8)


def _evened(pixels: Pixels) -> Pixels:
    """With as much light and contrast in every part as there is in any."""
    import cv2

    light, *colours = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2YCrCb))
    even = cv2.createCLAHE(3.0, (8, 8)).apply(light)
    return np.asarray(cv2.cvtColor(cv2.merge([even, *colours]), cv2.COLOR_YCrCb2RGB), np.uint8)


def _frame(pixels: Pixels) -> Frame:
    return Frame(Instant(0.0), np.ascontiguousarray(pixels))


def _shows(painted: Array, box: Box) -> bool:
    """Whether anything in the middle of a box is not painted."""
    height, width = painted.shape
    x, y = (box.x2 - box.x1) * (1 - CORE) / 2, (box.y2 - box.y1) * (1 - CORE) / 2
    left, right = (int(np.clip(at * width, 0, width)) for at in (box.x1 + x, box.x2 - x))
    top, bottom = (int(np.clip(at * height, 0, height)) for at in (box.y1 + y, box.y2 - y))
    return not painted[top : bottom + 1, left : right + 1].all()
