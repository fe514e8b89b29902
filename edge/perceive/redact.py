"""Redact: finds faces and license plates to hide before a photo leaves; thresholds are low, so some are false.

It runs only when something is about to leave, so it may look longer than the eye does: two small nets that know
nothing but faces and nothing but plates look at twice the size, and looker looks as well. Looker alone is believed only
where it is surer than they have to be. A large photo is looked at whole and by halves, for what is small in it; a dark
one again with more light.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.messages import Box, Frame, Thing
from edge.perceive.boxes import distinct
from edge.perceive.objects import Objects

BUNDLE = "looker"  # whichever detector the wearer chose for questions: what leaves is looked at by this one
USE = "redact"
ALONE = "redact_alone"  # looker's thresholds where a special net knows the label too
SPECIAL = ("faces", "plates")
LABELS = ("face", "license plate")
GROWN = 0.12  # of a box's side, added on every side: a net cuts close, and hair and frames tell who it is
LARGE = 960  # pixels: a photo with a longer side is looked at by halves as well
SHARE = 0.6  # of the long side: how wide each half is, so that what lies in the middle is whole in one of them
DARK, LIGHT = 70, 110  # mean levels: below the one a photo is looked at with as much light as the other
NEVER = 0.95  # hardly any box has such a score: a card whose redaction threshold is above it is refused
WHOLE = Box(0.0, 0.0, 1.0, 1.0)


class Redactor:
    """Finds what must be hidden. One for each thread."""

    def __init__(self, bundle: Bundle) -> None:
        special = [Objects(bundle, name) for name in SPECIAL if name in bundle.nets]
        known = {label for net in special for label in net.labels} if ALONE in bundle.card.thresholds else set()
        looker = {label: bundle.card.threshold(ALONE if label in known else USE, label) for label in LABELS}
        theirs = [{label: bundle.card.threshold(USE, label) for label in net.labels} for net in special]
        self._nets = [(Objects(bundle), looker), *zip(special, theirs, strict=True)]
        for label in LABELS:
            if max((least[label] for net, least in self._nets if label in net.labels), default=1.0) > NEVER:
                raise ModelError(bundle.card.name, f"would not hide a {label}, so no photo may leave: get it anew")

    def see(self, frame: Frame) -> tuple[Thing, ...]:
        """The things to hide, best first; boxes are a little larger than the thing."""
        seen = [thing for view in lit(frame) for part in parts(view) for thing in self._look_at(view, part)]
        return tuple(Thing(t.label, t.score, grown(t.box)) for t in distinct(seen))

    def _look_at(self, frame: Frame, part: Box) -> Iterator[Thing]:
        height, width = frame.pixels.shape[:2]
        left, top, right, bottom = _pixels(part, width, height)
        inside = Frame(frame.at, np.ascontiguousarray(frame.pixels[top:bottom, left:right]))
        for net, least in self._nets:
            for thing in net.see(inside, min(least.values())):
                if thing.score >= least.get(thing.label, 2.0):
                    yield Thing(thing.label, thing.score, _placed(thing.box, part))


def lit(frame: Frame) -> tuple[Frame, ...]:
    """The frame, and if it is dark also a brightened copy, since whoever gets the photo can brighten it."""
    light = float(frame.pixels[::8, ::8].mean())
    if light >= DARK:
        return (frame,)
    brighter = cv2.convertScaleAbs(frame.pixels, alpha=LIGHT / max(light, 1.0))
    return frame, Frame(frame.at, np.asarray(brighter, np.uint8))


def parts(frame: Frame) -> tuple[Box, ...]:
    """The whole frame, and if it is large two overlapping halves along its longer side."""
    height, width = frame.pixels.shape[:2]
    if max(height, width) <= LARGE:
        return (WHOLE,)
    if width >= height:
        return WHOLE, Box(0.0, 0.0, SHARE, 1.0), Box(1 - SHARE, 0.0, 1.0, 1.0)
    return WHOLE, Box(0.0, 0.0, 1.0, SHARE), Box(0.0, 1 - SHARE, 1.0, 1.0)


def grown(box: Box, share: float = GROWN) -> Box:
    """The box with so much of its sides added on every side, inside the frame."""
    x, y = (box.x2 - box.x1) * share, (box.y2 - box.y1) * share
    return Box(max(0.0, box.x1 - x), max(0.0, box.y1 - y), min(1.0, box.x2 + x), min(1.0, box.y2 + y))


def _pixels(part: Box, width: int, height: int) -> tuple[int, int, int, int]:
    left, top = round(part.x1 * width), round(part.y1 * height)
    return left, top, max(left + 1, round(part.x2 * width)), max(top + 1, round(part.y2 * height))


def _placed(box: Box, part: Box) -> Box:
    """A box in a part, as a box in the frame."""
    w, h = part.x2 - part.x1, part.y2 - part.y1
    return Box(part.x1 + box.x1 * w, part.y1 + box.y1 * h, part.x1 + box.x2 * w, part.y1 + box.y2 * h)
