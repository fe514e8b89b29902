"""What colour is this? Is the shirt blue or green? Is there a red car?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from edge.errors import AnswerError
from edge.language.nouns import Noun, noun_at
from edge.language.polite import core
from edge.language.question import Kind, Question, question
from edge.language.skeleton import COLOURS
from edge.language.text import counted, listing
from edge.messages import Box, Claim, Frame, Intent, Need, Past, Query, Scene, Thing
from edge.skills.skill import Asked, Reply
from edge.skills.view.describe import Bar, at_side, side_of, those
from edge.skills.view.presence import missing

CLEAR = 0.55  # a colour that covers this much of a region is named without doubt
_POINTED = r"(?:this|that|these|those|it|they)"
_TAIL = (
    r"(?: (?:is (?:it|this|that)|are (?:they|these)|here|there|in front of me|right here|in (?:this|the) (?:picture"
    r"|photo|image)"
    r"|on (?:the|this|my) (?:left|right|table|desk|wall|bed|floor)|i'm holding|i am holding|am i holding"
    r"|in my hands?|i'm wearing|am i wearing|called))*$"
)
_COLOUR = r"(?:main |exact |dominant )?colou?rs?"
_ASKED = re.compile(
    rf"^(?:what|which|tell me what|what's the|what is the|tell me the|what are the|name the|identify the"
    rf"|describe the|the) {_COLOUR}"
    rf"(?: (?:is|are|was|of|would you say|do you think))*"
    rf"(?: (?:is|are))?(?: (?P<point>{_POINTED}|the|my))?(?P<what>(?: (?!is|are|of|to|for|go|goes|make"
    rf"|makes|in|on|do|does|an?\b)[\w'-]+){{0,3}}?)" + _TAIL
)
_CHOICE = re.compile(
    rf"^(?:is|are) (?:(?P<point>{_POINTED})|(?:the|my|this|that|these|those))(?P<what>(?: [\w'-]+){{0,3}}?)"
    r" (?P<first>(?:(?:light|dark|bright|pale) )?[a-z]+)(?: or (?P<second>(?:(?:light|dark|bright"
    r"|pale) )?[a-z]+))?(?: in colou?r)?" + _TAIL
)
# Things that people ask the colour of; the detector does not know them, so the middle of the picture stands for them.
_HELD = frozenset(
    """
    shirt t-shirt tshirt top blouse sweater jumper hoodie jacket coat dress skirt pants trousers jeans shorts sock socks
    shoe shoes hat cap scarf glove gloves belt hair wall walls door carpet rug curtain curtains floor ceiling towel
    blanket pillow paint yarn thread polish cloth fabric material paper box lamp wire cable button pen pencil flower
    flowers sky grass water light lid bag one thing object item outfit clothes garment stuff piece crayon marker
    """.split()
)
_SAME = {
    "gray": "grey", "violet": "purple", "navy": "blue", "teal": "green", "turquoise": "blue", "golden": "yellow",
    "gold": "yellow", "silver": "grey", "beige": "brown", "tan": "brown", "cream": "white", "maroon": "red",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Colours:
    """Names the colour of a thing that the detector finds, else of the middle of the picture."""

    bar: Bar = field(default_factory=Bar)
    name: str = "colour"
    intent: Intent = Intent.LOOK

    def claim(self, query: Query, recent: tuple[Past, ...]) -> Claim | None:
        about = question(query.text)
        if about is not None and about.colour and len(about.nouns) == 1:
            return Claim(self.name, {"do": "find"}, frozenset({Need.PICTURE, Need.THINGS}))
        said = core(query.text)
        match = _ASKED.match(said) or _choice(said)
        if match is None or not _ours(match):
            return None
        needs = {Need.PICTURE, Need.THINGS} if _noun(match["what"]) else {Need.PICTURE}
        slots = {"do": "name", "what": match["what"].strip()}
        if "first" in match.groupdict():
            slots |= {"do": "check", "first": match["first"], "second": match["second"] or ""}
        return Claim(self.name, slots, frozenset(needs))

    def answer(self, asked: Asked) -> Reply:
        frame = asked.scene.frame
        if frame is None:
            raise AnswerError(asked.scene.missing or "I could not take a picture just now.")
        about = question(asked.query.text)
        if asked.slots.get("do") == "find" and about is not None:
            return Reply(self._find(about, asked.scene, frame))
        noun = _noun(str(asked.slots.get("what", "")))
        thing = next(iter(self.bar.passed(those(asked.scene, noun), "answer")), None) if noun else None
        named, share = _colour_in(frame, thing.box if thing else None)
        subject = f"the {noun.one}" if noun and thing else "the middle of the picture" if noun else "it"
        start = (
            f"I don't see {noun.one if noun.one.endswith('s') else 'the ' + noun.one}; " if noun and not thing else ""
        )
        if asked.slots.get("do") == "check":
            first, second = str(asked.slots["first"]), str(asked.slots["second"])
            return Reply(_sentence(start + _checked(subject, named, first, second)))
        doubt = "looks" if share >= CLEAR else "looks mostly"
        return Reply(_sentence(f"{start}{subject} {doubt} {named}"))

    def _find(self, about: Question, scene: Scene, frame: Frame) -> str:
        noun = about.nouns[0]
        there = self.bar.present(those(scene, noun, about.side))
        hues = [(thing, _colour_in(frame, thing.box)[0]) for thing in there]
        found = [thing for thing, named in hues if _alike(named, about.colour)]
        kind = f"{about.colour} {noun.one}"
        if about.kind is Kind.COUNT:
            return f"I see {counted(len(found), kind)}."
        if not there:
            return missing(noun, many=about.many)
        if not found:
            other = listing(list(dict.fromkeys(named for _, named in hues)), "or")
            return f"No, the {noun.one if len(there) == 1 else noun.many} that I see {_be(there)} {other}."
        if about.kind is Kind.WHERE:
            return f"The {kind} is {at_side(side_of(found[0]))}."
        return f"Yes, I see {counted(len(found), kind)}."


def _be(things: list[Thing]) -> str:
    return "is" if len(things) == 1 else "are"


def _colour_in(frame: Frame, box: Box | None) -> tuple[str, float]:
    from edge.perceive.colours import MIDDLE, colour_of

    found = colour_of(frame.pixels, box or MIDDLE)
    return found.name, found.share


def _choice(said: str) -> re.Match[str] | None:
    """`is this blue or green`: only if what is offered are colours."""
    match = _CHOICE.match(said)
    offered = [match["first"], match["second"]] if match else []
    return match if all(colour is None or colour.split()[-1] in COLOURS for colour in offered) else None


def _ours(match: re.Match[str]) -> bool:
    """Something in view is meant: it is pointed at, known to the detector, or what people wear and hold."""
    what = match["what"].split()
    if not what or _noun(match["what"]):
        return bool(match["point"]) or bool(what) or match.re is _CHOICE
    return what[-1] in _HELD


def _noun(what: str) -> Noun | None:
    tokens = what.split()
    found = noun_at(tokens, 0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None


def _alike(named: str, wanted: str) -> bool:
    plain, hoped = named.rpartition(" ")[2], wanted.rpartition(" ")[2]
    return plain in (hoped, _SAME.get(hoped))


def _checked(subject: str, named: str, first: str, second: str) -> str:
    if second:
        chosen = [colour for colour in (first, second) if _alike(named, colour)]
        return f"{subject} looks {named}" if chosen else f"{subject} looks like neither: I would call it {named}"
    return f"yes, {subject} looks {named}" if _alike(named, first) else f"no, {subject} looks {named}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
