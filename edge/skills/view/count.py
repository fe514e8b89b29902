"""The skill that counts things in view (How many cups are there?)."""

from __future__ import annotations

from edge.language.nouns import Noun
from edge.language.numbers import in_words
from edge.language.things import NounPhrase, read_thing
from edge.messages import Claim, Expect, Intent, Thing
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.amounts import amount, asks_amount
from edge.skills.view.colour import coloured_light, light
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import Hit, all_seen, hit, hued, strangers, unknown_thing
from edge.skills.view.sought import Sought, sought


class Count(Seeing):
    """Counts boxes. From some number on the count is about right, and is said to be that."""

    name = "count"
    intent = Intent.LOOK
    examples = {
        "count": (
            "How many {thing:people} are there?",
            "Count the {thing:chairs}, please.",
            "How many {thing:cups} are on the {ref:table}?",
            "How many {thing:dogs} can you see on the {side:left}?",
            "Is there only one {thing:bottle}?",
            "Are there more {thing:cups} than {thing:people}?",
            "There should be {number:four} {thing:forks}, are they all there?",
            "Tell me the number of {thing:cars} and {thing:bicycles}.",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        """None where it is asked how many are not there, or do not do something: no box tells that."""
        wants, past = sought(meaning, self.language), meaning.past
        if wants.has("elsewhere") or (wants.has("no") and not wants.has("again", "exactly", "lacking")):
            return None
        seen = int(past.figure) if past is not None and past.task == "count" and past.figure.isdigit() else None
        if seen is not None and wants.has("lacking") and wants.numbers and wants.numbers[0] >= seen:
            return Claim(self.name, wants=(wants.numbers[0], seen))
        return Claim(self.name, wants=wants, needs=wants.needs)

    def answer(self, asked: Asked) -> Reply:
        if isinstance(asked.wants, tuple):
            total, seen = asked.wants
            n = in_words(total - seen).capitalize()
            return Reply(self.language.say("count.lacking", n=n, seen=in_words(seen), wanted=in_words(total)))
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        things = wants.things or self._meant(view, wants)
        if not things:
            return Reply(view.say("count.what", seen=all_seen(view)), expects=Expect.THING)
        if not any(phrase.known for phrase in things):
            return unknown_thing(view, things[0])
        if coloured_light(view, wants):
            return light(view, named=True)
        if asks_amount(wants):
            return Reply(amount(view, wants), figure=str(len(hit(view, wants, wants.known[0]).things)))
        found = [(phrase, hit(view, wants, phrase)) for phrase in things if phrase.known]
        return Reply(
            _counted(view, found) + strangers(view, wants),
            figure=str(len({id(t) for _, each in found for t in each.things})),
        )

    def _meant(self, view: OneLook, wants: Sought) -> tuple[NounPhrase, ...]:
        """People, where they are meant; else what is counted without a name: the only kind of thing in view."""
        if wants.has("anybody"):
            return (read_thing("people", self.language),)
        seen = view.all(wants.side)
        kinds = {thing.label for thing in seen}
        return (NounPhrase(self.language.noun_of(seen[0].label), many=True),) if len(kinds) == 1 else ()


def _counted(view: OneLook, found: list[tuple[NounPhrase, Hit]]) -> str:
    nouns = [phrase.noun for phrase, _ in found if phrase.noun is not None]
    things = [thing for _, each in found for thing in each.things]
    place, note = found[0][1].place, next((each.note for _, each in found if each.things), found[0][1].note)
    if not things:
        many = view.listed([noun.many for noun in nouns], either=True)
        key = "count.nobody" if nouns[0].labels == ("person",) else "count.none"
        place = " ".join(part for part in (hued(view, found[0][0], []), place) if part)
        return view.say(key, many=many, place=f" {place}" if place else "")
    told = view.listed([_number(view, noun, each.things) for noun, (_, each) in zip(nouns, found, strict=True)])
    key = "view.maybe" if view.bar.doubtful(things) else "view.see"
    see = view.say(key, things=f"{told} {place}".strip())
    return view.say("view.noted", see=see, note=note) if note else f"{see}."


def _number(view: OneLook, noun: Noun, things: list[Thing]) -> str:
    """`one cup`; `three animals: two dogs and a cat`; furniture and scissors have no number of their own."""
    kinds = {thing.label for thing in things}
    if len(noun.labels) > 1 and things and (noun.one == noun.many or len(kinds) == 1):
        return view.inventory(things)
    number = view.language.numbered(len(things), noun)
    return view.say("count.group", number=number, things=view.inventory(things)) if len(kinds) > 1 else number
