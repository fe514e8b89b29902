"""The skill for colours (What colour is the cup? Is the car blue? Is the traffic light green?).

A colour is told of a box only. What has none, because it is not in view, has no name for the detector, or is merely
pointed at, has no colour here: the frame's own colour is told of the picture as a whole, and said to be that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from edge.errors import AnswerError
from edge.language.things import NounPhrase
from edge.messages import Claim, Expect, Frame, Intent, Need, Thing
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import all_seen, hit, missing, not_there, strangers
from edge.skills.view.hues import CLEAR, NO_PICTURE, alike, colour_in
from edge.skills.view.sought import Sought, sought

TRAFFIC_LIGHT = "traffic light"
LAMPS = frozenset({"red", "orange", "yellow", "green"})


class Colours(Seeing):
    """Names the colour of what the detector finds, and says why it cannot where it finds nothing."""

    name = "colour"
    intent = Intent.LOOK
    examples = {
        "colour": (
            "What colour is the {thing:cup}?",
            "What color are the {thing:chairs}?",
            "Is the {thing:car} {colour:blue} or {colour:green}?",
            "Is it {colour:red}?",
            "What color is my {thing:shirt}?",
            "Is the {thing:traffic light} {colour:green}?",
            "Has the {thing:light} turned {colour:red}?",
            "Are both {thing:cups} the same colour?",
            "What's the main colour here?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        """None where a kind of thing is meant and not one in view ("what colour is an apple")."""
        wants = sought(meaning, self.language)
        if wants.has("of_a_kind", "elsewhere"):
            return None
        return Claim(self.name, wants=wants, needs=frozenset({Need.PICTURE, Need.THINGS}))

    def answer(self, asked: Asked) -> Reply:
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        frame = view.scene.frame
        if frame is None:
            raise AnswerError(view.scene.missing or NO_PICTURE)
        named = next((phrase for phrase in wants.things if is_light(view, phrase)), None)
        if named is not None or (not wants.known and wants.has("lights", "cross")):
            return light(view, named=named is not None and named.known)
        if wants.has("whole") and not wants.things:
            return Reply(_whole(view, frame))
        strange = next((phrase for phrase in wants.things if not phrase.known), None)
        if chosen := _chosen(view, wants):
            return Reply(chosen)
        if wants.known and not (strange and wants.has("match")):
            return Reply(_of(view, wants) + strangers(view, wants))
        return _unknown(view, strange) if strange else _pointed(view, wants)


def is_light(view: OneLook, phrase: NounPhrase) -> bool:
    """Whether a light is meant that may be one of the traffic's."""
    if phrase.noun is None:
        return False
    lamp = not phrase.noun.labels and bool(view.language.is_in("lamps", phrase.noun.one))
    return lamp or phrase.noun.labels == (TRAFFIC_LIGHT,)


def coloured_light(view: OneLook, wants: Sought) -> bool:
    """Whether a traffic light of some colour is asked for, which is told by `light` alone."""
    return any(is_light(view, phrase) and phrase.colour for phrase in wants.known)


def light(view: OneLook, *, named: bool) -> Reply:
    """Of a light as little as can be: somebody may step into the road on it. `named`: a traffic light is meant."""
    phrase = NounPhrase(view.language.noun_of(TRAFFIC_LIGHT))
    found = view.of(phrase)
    if not found and named:
        return Reply(missing(view, phrase))
    if not found:
        return Reply(view.say("colour.no_light"), degraded="the detector knows no lights but those of the traffic")
    if len(found) > 1:
        text = view.say("colour.lights", things=view.told(found, phrase.noun))
        return Reply(text, degraded="which traffic light is meant is not clear")
    hue, share = colour_in(view.scene, found[0].box)
    if share < CLEAR or hue.split()[-1] not in LAMPS or view.bar.doubtful(found):
        return Reply(view.say("colour.light_unclear"), degraded="the colour of the traffic light is not clear")
    return Reply(view.say("colour.light", hue=hue))


def _of(view: OneLook, wants: Sought) -> str:
    """The colour of the things that are named."""
    plain = [replace(phrase, colour="") for phrase in wants.known]
    found = [(phrase, hit(view, wants, phrase)) for phrase in plain]
    absent = next(((phrase, each) for phrase, each in found if not each.things), None)
    if absent is not None:
        return missing(view, absent[0], absent[1].place)
    if wants.has("match"):
        return _matched(view, [thing for _, each in found for thing in each.things])
    asked = () if wants.has("no") and not wants.has("asked") else wants.colours
    return " ".join(_told(view, phrase, each.things, asked) for phrase, each in found)


def _chosen(view: OneLook, wants: Sought) -> str:
    """Which of several things have the colour asked for (`which of them are green`); empty for another question."""
    if len(wants.colours) != 1 or len(wants.known) != 1 or not wants.has("where"):
        return ""
    phrase = replace(wants.known[0], colour=wants.colours[0])
    there = hit(view, wants, phrase)
    place = " ".join((there.place, view.place(there.things[0]))) if len(there.things) == 1 else there.place
    return f"{view.see(there.things, phrase.noun, place)}." if there.things else not_there(view, phrase, there)


def _told(view: OneLook, phrase: NounPhrase, things: list[Thing], asked: Sequence[str]) -> str:
    noun = phrase.noun if phrase.noun and len(phrase.noun.labels) == 1 else view.language.noun_of(things[0].label)
    hues = [view.colour(thing) for thing in things]
    values = {"one": noun.one, "many": noun.many, "hues": _hues(view, things, hues)}
    if len(asked) > 1 and not any(alike(hue, one) for hue in hues for one in asked):
        return view.say("colour.neither", **values)
    if len(asked) != 1:
        return view.say("colour.one" if len(things) == 1 else "colour.many", **values)
    key = "colour.yes" if all(alike(hue, asked[0]) for hue in hues) else "colour.no"
    return view.say(key if len(things) == 1 else f"{key}_many", **values)


def _hues(view: OneLook, things: list[Thing], hues: list[str]) -> str:
    """`red`; `mostly red` where other colours cover nearly as much; `red on the left and blue on the right`."""
    if len(set(hues)) == 1:
        share = min(colour_in(view.scene, thing.box)[1] for thing in things)
        return hues[0] if share >= CLEAR else view.say("colour.mostly", hue=hues[0])
    places = [view.place(thing) for thing in things]
    if len(set(places)) == len(places):
        return view.listed([f"{hue} {place}" for hue, place in zip(hues, places, strict=True)])
    return view.listed(list(dict.fromkeys(hues)))


def _matched(view: OneLook, things: list[Thing]) -> str:
    hues = [view.colour(thing) for thing in things]
    if len(things) < 2:
        return view.say("colour.pair", seen=all_seen(view))
    same = len({hue.split()[-1] for hue in hues}) == 1
    return view.say("colour.alike" if same else "colour.differ", hues=view.listed(list(dict.fromkeys(hues))))


def _pointed(view: OneLook, wants: Sought) -> Reply:
    """The only kind of thing in view is meant; never a yes or no, since it may still be another one."""
    seen = view.all(wants.side)
    kinds = {thing.label for thing in seen}
    if kinds == {TRAFFIC_LIGHT}:
        return light(view, named=True)
    if not seen:
        return Reply(view.say("colour.nothing"), degraded="nothing is in view that could be meant")
    if len(kinds) > 1:
        return Reply(view.say("colour.which", seen=all_seen(view)), expects=Expect.THING)
    if wants.has("match"):
        return Reply(_matched(view, seen))
    return Reply(_told(view, NounPhrase(view.language.noun_of(*kinds)), seen, ()))


def _unknown(view: OneLook, phrase: NounPhrase) -> Reply:
    """Something that no detector here was taught has no box, and so no colour."""
    many = phrase.noun.many if phrase.noun is not None else ""
    text = view.say("colour.unknown", many=many, seen=all_seen(view))
    return Reply(text, degraded=f"the detector does not know {many}")


def _whole(view: OneLook, frame: Frame) -> str:
    """What covers most of the frame, told as that: no yes or no, since no thing of this colour was found."""
    from edge.perceive.colours import colours_of

    main, *others = colours_of(frame.pixels)
    hue = main.name if main.share >= CLEAR and not others else view.say("colour.mostly", hue=main.name)
    rest = view.listed([colour.name for colour in others])
    return view.say("colour.whole_and" if others else "colour.whole", hue=hue, others=rest)
