"""Objects: finds things in a frame, with the detector of any bundle."""

from __future__ import annotations

import cv2

from edge.bundle.net import Bundle
from edge.errors import ModelError
from edge.media.image import opencv
from edge.messages import Frame, Thing
from edge.perceive.heads import HEADS, Prepare, Suppression, things

LEAST = 0.02  # machines choose the threshold, so nearly everything is reported to them, unless a card knows better
MOST = 100
TASK = "objects"
STRANGE = (LookupError, TypeError, ValueError, ArithmeticError, MemoryError, AttributeError, cv2.error)
"""What a card that does not fit its file runs into, here and there."""


class Objects:
    """A detector. One for each thread: it has one input buffer."""

    def __init__(self, bundle: Bundle, net: str = "look") -> None:
        spec = bundle.card.nets.get(net)
        if spec is None or bundle.card.task != TASK:
            raise ModelError(bundle.card.name, f"is no detector with a net called {net!r}")
        if len(spec.heads) != 1:
            raise ModelError(
                bundle.card.name, f"has {len(spec.heads)} heads, not one: it is of another Glint, get it anew"
            )
        opencv()
        self.card = bundle.card
        self._net = bundle.nets[net]
        self._least = self._share("least", LEAST)
        self._choice = Suppression(self._share("overlap", 0.6), self._share("agree", 1.0), MOST)
        (head,) = spec.heads
        if head["name"] not in HEADS:
            raise ModelError(bundle.card.name, f"this Glint does not know its head {head['name']!r}: update Glint")
        try:
            self._prepare = Prepare(spec.prepare, spec.inputs[0].dtype)
            self._read = HEADS[head["name"]](head, self._prepare.width, self._prepare.height)
        except STRANGE as error:
            raise ModelError(bundle.card.name, f"its card describes no detector ({error!r})") from error
        self._inputs = {spec.inputs[0].name: self._prepare.tensor}
        self._output = head["output"]
        self.labels = tuple(head["labels"])
        self._names = dict(enumerate(self.labels))

    def see(self, frame: Frame, least: float | None = None) -> tuple[Thing, ...]:
        """The things in the frame that score `least`, best first, at most MOST. Raises ModelError."""
        least = self._least if least is None else least
        try:
            unit = self._prepare(frame.pixels)
            found = self._read(self._net(self._inputs)[self._output], least)
            return tuple(things(found, self._names, unit, self._choice))
        except STRANGE as error:
            raise ModelError(self.card.name, f"answers otherwise than its card says ({error!r})") from error

    def _share(self, name: str, default: float) -> float:
        value = self.card.settings.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ModelError(self.card.name, f"its setting {name} must lie between 0 and 1, not {value!r}")
        return float(value)

    def bare(self) -> None:
        """Run the net alone on what its input holds; for measuring."""
        self._net(self._inputs)
