"""Puts boxes into words, for all skills that talk about things in view. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edge.errors import AnswerError
from edge.language.nouns import Noun, noun_for
from edge.language.plurals import counted
from edge.language.text import listing
from edge.messages import Scene, Thing
from edge.perceive.boxes import distinct
from edge.perceive.labels import HIDDEN

DEFAULTS = {"count": 0.4}  # scores that are enough where no card says better: doubles cost more in a count
DEFAULT = 0.3
POOLED = "*"
DOUBT = 0.12  # so little above the threshold, an answer says "I think"
NOT_LOOKED = "I could not look at anything just now."


@dataclass(frozen=True, slots=True)
class Bar:
    """From which score on a thing counts, per use ("answer", "count", "where") and label; a detector's card says."""

    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def of(self, use: str, label: str) -> float:
        rows = self.thresholds.get(use) or ({} if use in DEFAULTS else self.thresholds.get("answer", {}))
        return rows.get(label, rows.get(POOLED, DEFAULTS.get(use, DEFAULT)))

    def passed(self, things: Iterable[Thing], use: str) -> list[Thing]:
        return [thing for thing in things if thing.score >= self.of(use, thing.label)]

    def present(self, things: Iterable[Thing]) -> list[Thing]:
        """Things above the `answer` threshold. Per label: all that also pass `count`; if none does, the first only."""
        sure = self.passed(things, "answer")
        told = self.passed(sure, "count")
        first = {thing.label: thing for thing in reversed(sure)}
        counted = {thing.label for thing in told}
        return [
            thing for thing in sure if thing in told or (thing.label not in counted and thing is first[thing.label])
        ]

    def doubtful(self, thing: Thing, use: str) -> bool:
        return thing.score < self.of(use, thing.label) + DOUBT


def things_in(scene: Scene) -> tuple[Thing, ...]:
    """What was found; raises AnswerError with the reason where nothing could be looked for."""
    if scene.things is None:
        raise AnswerError(scene.missing or NOT_LOOKED)
    return scene.things


def those(scene: Scene, noun: Noun, side: str = "") -> list[Thing]:
    """All boxes for a noun, at any score, the main one first."""
    of_it = [t for t in things_in(scene) if t.label in noun.labels and (not side or side_of(t) == side)]
    if HIDDEN.issuperset(noun.labels):  # found by a branch that sees each of them several times
        of_it = distinct(of_it)
    return sorted(of_it, key=weight, reverse=True)


def weight(thing: Thing) -> float:
    """The rank of a thing among those of its label: score * area ** 0.25; higher is more likely meant."""
    box = thing.box
    area = max(0.0, box.x2 - box.x1) * max(0.0, box.y2 - box.y1)
    return float(thing.score * area**0.25)


def side_of(thing: Thing) -> str:
    """Which third of the picture its centre is in."""
    centre = (thing.box.x1 + thing.box.x2) / 2
    return "left" if centre < 1 / 3 else "right" if centre > 2 / 3 else "middle"


def at_side(side: str) -> str:
    """`in the middle`, `on the left`, `on the right`."""
    return "in the middle" if side == "middle" else f"on the {side}"


def inventory(things: Iterable[Thing]) -> str:
    """`two cups, a laptop and a person`: the most telling kinds first, at most six."""
    shown = [thing for thing in things if thing.label not in HIDDEN]
    counts = Counter(thing.label for thing in shown)
    best = {label: max(weight(t) for t in shown if t.label == label) for label in counts}
    ranked = sorted(counts, key=lambda label: best[label], reverse=True)[:6]
    return listing([counted(counts[label], noun_for(label).one) for label in ranked])


def in_sight(scene: Scene, bar: Bar) -> str:
    """What else can be said of a scene: `I can see two cups and a laptop.`, or nothing."""
    listed = inventory(bar.present(scene.things or ()))
    return f"I can see {listed}." if listed else ""


def counts_by_kind(things: list[Thing], noun: Noun) -> str:
    """`two dogs`; `two dogs and a cat` for a word such as animals; `two people` where women were asked for."""
    if noun.note:
        return counted(len(things), "person")
    if len(noun.labels) == 1:
        return counted(len(things), noun.one)
    return inventory(things)
