"""Recognises questions about colours: of a thing that can be found, of one that cannot, of the whole picture. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from edge.language.nouns import Noun, noun_at
from edge.language.patterns import Pattern
from edge.language.polite import core
from edge.language.skeleton import COLOURS


class Of(StrEnum):
    """Whose colour is asked for. Only a THING has a box, and only of WHOLE the frame can tell."""

    THING = "thing"
    LIGHT = "light"
    """A light that may be one of the traffic's: nothing to be guessed at."""
    POINTED = "pointed"
    """`this`, `it`: a thing without a name."""
    UNKNOWN = "unknown"
    """A name for something that the detector was not taught."""
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class ColourQuestion:
    """One question about colours. `what`: the words for it, if any; `first`, `second`: the colours that are offered."""

    of: Of
    what: str = ""
    first: str = ""
    second: str = ""
    side: str = ""

    @property
    def noun(self) -> Noun | None:
        """The thing that the detector knows by these words."""
        return _noun(self.what)


_POINTED = r"(?:this|that|these|those|it|they)"
_TAIL = (
    r"(?: (?:(?:is|are)(?: (?:it|this|that|they|these))?|here|(?:over )?there|in front of me|right here|yet|already"
    r"|in (?:this|the) (?:picture|photo|image)"
    r"|on (?:the|this|my) (?:left|right|table|desk|wall|bed|floor)|i'm holding|i am holding|am i holding"
    r"|in my hands?|i'm wearing|am i wearing|called))*$"
)
_COLOUR = r"(?:main |exact |dominant )?colou?rs?"
_ASKED = Pattern(
    rf"^(?:what|which|tell me what|what's the|what is the|tell me the|what are the|name the|identify the"
    rf"|describe the|the) {_COLOUR}"
    rf"(?: (?:is|are|was|of|would you say|do you think))*"
    rf"(?: (?:is|are))?(?: (?P<point>{_POINTED}|the|my))?(?P<what>(?: (?!(?:is|are|of|to|for|go|goes"
    rf"|make|makes|in|on|do|does|an?)\b)[\w'-]+){{0,3}}?)" + _TAIL
)
_CHOICE = Pattern(
    rf"^(?:is|are) (?:(?P<point>{_POINTED})|(?:the|my|this|that|these|those))(?P<what>(?: [\w'-]+){{0,3}}?)"
    r"(?: (?:still|already|really|actually|now))?"
    r" (?P<first>(?:(?:light|dark|bright|pale) )?[a-z]+)(?: or (?P<second>(?:(?:light|dark|bright"
    r"|pale) )?[a-z]+))?(?: in colou?r)?" + _TAIL
)
_SIDE = Pattern(r"\bon (?:the|my|this) (left|right)\b")

# ------------------------------------------------------------------------------------------------- the whole picture

_KINDS = r"(?:main|dominant|overall|predominant|prevailing|most common|general)"
_SCENE = r"(?:picture|photo|image|scene|view|frame|room)"
_PLACE = (
    rf"(?: (?:here|there|visible|around(?: me| us| here)?|in (?:view|sight|front of (?:me|us))"
    rf"|(?:in|of) (?:this|the|my) {_SCENE}|(?:do|can|could) (?:you|i|we) see))"
)
_START = r"(?:what|which|name|list|describe|what's|what is|what are)(?: all)?(?: the)?"
_WHOLE = Pattern(
    rf"^{_START} (?:{_KINDS} )?colou?rs?(?: (?:is|are))?{_PLACE}+$"
    rf"|^{_START} {_KINDS} colou?rs?{_PLACE}*$|^(?:what|which) colou?rs? dominates?{_PLACE}*$"
)
WALLS = frozenset({"wall", "walls", "background"})  # as large as a picture, but not all of it
_WHOLES = WALLS | {"picture", "photo", "image", "scene", "view", "frame", "room", "surroundings"}

# -------------------------------------------------------------------------------------------------------------- lights

_BULB = r"(?P<what>(?:[\w'-]+ ){0,2}?(?:lights?|signals?|stoplights?))"
_ON_STREETS = r"(?:red|green|amber|yellow|orange)"
_THE = r"(?:the|this|that|these|those|my|our)"
_LIGHTS = (
    # has the light turned green; is the light for pedestrians red or green; but not: is this light green or dark green
    Pattern(
        rf"^(?:is|are|was|has|have|did|does|do) {_THE} {_BULB}(?= )(?P<between>.*?) {_ON_STREETS}"
        r"(?! or (?:light|dark|bright|pale) )(?: (?:or|yet|already|so|for|at|and|can|here|there|light)\b.*)?$"
    ),
    # is the red light on; do I have a green light
    Pattern(
        rf"^(?:(?:is|are|was) (?:that|this|it|there|the)|(?:do|have|can|could) (?:i|we|you) (?:have|got|see))"
        rf" (?:an? |the |any )?{_ON_STREETS} {_BULB}(?: (?:on|lit|showing|here|there|in|at|for|now|yet)\b.*)?$"
    ),
    Pattern(rf"^(?:what|which) colou?rs? (?:is|are|does|do) {_THE} {_BULB}(?: (?:at|for|on|over|in|show)\b.*)?$"),
)
_STREET = frozenset(
    {"", "traffic", "pedestrian", "pedestrians", "pedestrian's", "crossing", "crosswalk", "walk", "street", "road"}
    | {"stop", "signal", "traffic signal", "pedestrian crossing", "zebra crossing"}
)

# Things that people ask the colour of, which no detector of ours knows.
_UNKNOWN = frozenset(
    """
    shirt t-shirt tshirt top blouse sweater jumper hoodie jacket coat dress skirt pants trousers jeans shorts sock socks
    shoe shoes hat cap scarf glove gloves belt hair door carpet rug curtain curtains floor ceiling towel
    blanket pillow paint yarn thread polish cloth fabric material paper box lamp wire cable button pen pencil flower
    flowers sky grass water lid bag outfit clothes garment piece crayon marker led indicator
    """.split()
)
_NAMELESS = frozenset({"one", "thing", "things", "object", "objects", "item", "items", "stuff"})


def colour_question(text: str) -> ColourQuestion | None:
    """The question about colours that this is; None for any other, and for what is known rather than seen."""
    said = core(text)
    if _WHOLE.match(said):
        return ColourQuestion(Of.WHOLE)
    light = _light(said)
    match = None if light else _ASKED.match(said) or _choice(said)
    return light or (_about(match, said) if match else None)


def _about(match: re.Match[str], said: str) -> ColourQuestion | None:
    groups = match.groupdict()
    what, first, second = match["what"].strip(), groups.get("first") or "", groups.get("second") or ""
    side = _SIDE.search(said)
    last = what.rpartition(" ")[2]
    of: Of | None
    if not what and match["point"] not in {None, "the", "my"}:
        of = Of.POINTED
    elif not what and first.startswith("light "):
        return ColourQuestion(Of.LIGHT, "light")  # `is the light blue`: nobody asks whether "the" is light blue
    elif _noun(what):
        of = Of.THING
    else:
        sorts = ((_NAMELESS, Of.POINTED), (_WHOLES, Of.WHOLE), (_UNKNOWN, Of.UNKNOWN))
        of = next((of for words, of in sorts if last in words), None)
    return ColourQuestion(of, what, first, second, side[1] if side else "") if of else None


def _choice(said: str) -> re.Match[str] | None:
    """`is this blue or green`: only if what is offered are colours."""
    match = _CHOICE.match(said)
    offered = [match["first"], match["second"]] if match else []
    return match if all(colour is None or colour.split()[-1] in COLOURS for colour in offered) else None


def _light(said: str) -> ColourQuestion | None:
    """A question about a light; `is the car light green` is about a car."""
    match = next((match for pattern in _LIGHTS if (match := pattern.match(said))), None)
    if match is None:
        return None
    what = match["what"]
    kind = " ".join(what.split()[:-1])
    if kind in _STREET or _noun(what):
        return ColourQuestion(Of.LIGHT, what)
    shade = match.groupdict().get("between") == "" and (_noun(kind) or kind.rpartition(" ")[2] in _UNKNOWN)
    return None if shade else ColourQuestion(Of.UNKNOWN, what)


def _noun(what: str) -> Noun | None:
    tokens = what.split()
    found = noun_at(tokens, 0) if tokens else None
    return found[0] if found and found[1] == len(tokens) else None
