"""The skill for whether a thing is in view (Is there a dog? Any cups in view?)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.language.nouns import Noun
from edge.language.plurals import with_article
from edge.language.question import Kind, Question, question
from edge.language.text import listing
from edge.messages import Claim, Intent, Need, Scene
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import Bar, at_side, counts_by_kind, in_sight, inventory, side_of, things_in, those


@dataclass(frozen=True, slots=True)
class Presence:
    """Answers yes or no, and says how sure that is."""

    bar: Bar = field(default_factory=Bar)
    name: str = "presence"
    intent: Intent = Intent.LOOK
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "presence": (
            "Is there a dog?",
            "Can you see a chair?",
            "Is anybody here?",
            "Are there any cups in view?",
            "Is this a bottle?",
            "Is it a dog or a cat?",
            "Am I looking at a bus?",
            "Could you tell me if there's a bicycle in this picture?",
            "Is there more than one person?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        asked = question(meaning.query.text)
        if asked is None or asked.kind not in (Kind.PRESENCE, Kind.IDENTITY) or asked.colour:
            return None
        return Claim(self.name, wants=asked, needs=frozenset({Need.THINGS}))

    def answer(self, asked: Asked) -> Reply:
        about = wanted(asked, Question)
        known = [noun for noun in about.nouns if noun.labels]
        if not known:
            return unknown_thing(about.nouns[0], asked.scene, self.bar)
        if len(known) > 1:
            return Reply(self._several(known, asked.scene, about))
        if about.kind is Kind.IDENTITY:
            return Reply(self._identity(known[0], asked.scene))
        return Reply(self._one(known[0], asked.scene, about))

    def _one(self, noun: Noun, scene: Scene, about: Question) -> str:
        near = those(scene, noun, about.side)
        found = self.bar.present(near)
        note = f" {noun.note}." if noun.note and found else ""
        place = f" {at_side(about.side)}" if about.side else ""
        if about.exact and len(found) > about.least:
            return f"No, I see {counts_by_kind(found, noun)}{place}.{note}"
        if found and len(found) < about.least:
            return f"No, I see only {counts_by_kind(found, noun)}{place}.{note}"
        if found:
            sure = not all(self.bar.doubtful(thing, "answer") for thing in found)
            there = "Yes, I see" if sure else "I think I see"
            listed = counts_by_kind(found, noun)
            return f"I see {listed}{place}, but{note.removesuffix('.')}." if note else f"{there} {listed}{place}."
        elsewhere = self.bar.present(those(scene, noun)) if about.side else []
        if elsewhere:
            return f"No, the {noun.one} that I see is {at_side(side_of(elsewhere[0]))}."
        return missing(noun, place, many=about.many or about.least > 1)

    def _identity(self, noun: Noun, scene: Scene) -> str:
        found = self.bar.present(those(scene, noun))
        if found:
            sure = "Yes, it looks like" if not self.bar.doubtful(found[0], "answer") else "I think yes, it looks like"
            return f"{sure} {counts_by_kind(found, noun)}." + (f" {noun.note}." if noun.note else "")
        others = inventory(self.bar.present(things_in(scene)))
        return (
            f"No, I don't think so. I see {others}." if others else f"No, I don't see {with_article(noun.one)} there."
        )

    def _several(self, nouns: list[Noun], scene: Scene, about: Question) -> str:
        found = [(noun, self.bar.present(those(scene, noun, about.side))) for noun in nouns]
        there = list(dict.fromkeys(counts_by_kind(things, noun) for noun, things in found if things))
        if not there:
            return (
                f"No, I don't see any {listing([noun.many for noun in nouns], 'or')}, though I could miss small ones."
            )
        absent = [noun.many if about.many else noun.one for noun, things in found if not things]
        says = "No" if about.each and absent else "Yes"
        return f"{says}, I see {listing(there)}" + (f", but no {listing(absent, 'or')}." if absent else ".")


def missing(noun: Noun, place: str = "", *, many: bool) -> str:
    """The answer that a thing is not seen, which does not mean that it is not there."""
    if noun.labels == ("person",) and not noun.note:
        return f"I don't see anybody{place}, though I could miss somebody far away."
    if many:
        return f"I don't see any {noun.many}{place}, but I could miss small ones."
    return f"I don't see {with_article(noun.one)}{place}, but I could miss a small one."


def unknown_thing(noun: Noun, scene: Scene, bar: Bar) -> Reply:
    """The answer for a thing that the detector does not know."""
    things_in(scene)  # a lost camera is the better reason
    text = f"I can't recognise {noun.many}. {in_sight(scene, bar)}".strip()
    return Reply(text, degraded=f"the detector does not know {noun.many}")
