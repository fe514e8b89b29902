"""The skill for whether a thing is in view (Is there a dog? Any cups on the left?)."""

from __future__ import annotations

from edge.language.things import NounPhrase, read_thing, spotted
from edge.messages import Claim, Intent
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.amounts import amount, asks_amount
from edge.skills.view.carried import goes_on
from edge.skills.view.colour import coloured_light, light
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import all_seen, hit, not_there, strangers, unknown_thing
from edge.skills.view.relation import beside
from edge.skills.view.sought import Sought, sought


class Presence(Seeing):
    """Answers yes or no, and says how sure that is."""

    name = "presence"
    intent = Intent.LOOK
    examples = {
        "presence": (
            "Is there a {thing:dog}?",
            "Can you see a {thing:red cup} on the {ref:table}?",
            "Is {thing:anybody} here?",
            "Are there any {thing:cups} or {thing:glasses} in view?",
            "I can't find my {thing:keys}, do you see them?",
            "Any {thing:chairs} on the {side:left}?",
            "There's no {thing:cat} in here, is there?",
            "Am I near a {thing:bench}?",
            "Would there happen to be a {thing:bottle} lying about?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = sought(meaning, self.language)
        return Claim(self.name, wants=wants, needs=wants.needs) if not wants.has("elsewhere") else None

    def instead(self, meaning: Meaning) -> str:
        """The task of a question that goes on from the one before, or asks whether a thing in view is free."""
        first = meaning.said.partition(" ")[0]
        things, places = spotted(meaning.said, self.language)
        free = first in ("is", "are") and bool(things) and not places and "filled" in self.language.cues(meaning.said)
        return "presence" if free else goes_on(meaning, self.language)

    def answer(self, asked: Asked) -> Reply:
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        if wants.has("behind_me"):
            return Reply(view.say("view.behind_me", seen=all_seen(view)))
        if wants.has("way") and not wants.known:
            return way(view)
        if not wants.things:
            return self._nameless(view, wants)
        if not wants.known:
            return unknown_thing(view, wants.things[0])
        if coloured_light(view, wants):
            return light(view, named=True)
        if asks_amount(wants):
            return Reply(amount(view, wants))
        told = _several(view, wants) if len(wants.known) > 1 else _one(view, wants, wants.known[0])
        far = f" {view.say('where.far')}" if wants.has("far") else ""
        return Reply(told + far + strangers(view, wants))

    def _nameless(self, view: OneLook, wants: Sought) -> Reply:
        """`is anything on the table`, `am I alone`, `is there anything`."""
        if wants.refs and not wants.has("anybody"):
            return beside(view, wants)
        if wants.has("alone", "anybody"):
            people = read_thing("people", self.language)
            if wants.has("alone") and not view.of(people):
                return Reply(view.say("view.alone"))
            return Reply(_one(view, wants, people, neutral=wants.has("alone")))
        return Reply(all_seen(view))


def _one(view: OneLook, wants: Sought, phrase: NounPhrase, *, neutral: bool = False) -> str:
    """Yes or no; neither where the question denies it (`are there no cups`): a yes to that may mean both."""
    there = hit(view, wants, phrase)
    neutral = neutral or (wants.has("no") and not wants.has("asked"))
    if not there.things:
        return not_there(view, phrase, there)
    see = view.see(there.things, phrase.noun, there.place)
    if there.note:
        return view.say("view.noted", see=see, note=there.note)
    return f"{see}." if neutral or view.bar.doubtful(there.things) else view.say("view.yes", see=see)


def _several(view: OneLook, wants: Sought) -> str:
    """`a cup or a glass`, `a cup and a glass`: what there is of them, and what there is not."""
    found = [(phrase, hit(view, wants, phrase)) for phrase in wants.known]
    there = list({id(t): t for _, each in found for t in each.things}.values())
    place = found[0][1].place
    named = [phrase.noun for phrase, each in found if phrase.noun is not None and not each.things]
    if not there:
        many = view.listed([noun.many for noun in named], either=True)
        return view.say("view.missing_several", many=many, place=f" {place}" if place else "")
    see = view.see(there, None, place)
    if not named:
        return view.say("view.yes", see=see)
    said = view.say("view.but_no", see=see, absent=view.listed([noun.one for noun in named], either=True))
    return view.say("view.no" if wants.has("and") and not wants.has("or") else "view.yes", see=said.removesuffix("."))


def way(view: OneLook) -> Reply:
    """What stands straight ahead. Whether the way is free no box tells."""
    ahead = view.all("middle")
    degraded = "how far away things are is not known"
    if not ahead:
        return Reply(view.say("view.way_free"), degraded=degraded)
    return Reply(view.say("view.way", see=view.see(ahead)), degraded=degraded)
