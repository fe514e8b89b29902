"""The skill for where a thing is (Where is the phone? Is the dog to my left or right?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.question import Kind, Question, question
from edge.messages import Claim, Intent, Need
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import Bar, at_side, counts_by_kind, side_of, those
from edge.skills.view.presence import missing, unknown_thing

GUESS = 0.1  # who asks where something is has reason to think that it is there: a weak box is worth a guess


@dataclass(frozen=True, slots=True)
class Where:
    """Names the third of the view that the main one is in: one side, never two."""

    bar: Bar = field(default_factory=Bar)
    name: str = "where"
    intent: Intent = Intent.LOOK
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "where": (
            "Where is the phone?",
            "Is the dog to my left or right?",
            "Which side is the TV on?",
            "Tell me where the bottle is.",
            "In which part of the picture is the dog?",
            "Whereabouts is the cat?",
            "Could you point out the backpack?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        asked = question(meaning.query.text)
        if asked is None or asked.kind is not Kind.WHERE or asked.colour:
            return None
        return Claim(self.name, wants=asked, needs=frozenset({Need.THINGS}))

    def answer(self, asked: Asked) -> Reply:
        about = wanted(asked, Question)
        noun = about.nouns[0]
        if not noun.labels:
            return unknown_thing(noun, asked.scene, self.bar)
        near = those(asked.scene, noun)
        found = self.bar.passed(near, "where")
        if not found:
            guess = next((thing for thing in near if thing.score >= GUESS), None)
            if guess is None:
                return Reply(missing(noun, many=False))
            return Reply(f"I'm not sure, but there may be {counts_by_kind([guess], noun)} {at_side(side_of(guess))}.")
        main = found[0]
        place = at_side(side_of(main))
        subject = f"I see {counts_by_kind(found, noun)}; the main one is" if len(found) > 1 else f"the {noun.one} is"
        if self.bar.doubtful(main, "where"):
            return Reply(f"I think {subject} {place}.")
        return Reply(f"{subject[0].upper()}{subject[1:]} {place}.")
