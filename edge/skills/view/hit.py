"""What is there of a thing that is asked for: where, beside what, and what cannot be told of it."""

from __future__ import annotations

from edge.language.things import NounPhrase
from edge.messages import Thing
from edge.records import dataclass
from edge.skills.skill import Reply
from edge.skills.view.describe import OneLook
from edge.skills.view.places import RELATIONS
from edge.skills.view.sought import Sought


@dataclass(frozen=True, slots=True)
class Hit:
    """The boxes for one thing that is asked for. `elsewhere`: those that are not on the side that is asked.

    `place`: words for where they are sought; `note`: what cannot be told of them.
    """

    things: list[Thing]
    elsewhere: list[Thing]
    place: str = ""
    note: str = ""


def hit(view: OneLook, wants: Sought, phrase: NounPhrase) -> Hit:
    """What is there of this thing, on that side, on or beside that other thing."""
    found, note = view.of(phrase, wants.side), cannot_tell(view, phrase)
    hue = hued(view, phrase, found) if found else ""
    place = " ".join(part for part in (hue, view.side(wants.side or phrase.side)) if part)
    person = phrase.noun is not None and phrase.noun.labels == ("person",)
    doubted = wants.has("quality") or (wants.has("filled") and not person)
    note = note or (view.say("view.state") if doubted else "")
    if not wants.refs:
        there = [] if found or phrase.colour or not place else view.of(NounPhrase(phrase.noun))
        return Hit(found, there, place, note)
    beside, ref = relation_of(wants), wants.refs[0]
    if wants.relation in ("behind", "in_front"):
        return Hit(found, [], "", note or view.say("view.depth"))
    where = view.say(f"relation.{beside}", ref=name_of(ref))
    near = [thing for thing in found if any(RELATIONS[beside](thing, box) for box in view.of(ref) if box is not thing)]
    if near or not found:
        return Hit(near, [], where, note)
    return Hit(found, [], "", note or view.say("view.unsure_place", place=where))


def hued(view: OneLook, phrase: NounPhrase, found: list[Thing]) -> str:
    """`that look red`, of things that were sought by their colour; empty for others."""
    if not phrase.colour:
        return ""
    return view.say("view.hued" if len(found) == 1 else "view.hued_many", hue=phrase.colour)


def relation_of(wants: Sought) -> str:
    """How the thing is to lie to what it is sought beside: on it, where nothing else is said."""
    return wants.relation if wants.relation in RELATIONS else "on"


def name_of(phrase: NounPhrase) -> str:
    """How a thing is called; `thing` where it was not named."""
    if phrase.noun is None:
        return "thing"
    return f"{phrase.colour} {phrase.noun.many if phrase.many else phrase.noun.one}".strip()


def cannot_tell(view: OneLook, phrase: NounPhrase) -> str:
    """What the detector cannot tell of a thing, so that no answer says it back; empty where there is nothing."""
    told = phrase.noun.note if phrase.noun is not None else ""
    return told or (view.say("view.which") if phrase.kind or phrase.size else "")


def missing(view: OneLook, phrase: NounPhrase, place: str = "", *, many: bool = False) -> str:
    """The answer that a thing is not seen, which does not mean that it is not there."""
    noun, there = phrase.noun, f" {place}" if place else ""
    if noun is None:
        return view.say("view.nothing")
    if noun.labels == ("person",):
        return view.say("view.missing_people", place=there)
    if many or phrase.many or noun.one == noun.many:
        return view.say("view.missing_many", many=noun.many, place=there)
    return view.say("view.missing", a=noun.a, place=there)


def not_there(view: OneLook, phrase: NounPhrase, there: Hit, *, many: bool = False) -> str:
    """The answer where nothing was found: not seen at all, only elsewhere, or only of another colour."""
    noun = phrase.noun
    if noun is not None and there.elsewhere:
        one = view.language.noun_of(there.elsewhere[0].label).one
        return view.say("view.elsewhere", one=one, place=view.place(there.elsewhere[0]))
    others = view.of(NounPhrase(noun)) if phrase.colour else []
    if noun is not None and others:
        hues = view.listed(list(dict.fromkeys(view.colour(thing) for thing in others)), either=True)
        key = "view.other_colour" if len(others) == 1 else "view.other_colours"
        return view.say(key, one=noun.one, many=noun.many, hues=hues)
    return missing(view, phrase, there.place, many=many)


def strangers(view: OneLook, wants: Sought) -> str:
    """That some of the things are unknown, as a sentence after what is said of the others; empty where none are."""
    many = [phrase.noun.many for phrase in wants.things if phrase.noun is not None and not phrase.known]
    return f" {view.say('view.strange', many=view.listed(many, either=True))}" if many else ""


def unknown_thing(view: OneLook, phrase: NounPhrase) -> Reply:
    """The answer for a thing that the detector does not know: that, and what it sees."""
    many = phrase.noun.many if phrase.noun is not None else ""
    text = view.say("view.unknown", many=many, seen=all_seen(view))
    return Reply(text, degraded=f"the detector does not know {many}")


def all_seen(view: OneLook) -> str:
    """All that is in view, as a sentence."""
    seen = view.all()
    return f"{view.see(seen)}." if seen else view.say("view.nothing")
