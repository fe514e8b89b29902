"""Objects: Frame -> things, with whatever detector a bundle holds. One buffer, one call, a few vector operations."""

from __future__ import annotations

import time
from collections.abc import Callable

from edge.errors import ModelError
from edge.messages import Frame, Thing
from edge.net import Bundle
from edge.perceive.heads import HEADS, Head, Prepare, things

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
        self._overlap = float(bundle.card.settings.get("overlap", 0.6))
        self._heads: list[tuple[str, list[str], Head]] = []
        for head in spec.heads:
            if head["name"] not in HEADS:
                raise ModelError(bundle.card.name, f"this Glint does not know its head {head['name']!r}: update Glint")
            read = HEADS[head["name"]](head, self._prepare.width, self._prepare.height)
            self._heads.append((head["output"], list(head["labels"]), read))
        self.labels = tuple(label for _, labels, _ in self._heads for label in labels)

    def see(self, frame: Frame, least: float = LEAST) -> tuple[Thing, ...]:
        """What is in the frame, surest first, at most MOST."""
        unit = self._prepare(frame.pixels)
        outputs = self._net(self._inputs)
        seen: list[Thing] = []
        for output, labels, read in self._heads:
            seen += things(read(outputs[output], least), labels, unit, self._overlap)
        return tuple(sorted(seen, key=lambda thing: -thing.score)[:MOST])


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
