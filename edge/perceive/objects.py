"""Objects: Frame -> things, with whatever detector a bundle holds. One buffer, one call, a few vector operations."""

from __future__ import annotations

import time
from collections.abc import Callable

from edge.errors import ModelError
from edge.messages import Frame, Thing
from edge.net import Bundle
from edge.perceive.heads import HEADS, Choice, Head, Prepare, joined, things

LEAST = 0.02  # machines choose the threshold, so nearly everything is reported to them
MOST = 100
TASK = "objects"


class Objects:
    """A detector: sees things in frames. Not to be shared between threads, its input buffer is its own."""

    def __init__(self, bundle: Bundle, net: str = "look") -> None:
        spec = bundle.card.nets.get(net)
        if spec is None or bundle.card.task != TASK:
            raise ModelError(bundle.card.name, f"is no detector with a net called {net!r}")
        self.card = bundle.card
        self._net = bundle.nets[net]
        self._prepare = Prepare(spec.prepare, spec.inputs[0].dtype)
        self._inputs = {spec.inputs[0].name: self._prepare.tensor}
        settings = bundle.card.settings
        self._choice = Choice(float(settings.get("overlap", 0.6)), float(settings.get("agree", 1.0)), MOST)
        self._heads: list[tuple[str, int, Head]] = []
        labels: list[str] = []
        for head in spec.heads:
            if head["name"] not in HEADS:
                raise ModelError(bundle.card.name, f"this Glint does not know its head {head['name']!r}: update Glint")
            read = HEADS[head["name"]](head, self._prepare.width, self._prepare.height)
            self._heads.append((head["output"], len(labels), read))
            labels += head["labels"]
        self.labels = tuple(labels)

    def see(self, frame: Frame, least: float = LEAST) -> tuple[Thing, ...]:
        """What is in the frame, surest first, at most MOST."""
        unit = self._prepare(frame.pixels)
        outputs = self._net(self._inputs)
        found = joined([(read(outputs[output], least), first) for output, first, read in self._heads])
        return tuple(things(found, self.labels, unit, self._choice))


def overhead(objects: Objects, frame: Frame, pairs: int = 150) -> float:
    """CPU time of the full path over that of the bare model call: the median of ratios of interleaved pairs."""
    ratios = []
    for index in range(pairs + 3):
        calls: list[Callable[[], object]] = [lambda: objects.see(frame), lambda: objects._net(objects._inputs)]  # noqa: SLF001
        order = (0, 1) if index % 2 else (1, 0)
        spent = [0.0, 0.0]
        for which in order:
            began = time.process_time()
            calls[which]()
            spent[which] = time.process_time() - began
        if index >= 3:  # the first calls fill caches
            ratios.append(spent[0] / spent[1])
    return sorted(ratios)[len(ratios) // 2]
