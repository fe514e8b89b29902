"""Puts boxes into words, for all skills that talk about things in view: one wording for one confidence. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.language import Language, english
from edge.language.nouns import Noun
from edge.language.text import listing
from edge.language.things import NounPhrase
from edge.messages import Scene, Thing
from edge.perceive.boxes import distinct
from edge.perceive.labels import HIDDEN
from edge.records import dataclass
from edge.skills.view.hues import alike, colour_in
from edge.skills.view.places import apart, at, side_of, weight

DEFAULTS = {"count": 0.4}  # scores that are enough where no card says better: doubles cost more in a count
DEFAULT = 0.3
POOLED = "*"
DOUBT = 0.12  # so little above the threshold, an answer says "I think"
MOST = 6  # kinds of things that are told at once


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

    def doubtful(self, things: Sequence[Thing]) -> bool:
        """Whether none of them is sure to be there."""
        return all(thing.score < self.of("answer", thing.label) + DOUBT for thing in things)


class Seeing:
    """What skills have in common that speak of things in view: how sure those must be, and the language."""

    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def __init__(self, bar: Bar | None = None, language: Language | None = None) -> None:
        self.bar = bar or Bar()
        self.language = language or english()


def things_in(scene: Scene) -> tuple[Thing, ...]:
    """What was found; raises AnswerError with the reason where nothing could be looked for."""
    if scene.things is None:
        raise AnswerError(scene.missing or "I could not look at anything just now.")
    return scene.things


@dataclass(frozen=True, slots=True)
class OneLook:
    """One look: what is surely enough in it, and how that is told."""

    scene: Scene
    bar: Bar
    language: Language = field(default_factory=english)

    def say(self, key: str, /, **values: object) -> str:
        return self.language.say(key, **values)

    def all(self, side: str = "") -> list[Thing]:
        """Everything that is named unasked, the most telling first."""
        present = apart(self.bar.present(things_in(self.scene)))
        return self._ranked(t for t in present if t.label not in HIDDEN and (not side or at(t, side)))

    def boxes(self, noun: Noun) -> list[Thing]:
        """All boxes for a noun, at any score, the main one first."""
        of_it = [thing for thing in things_in(self.scene) if thing.label in noun.labels]
        # those that are hidden are found by a branch that sees each of them several times
        return self._ranked(distinct(of_it) if HIDDEN.issuperset(noun.labels) else of_it)

    def of(self, phrase: NounPhrase, side: str = "") -> list[Thing]:
        """What is there of a thing, on that side and of that colour, the main one first."""
        found = apart(self.bar.present(self.boxes(phrase.noun))) if phrase.noun is not None else self.all()
        sides = [each for each in (side, phrase.side) if each]
        found = [thing for thing in found if all(at(thing, each) for each in sides)]
        return [thing for thing in found if not phrase.colour or alike(self.colour(thing), phrase.colour)]

    def colour(self, thing: Thing) -> str:
        """The name of its colour; raises AnswerError where there is no picture."""
        return colour_in(self.scene, thing.box)[0]

    def told(self, things: Sequence[Thing], noun: Noun | None = None) -> str:
        """`two cups`; `two dogs and a cat` for a word such as animals, or for no word."""
        if noun is not None and len(noun.labels) == 1:
            return self.language.counted(len(things), noun)
        return self.inventory(things)

    def inventory(self, things: Iterable[Thing], *, doubted_alone: bool = False) -> str:
        """`two cups, a laptop and perhaps a person`: the most telling kinds first, at most six.

        Where all are doubtful the sentence says so, unless `doubted_alone`.
        """
        kinds: dict[str, list[Thing]] = {}
        for thing in self._ranked(things):
            kinds.setdefault(thing.label, []).append(thing)
        told = dict(list(kinds.items())[:MOST])
        sure = [label for label, them in told.items() if not self.bar.doubtful(them)]
        names = {label: self.language.counted(len(them), self.language.noun_of(label)) for label, them in told.items()}
        doubted = [label for label in told if label not in sure]
        if not sure and not doubted_alone:
            return self.listed([names[label] for label in doubted])
        return self.listed([names[label] for label in sure] + [self.say("view.perhaps", a=names[n]) for n in doubted])

    def listed(self, items: Sequence[str], *, either: bool = False) -> str:
        """`a cup, two books and a laptop`."""
        return listing(items, self.say("view.or" if either else "view.and"))

    def see(self, things: Sequence[Thing], noun: Noun | None = None, place: str = "") -> str:
        """`I see two cups on the left`, or `I think I see ...`: the one way to say that something is there."""
        told = self.told(things, noun)
        return self.say("view.maybe" if self.bar.doubtful(things) else "view.see", things=f"{told} {place}".strip())

    def also(self, things: Sequence[Thing]) -> str:
        """What else is in view, as a sentence after another; empty where there is nothing."""
        return f" {self.say('view.also', things=self.inventory(things))}" if things else ""

    def place(self, thing: Thing) -> str:
        """`on the left`."""
        return self.side(side_of(thing))

    def side(self, side: str) -> str:
        """`on the left`, of the name of a side; empty for none."""
        return self.say(f"view.{side}") if side else ""

    def _ranked(self, things: Iterable[Thing]) -> list[Thing]:
        return sorted(things, key=weight, reverse=True)


def in_sight(scene: Scene, bar: Bar, language: Language | None = None) -> str:
    """What can be said of a scene besides: `I see two cups and a laptop.`, or nothing."""
    view = OneLook(scene, bar, language or english())
    seen = view.all() if scene.things is not None else []
    return f"{view.see(seen)}." if seen else ""
