"""The skill that says what is in view (What do you see?), and the fallback for other questions about the view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from edge.language.nouns import Noun, noun_at
from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.language.question import side_named, unknown_in
from edge.messages import Claim, Intent, Need, Thing
from edge.perceive.labels import HIDDEN
from edge.skills.skill import Asked, Meaning, Reply
from edge.skills.view.describe import Bar, at_side, in_sight, inventory, side_of, things_in, weight
from edge.skills.view.presence import missing, unknown_thing

_HERE = (
    r"(?: (?:here|there|(?:right )?in front(?: of (?:me|us))?|around(?: (?:me|us|here))?|in (?:view|sight)|visible"
    r"|right here|nearby"
    r"|(?:in|on) (?:this|the|my) (?:picture|photo|image|frame|scene|room|camera|table|desk|view|screen|floor|shelf"
    r"|counter)))*$"
)
_ALL = Pattern(
    r"^(?:what (?:all )?(?:do|can|could) (?:you|i|we) see|what am i (?:looking at|seeing|facing)"
    r"|what are we looking at"
    r"|what(?:'s| is| are) (?:(?:right )?in front of|around|before|near|ahead of) (?:me|us)|what(?:'s| is) (?:the"
    r"|this) (?:scene|view)"
    r"|what(?:'s| is| else is)(?= (?:here|there|visible|in |on ))|what(?: kinds? of)? (?:objects|things|items"
    r"|stuff)(?: (?:are|can|do))?(?: (?:there|you see|i see))?"
    r"|describe (?:what (?:you|i) (?:can )?see|what(?:'s| is)|the (?:scene|view|room|picture|photo|image"
    r"|surroundings)|my surroundings|this|it|everything)"
    r"|(?:list|name) (?:all )?(?:the |all )?(?:objects|things|items|everything)(?: you (?:can )?see)?"
    r"|what do we have|look around|what(?:'s| is) around"
    r"|what do you notice|what(?:'s| is) ahead)" + _HERE
)
_ON_A_SIDE = Pattern(
    r"^(?:what(?:'s| is| are)|what (?:do|can) (?:you|i|we) see|describe what(?:'s| is))(?: there)?"
    r" (?:on|to|at|in) (?:the |my )?(?:far )?(left|right|middle|cent(?:er|re))(?:(?:[- ]hand)? side)?"
    r"(?: of (?:me|us|(?:the|this|my) (?:picture|photo|image|view|scene|frame|room)))?$"
)
_THIS = Pattern(
    r"^(?:what(?:'s| is| are)|identify|recogni[sz]e) (?:this|that|these|those|it)(?: (?:thing|object|item|one)s?)?"
    r"(?: (?:i'm|i am|am i) (?:holding|looking at))?(?: a (?:picture|photo) of)?(?: in my hands?)?"
    + _HERE
    + r"|^what (?:object|thing|item) is (?:this|that|it)$|^what am i holding$"
)
_KIND = Pattern(
    r"^(?:what|which) (?:(?:kind|kinds|type|types|sort|sorts) of )?(\w+)(?: (?:is|are)(?: (?:this|that|it|these"
    r"|those|there))?"
    r"|(?: do| can) (?:you|i) see)" + _HERE
)
_WHO = Pattern(r"^(?:who(?:'s| is)|who can you see|who do you see|who am i (?:looking at|facing))" + _HERE)


class OfView(Enum):
    """Questions that need no more than their kind to be answered."""

    ALL = "all"
    THIS = "this"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class OnSide:
    """What stands on one side is asked for."""

    side: str


@dataclass(frozen=True, slots=True)
class OfKind:
    """What there is of several kinds that one word names, such as animals."""

    noun: Noun


@dataclass(frozen=True, slots=True)
class What:
    """Names what is in view."""

    bar: Bar = field(default_factory=Bar)
    name: str = "what"
    intent: Intent = Intent.LOOK
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "what": (
            "What is this?",
            "What am I looking at?",
            "What do you see?",
            "What's in front of me?",
            "Describe the scene.",
            "What's on the left?",
            "Who is in front of me?",
            "What animals do you see?",
            "What am I holding?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = _wants(core(meaning.query.text))
        return Claim(self.name, wants=wants, needs=frozenset({Need.THINGS})) if wants else None

    def answer(self, asked: Asked) -> Reply:
        seen = self.bar.present(things_in(asked.scene))
        match asked.wants:
            case OnSide(side):
                return Reply(self._on(side, seen))
            case OfKind(kind):
                found = [thing for thing in seen if thing.label in kind.labels]
                return Reply(f"{self._sure(found)} {inventory(found)}." if found else missing(kind, many=True))
            case OfView.THIS:
                return Reply(self._this(seen))
            case OfView.WHO:
                return Reply(_people(seen))
        return Reply(self._all(seen))

    def _sure(self, things: list[Thing]) -> str:
        return "I think I see" if all(self.bar.doubtful(thing, "answer") for thing in things) else "I see"

    def _all(self, seen: list[Thing]) -> str:
        if not any(thing.label not in HIDDEN for thing in seen):
            return "I don't see anything that I know, but I could miss small things."
        return f"{self._sure(seen)} {inventory(seen)}."

    def _on(self, side: str, seen: list[Thing]) -> str:
        there = [thing for thing in seen if side_of(thing) == side and thing.label not in HIDDEN]
        if not there:
            return f"I don't see anything that I know {at_side(side)}."
        return f"{self._sure(there)} {inventory(there)} {at_side(side)}."

    def _this(self, seen: list[Thing]) -> str:
        shown = [thing for thing in seen if thing.label not in HIDDEN]
        if not shown:
            return "I don't know what this is: I see nothing that I was taught to recognise."
        main = max(shown, key=lambda thing: weight(thing) * (1.3 if side_of(thing) == "middle" else 1.0))
        start = "I think it's" if self.bar.doubtful(main, "answer") else "It looks like"
        others = inventory([thing for thing in shown if thing.label != main.label])
        return f"{start} {inventory([main])}." + (f" I also see {others}." if others else "")


@dataclass(frozen=True, slots=True)
class InView:
    """The fallback of questions about the view, and what can be said at once while a server is asked."""

    bar: Bar = field(default_factory=Bar)
    name: str = "in_view"
    serves: frozenset[Intent] = frozenset({Intent.LOOK})

    def answer(self, asked: Asked) -> Reply:
        """A question about the view that is more than boxes can tell."""
        scene, strange = asked.scene, unknown_in(asked.query.text)
        if strange is not None:
            return unknown_thing(strange, scene, self.bar)
        sight = in_sight(scene, self.bar)
        if sight and asked.others:
            return Reply(sight)
        sight = sight or "I don't see anything that I know."
        return Reply(f"I can't tell that by myself. {sight}", degraded="the question asks for more than I can see")


def _wants(said: str) -> OfView | OnSide | OfKind | None:
    if there := _ON_A_SIDE.match(said):
        return OnSide(side_named(there[1]))
    if _THIS.match(said):
        return OfView.THIS
    if _WHO.match(said):
        return OfView.WHO
    kind = _kind(said)
    if kind is not None:
        return OfKind(kind)
    return OfView.ALL if _ALL.match(said) else None


def _people(seen: list[Thing]) -> str:
    people = [thing for thing in seen if thing.label == "person"]
    return f"I see {inventory(people)}, but I don't know people by their faces." if people else "I don't see anybody."


def _kind(said: str) -> Noun | None:
    """`what animals do you see`: a word for several kinds."""
    match = _KIND.match(said)
    found = noun_at((match[1],), 0) if match else None
    return found[0] if found and len(found[0].labels) > 1 else None
