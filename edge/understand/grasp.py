"""What a sentence means, by the model `grasp`: its intent, its task, whether it needs the camera, and its slots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

import numpy as np

from edge.language.text import words
from edge.messages import Intent, Slot
from edge.records import dataclass
from edge.understand.wordpiece import WordPieces

if TYPE_CHECKING:
    from edge.messages import Array

    Net = Callable[[Mapping[str, Array]], Mapping[str, Array]]

OUTSIDE = "O"
OTHER, NOT_FOR_US = "other", "not_for_us"
"""Tasks that are no skill's: a question for a server, and what is not meant for Glint."""


@dataclass(frozen=True, slots=True)
class Grasped:
    """What was found in a sentence: evidence, and no decision yet. The shares of each kind sum to 1."""

    intents: Mapping[Intent, float]
    tasks: Mapping[str, float]
    camera: float
    """How likely it is that a picture must be taken now."""
    slots: tuple[Slot, ...] = ()
    borrowed: tuple[Slot, ...] = ()
    """Words of the question before it that this one means too."""
    vector: Array = field(default_factory=lambda: np.zeros(0, np.float32), repr=False, compare=False)
    """The sentence as a point of length 1: what means the same lies near."""
    why: str = ""


Grasper = Callable[[str, str], Grasped]
"""Finds the meaning of a sentence; the second text is the question before it, or empty."""


@dataclass(frozen=True)
class Grasp:
    """The model, with its vocabulary and its calibration. Calling it takes about a millisecond."""

    net: Net
    pieces: WordPieces
    intents: tuple[Intent, ...]
    tasks: tuple[str, ...]
    tags: tuple[str, ...]
    softness: Mapping[str, float]
    """By which the scores of `intent`, `task` and `camera` are divided, so that they are as sure as they are right."""

    def __call__(self, text: str, before: str = "") -> Grasped:
        said, earlier = words(text), words(before)
        pieces = self.pieces.pieces(said, earlier)
        out = self.net({"ids": np.array([pieces.ids], np.int64)})
        tags = [self.tags[number] for number in out["tags"][0, list(pieces.starts)].argmax(-1)]
        intents = _shares(out["intent"][0] / self.softness["intent"])
        tasks = _shares(out["task"][0] / self.softness["task"])
        camera = float(1 / (1 + np.exp(-out["camera"][0] / self.softness["camera"])))
        return Grasped(
            dict(zip(self.intents, intents, strict=True)),
            dict(zip(self.tasks, tasks, strict=True)),
            camera,
            spans(said, tags),
            spans(earlier, tags[len(said) :]),
            out["vector"][0],
        )


def spans(said: Sequence[str], tags: Sequence[str]) -> tuple[Slot, ...]:
    """The slots that a tag for each word marks: `B-thing` begins one, `I-thing` goes on with it."""
    found: list[tuple[str, list[str]]] = []
    last = OUTSIDE
    for word, tag in zip(said, tags, strict=False):
        kind = tag[2:]
        if tag.startswith("I-") and last[2:] == kind and found:
            found[-1][1].append(word)
        elif tag != OUTSIDE:
            found.append((kind, [word]))
        last = tag
    return tuple(Slot(kind, " ".join(part)) for kind, part in found)


def _shares(scores: Array) -> list[float]:
    powers = np.exp(scores - scores.max())
    return [float(share) for share in powers / powers.sum()]
