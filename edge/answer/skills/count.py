"""How many cups are there?"""

from __future__ import annotations

from dataclasses import dataclass, field

from edge.answer.question import Kind, question
from edge.answer.seen import Bar, at_side, inventory, those
from edge.answer.skill import Asked, Reply
from edge.answer.skills.presence import unknown_thing
from edge.messages import Claim, Need, Past, Query, Thing
from edge.render import count_words


@dataclass(frozen=True, slots=True)
class Count:
    """Counts boxes, and says when the number is a guess."""

    bar: Bar = field(default_factory=Bar)
    name: str = "count"

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None:
        asked = question(query.text)
        if asked is None or asked.kind is not Kind.COUNT or asked.colour:
            return None
        return Claim(self.name, needs=frozenset({Need.THINGS}))

    def answer(self, asked: Asked) -> Reply:
        about = question(asked.query.text)
        if about is None or not about.nouns[0].labels:
            return (
                Reply("I can't count that.") if about is None else unknown_thing(about.nouns[0], asked.scene, self.bar)
            )
        place = f" {at_side(about.side)}" if about.side else ""
        found: list[Thing] = []
        for noun in about.nouns:
            found += self.bar.passed(those(asked.scene, noun, about.side), "count")
        noun = about.nouns[0]
        mixed = len({thing.label for thing in found}) > 1
        if not found:
            few = "anybody far away" if noun.labels == ("person",) else "small ones"
            return Reply(f"I see no {noun.many}{place}, though I could miss {few}.")
        sure = "I see" if not any(self.bar.doubtful(thing, "count") for thing in found) else "I think I see"
        one, many = ("person", "people") if noun.note else (noun.one, noun.many)
        word = one if len(found) == 1 else many
        listed = f": {inventory(found)}" if mixed and len(noun.labels) > 1 else ""
        if mixed and len(about.nouns) > 1:
            return Reply(f"{sure} {inventory(found)}{place}.")
        note = f" {noun.note}." if noun.note else ""
        return Reply(f"{sure} {count_words(len(found))} {word}{place}{listed}.{note}")
