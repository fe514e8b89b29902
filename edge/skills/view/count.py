"""The skill that counts things in view (How many cups are there?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.nouns import Noun
from edge.language.question import Kind, Question, question
from edge.language.text import listing
from edge.messages import Claim, Intent, Need, Thing
from edge.render import count_words
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import Bar, at_side, inventory, those
from edge.skills.view.presence import unknown_thing


@dataclass(frozen=True, slots=True)
class Count:
    """Counts boxes, and says when the number is a guess."""

    bar: Bar = field(default_factory=Bar)
    name: str = "count"
    intent: Intent = Intent.LOOK
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "count": (
            "How many people are there?",
            "How many cups are on the table?",
            "Count the chairs, please.",
            "How many dogs can you see on the left?",
            "What is the number of potted plants in this picture?",
            "Tell me how many cars there are.",
            "Can you count the bottles in front of me?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        asked = question(meaning.query.text)
        if asked is None or asked.kind is not Kind.COUNT or asked.colour:
            return None
        return Claim(self.name, wants=asked, needs=frozenset({Need.THINGS}))

    def answer(self, asked: Asked) -> Reply:
        about = wanted(asked, Question)
        if not about.nouns[0].labels:
            return unknown_thing(about.nouns[0], asked.scene, self.bar)
        place = f" {at_side(about.side)}" if about.side else ""
        found = [(noun, self.bar.present(those(asked.scene, noun, about.side))) for noun in about.nouns]
        counted_all = [thing for _, things in found for thing in things]
        if not counted_all:
            few = "somebody far away" if about.nouns[0].labels == ("person",) else "small ones"
            return Reply(
                f"I see no {listing([noun.many for noun in about.nouns], 'or')}{place}, though I could miss {few}."
            )
        doubt = any(self.bar.doubtful(thing, "count") for thing in counted_all)
        notes = dict.fromkeys(f" {noun.note}." for noun, things in found if noun.note and things)
        numbers = listing([_number(noun, things) for noun, things in found])
        return Reply(f"{'I think I see' if doubt else 'I see'} {numbers}{place}.{''.join(notes)}")


def _number(noun: Noun, things: list[Thing]) -> str:
    one, many = ("person", "people") if noun.note else (noun.one, noun.many)
    if len(noun.labels) > 1 and things and one == many:
        return inventory(things)  # furniture has no number of its own
    number = f"{count_words(len(things)) if things else 'no'} {one if len(things) == 1 else many}"
    return f"{number}: {inventory(things)}" if len({thing.label for thing in things}) > 1 else number
