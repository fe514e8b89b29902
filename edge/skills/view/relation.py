"""The skill for how things lie to each other (What is next to the laptop? Which is bigger?): as far as boxes tell."""

from __future__ import annotations

from dataclasses import replace

from edge.language.nouns import Noun
from edge.language.things import NounPhrase
from edge.messages import Claim, Intent, Thing
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import Hit, all_seen, hit, not_there, relation_of, strangers, unknown_thing
from edge.skills.view.places import RELATIONS, area, between, left_of, within
from edge.skills.view.sought import Sought, sought
from edge.skills.view.where import where_is

BIGGER = 1.25  # times as large: what differs less looks about as big
EXTREMES = {"biggest": max, "smallest": min, "nearest": max, "furthest": min}
SIZES = {"bigger": "biggest", "smaller": "smallest"}
DEPTH = ("behind", "in_front")
UNSURE = "how far away things are is not known"


class Relation(Seeing):
    """Tells what lies where beside what, and which is bigger. What is in front and what behind no box tells."""

    name = "relation"
    intent = Intent.LOOK
    examples = {
        "relation": (
            "What is next to the {ref:laptop}?",
            "What's to the {side:left} of the {ref:keyboard}?",
            "What stands on the {ref:table}?",
            "Is the {thing:keyboard} {side:left} or {side:right} of the {ref:mouse}?",
            "Is the {thing:cat} on the {ref:couch}?",
            "Which is bigger, the {thing:car} or the {thing:bus}?",
            "What is the biggest thing here?",
            "Which {thing:chair} is nearest to me?",
            "What is between the {ref:cup} and the {ref:bottle}?",
            "Is the {thing:dog} behind the {ref:car}?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = sought(meaning, self.language)
        rests = self.language.cues(meaning.said.rpartition(" ")[2])  # what is the cup standing on
        wants = wants if {*rests} & {"on", "in", "under"} else with_ref(wants)
        claims = wants.relation or wants.refs or wants.things
        return Claim(self.name, wants=wants, needs=wants.needs) if claims else None

    def answer(self, asked: Asked) -> Reply:
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        strange = next((phrase for phrase in (*wants.things, *wants.refs) if not phrase.known), None)
        known = next((phrase for phrase in (*wants.things, *wants.refs) if phrase.known), None)
        if strange is not None and strange in wants.things and known is not None and wants.has("where"):
            return Reply(where_is(view, wants, known) + strangers(view, wants))
        if strange is not None:
            return unknown_thing(view, strange)
        if wants.relation in (*EXTREMES, *SIZES):
            return _extreme(view, wants) if len(wants.things) < 2 else _compared(view, wants)
        if len(wants.things) > 1:
            return Reply(" ".join(where_is(view, wants, phrase) for phrase in wants.things))
        if wants.things and wants.refs:
            return _is_beside(view, wants)
        if wants.things and wants.has("what"):
            return Reply(_rests(view, wants, wants.things[0]))
        if wants.things:
            return Reply(where_is(view, wants, wants.things[0]))
        return beside(view, wants)


def with_ref(wants: Sought) -> Sought:
    """The second of two things is what the first lies beside; so is one alone that the question looks around."""
    around = wants.relation in (*RELATIONS, *DEPTH, "between")
    if not wants.refs and around and (len(wants.things) > 1 or wants.has("what")):
        split = 1 if len(wants.things) > 1 and wants.relation != "between" else 0
        wants = replace(wants, things=wants.things[:split], refs=wants.things[split:])
    sided = wants.side in ("left", "right") and wants.refs
    if wants.refs and wants.relation == "nearest":
        wants = replace(wants, cues=("next_to", *wants.cues))
    if sided and wants.relation in ("", "on", "in", "next_to"):
        cue = "left_of" if wants.side == "left" else "right_of"
        wants = replace(wants, cues=(cue, *wants.cues))
    return replace(wants, side="") if sided else wants


def beside(view: OneLook, wants: Sought) -> Reply:
    """What lies on, beside or between the things that are named."""
    if not all(phrase.known for phrase in wants.refs):
        return unknown_thing(view, wants.refs[0])
    boxes = [view.of(phrase) for phrase in wants.refs]
    gone = next((phrase for phrase, them in zip(wants.refs, boxes, strict=True) if not them), None)
    if gone is not None or not boxes:
        noun = gone.noun if gone is not None else None
        return Reply(view.say("relation.no_ref", a=noun.a, seen=all_seen(view)) if noun else all_seen(view))
    if wants.relation in DEPTH or (wants.relation == "between" and len(boxes) < 2):
        return Reply(view.say("relation.depth_all", seen=all_seen(view)), degraded=UNSURE)
    refs = [them[0] for them in boxes]
    others = [thing for thing in view.all() if not any(thing in them for them in boxes) and not _around(thing, refs)]
    if wants.has("who"):
        others = [thing for thing in others if thing.label == "person"]
    if wants.relation == "between":
        found = [thing for thing in others if between(thing, *refs[:2])]
        place = view.say("relation.between", ref=_one(wants.refs[0]), other=_one(wants.refs[1]))
    else:
        near = relation_of(wants)
        found = [thing for thing in others if RELATIONS[near](thing, refs[0])]
        if near == "above" and not found:  # what hangs over a chair
            found = [thing for thing in others if RELATIONS["on"](thing, refs[0])]
            near = "on" if found else near
        place = view.say(f"relation.{near}", ref=_one(wants.refs[0]))
    return Reply(f"{view.see(found, None, place)}." if found else view.say("relation.nothing", place=place))


def _rests(view: OneLook, wants: Sought, phrase: NounPhrase) -> str:
    """What a thing lies on or in."""
    here = view.of(phrase)
    if not here:
        return not_there(view, phrase, Hit([], []))
    near = relation_of(wants)
    below = [thing for thing in view.all() if thing not in here and RELATIONS[near](here[0], thing)]
    if not below:
        return where_is(view, wants, phrase)
    place = view.say(f"relation.{near}", ref=view.language.noun_of(below[0].label).one)
    return view.say("relation.is", one=_one(phrase), place=place)


def _around(thing: Thing, refs: list[Thing]) -> bool:
    """Whether it is something like the table that they all lie on."""
    return any(within(ref, thing) for ref in refs)


def _is_beside(view: OneLook, wants: Sought) -> Reply:
    """Whether one thing lies on or beside another; where it is, where the question offers both sides."""
    phrase, ref = wants.things[0], wants.refs[0]
    here, there = view.of(phrase), view.of(ref)
    for each, boxes in ((phrase, here), (ref, there)):
        if not boxes:
            return Reply(not_there(view, each, Hit([], [])))
    one, seen = _one(phrase), _side_by_side(view, here[0], there[0], ref)
    if wants.relation in DEPTH:
        return Reply(view.say("relation.depth", one=one, place=seen), degraded=UNSURE)
    offered = [cue for cue in wants.cues if cue in RELATIONS] or ["on"]
    if wants.sides or offered[0] in ("left_of", "right_of"):
        near = view.say(f"relation.{offered[0]}", ref=_one(ref))
        key = "is" if len(wants.sides) > 1 else "yes" if seen == near else "no"
        return Reply(view.say(f"relation.{key}", one=one, place=seen))
    holds = next((near for near in offered if any(RELATIONS[near](a, b) for a in here for b in there)), None)
    if holds is None:
        return Reply(view.say("relation.not_so", one=one, place=seen))
    key, place = "is" if len(offered) > 1 else "yes", view.say(f"relation.{holds}", ref=_one(ref))
    return Reply(view.say(f"relation.{key}", one=one, place=place))


def _side_by_side(view: OneLook, thing: Thing, other: Thing, ref: NounPhrase) -> str:
    return view.say("relation.left_of" if left_of(thing, other) else "relation.right_of", ref=_one(ref))


def _compared(view: OneLook, wants: Sought) -> Reply:
    """Which of two is bigger, or seems nearer; by their boxes, and said with that doubt."""
    boxes = [view.of(phrase) for phrase in wants.things[:2]]
    for phrase, them in zip(wants.things, boxes, strict=False):
        if not them:
            return Reply(not_there(view, phrase, Hit([], [])))
    (big, one), (small, other) = sorted(
        ((area(them[0].box), _one(phrase)) for phrase, them in zip(wants.things, boxes, strict=False)), reverse=True
    )
    if big < BIGGER * small:
        return Reply(view.say("relation.alike", one=one, other=other))
    key = "bigger" if wants.relation in SIZES else "nearer"
    return Reply(view.say(f"relation.{key}", one=one, other=other), degraded="" if key == "bigger" else UNSURE)


def _extreme(view: OneLook, wants: Sought) -> Reply:
    """The biggest, or what seems nearest: of the things that are named, or of all."""
    phrase = wants.things[0] if wants.things else None
    found = hit(view, wants, phrase or NounPhrase()).things
    rests = [box for ref in wants.refs for box in view.of(ref)]
    found = [thing for thing in found if thing not in rests]
    if not found:
        return Reply(not_there(view, phrase, Hit([], [])) if phrase is not None else view.say("view.nothing"))
    most = SIZES.get(wants.relation, wants.relation)
    chosen = EXTREMES[most](found, key=lambda thing: area(thing.box))
    noun = view.language.noun_of(chosen.label)
    text = view.say(f"relation.{most}", one=noun.one, place=view.place(chosen))
    return Reply(text, degraded=UNSURE if most in ("nearest", "furthest") else "")


def _one(phrase: NounPhrase) -> str:
    noun: Noun | None = phrase.noun
    return f"{phrase.colour} {noun.one}".strip() if noun is not None else ""
