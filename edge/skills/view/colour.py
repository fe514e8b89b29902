"""The skill for colours (What colour is the cup? Is there a red car? What colours do you see?).

A colour is told of a box only. What has none, because it is not in view, has no name for the detector, or is merely
pointed at, has no colour here: the frame's own colour is told of the picture as a whole, and said to be that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from edge.errors import AnswerError
from edge.language.colour_question import WALLS, ColourQuestion, Of, colour_question
from edge.language.nouns import Noun, noun_for
from edge.language.plurals import counted, plural, singular
from edge.language.question import Kind, Question, question
from edge.language.text import listing
from edge.messages import Box, Claim, Frame, Intent, Need, Query, Scene, Thing
from edge.perceive.labels import HIDDEN
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import Bar, at_side, inventory, side_of, things_in, those
from edge.skills.view.presence import missing

CLEAR = 0.55  # a colour that covers this much of a region is named without doubt
_SAME = {
    "gray": "grey", "violet": "purple", "navy": "blue", "teal": "green", "turquoise": "blue", "golden": "yellow",
    "gold": "yellow", "silver": "grey", "beige": "brown", "tan": "brown", "cream": "white", "maroon": "red",
}  # fmt: skip
TRAFFIC_LIGHT = noun_for("traffic light")
_LAMPS = frozenset({"red", "orange", "yellow", "green"})
_GLOW = frozenset({"light", "lights", "signal", "signals", "lamp", "led", "indicator"})  # small, whatever is around
_BEWARE = "don't rely on me for that"
_ASK_FOR_ALL = " Ask for the main colour here, and I tell that of the picture as a whole."
_NEEDS = {Of.WHOLE: frozenset({Need.PICTURE}), Of.UNKNOWN: frozenset[Need]()}
_PICTURE_AND_THINGS = frozenset({Need.PICTURE, Need.THINGS})


@dataclass(frozen=True, slots=True)
class Colours:
    """Names the colour of what the detector finds, and says why it cannot where it finds nothing."""

    bar: Bar = field(default_factory=Bar)
    name: str = "colour"
    intent: Intent = Intent.LOOK
    examples: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "colour": (
            "What colour is the cup?",
            "What color is this?",
            "Is the car blue or green?",
            "Is there a red car?",
            "Where is the red cup?",
            "Is it red?",
            "What colours do you see?",
            "Is the traffic light green?",
            "What color is my shirt?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        coloured = _coloured(meaning.query)
        if coloured is not None:
            return Claim(self.name, wants=coloured, needs=_PICTURE_AND_THINGS)
        about = colour_question(meaning.query.text)
        if about is None:
            return None
        # Sure of a light whatever else is said: nobody less careful is to speak of it.
        return Claim(self.name, wants=about, needs=_NEEDS.get(about.of, _PICTURE_AND_THINGS))

    def answer(self, asked: Asked) -> Reply:
        about = asked.wants
        if isinstance(about, ColourQuestion) and about.of is Of.UNKNOWN:
            return _unknown(about)
        frame = asked.scene.frame
        if frame is None:
            raise AnswerError(asked.scene.missing or "I could not take a picture just now.")
        if isinstance(about, Question):
            return self._find(about, asked.scene, frame)
        return self._tell(wanted(asked, ColourQuestion), asked.scene, frame)

    def _tell(self, about: ColourQuestion, scene: Scene, frame: Frame) -> Reply:
        if about.of is Of.WHOLE:
            return Reply(_whole(about, frame))
        if about.of is Of.POINTED:
            return self._pointed(about, scene, frame)
        if about.of is Of.LIGHT or about.noun is None:
            return self._light(scene, frame, named=about.noun is not None)
        return self._thing(about, about.noun, scene, frame)

    def _thing(self, about: ColourQuestion, noun: Noun, scene: Scene, frame: Frame) -> Reply:
        if noun.labels == TRAFFIC_LIGHT.labels:
            return self._light(scene, frame, named=True)
        thing = next(iter(self.bar.passed(those(scene, noun, about.side), "answer")), None)
        if thing is None:
            place = f" {at_side(about.side)}" if about.side else ""
            return Reply(missing(noun, place, many=_many(_last(about), noun)))
        named, share = _colour_in(frame, thing.box)
        if about.first:
            return Reply(_sentence(_checked(f"the {noun.one}", named, about.first, about.second)))
        return Reply(f"The {noun.one} looks {'' if share >= CLEAR else 'mostly '}{named}.")

    def _pointed(self, about: ColourQuestion, scene: Scene, frame: Frame) -> Reply:
        """The only kind of thing in view is meant; never a yes or no, since it may still be another one."""
        known = [thing for thing in self.bar.present(things_in(scene)) if thing.label not in HIDDEN]
        shown = [thing for thing in known if about.side in ("", side_of(thing))]
        labels = {thing.label for thing in shown}
        if labels == set(TRAFFIC_LIGHT.labels):
            return self._light(scene, frame, named=True)
        if len(labels) != 1:
            seen = f": I see {inventory(shown)}." if shown else ", since I see nothing that I know."
            hint = "" if about.first else _ASK_FOR_ALL
            return Reply(f"I can't tell which thing you mean{seen}{hint}", degraded="which thing is meant is not clear")
        noun = noun_for(shown[0].label)
        hues = listing(list(dict.fromkeys(_colour_in(frame, thing.box)[0] for thing in shown)))
        subject = f"The {noun.one} looks" if len(shown) == 1 else f"The {noun.many} look"
        return Reply(f"{subject} {hues}.")

    def _light(self, scene: Scene, frame: Frame, *, named: bool) -> Reply:
        """Of a light as little as can be: somebody may step into the road on it. `named`: a traffic light is meant."""
        found = self.bar.present(those(scene, TRAFFIC_LIGHT))
        if not found and named:
            return Reply(missing(TRAFFIC_LIGHT, many=False))
        if not found:
            text = "I don't see a traffic light here, and I can't tell other lights from what is around them."
            return Reply(text, degraded="the detector knows no lights but those of the traffic")
        if len(found) > 1:
            text = f"I see {counted(len(found), TRAFFIC_LIGHT.one)}, and I can't tell which one is meant"
            return Reply(f"{text}; {_BEWARE}.", degraded="which traffic light is meant is not clear")
        named_colour, share = _colour_in(frame, found[0].box)
        if share < CLEAR or named_colour.split()[-1] not in _LAMPS or self.bar.doubtful(found[0], "answer"):
            text = f"I see a traffic light, but I can't make out its colour; {_BEWARE}."
            return Reply(text, degraded="the colour of the traffic light is not clear")
        return Reply(f"The traffic light looks {named_colour}, but {_BEWARE}.")

    def _find(self, about: Question, scene: Scene, frame: Frame) -> Reply:
        noun = about.nouns[0]
        if noun.labels == TRAFFIC_LIGHT.labels:
            return self._light(scene, frame, named=True)
        there = self.bar.present(those(scene, noun, about.side))
        hues = [(thing, _colour_in(frame, thing.box)[0]) for thing in there]
        found = [thing for thing, named in hues if _alike(named, about.colour)]
        kind = f"{about.colour} {noun.one}"
        if about.kind is Kind.COUNT:
            return Reply(f"I see {counted(len(found), kind)}.")
        if not there:
            return Reply(missing(noun, many=about.many))
        if not found:
            other = listing(list(dict.fromkeys(named for _, named in hues)), "or")
            return Reply(f"No, the {noun.one if len(there) == 1 else noun.many} that I see {_be(there)} {other}.")
        if about.kind is Kind.WHERE:
            return Reply(f"The {kind} is {at_side(side_of(found[0]))}.")
        return Reply(f"Yes, I see {counted(len(found), kind)}.")


def _coloured(query: Query) -> Question | None:
    """A question such as `is there a red car`."""
    about = question(query.text)
    return about if about is not None and about.colour and len(about.nouns) == 1 else None


def _whole(about: ColourQuestion, frame: Frame) -> str:
    """What covers most of the frame, told as that: no yes or no, since no thing of this colour was found."""
    from edge.perceive.colours import colours_of

    main, *others = colours_of(frame.pixels)
    looks = f"he picture as a whole looks {'' if main.share >= CLEAR and not others else 'mostly '}{main.name}"
    start = f"I can't tell the {about.what} from the rest, but t" if _last(about) in WALLS else "T"
    rest = f", with some {listing([colour.name for colour in others])}" if others else ""
    return f"{start}{looks}{rest}."


def _unknown(about: ColourQuestion) -> Reply:
    """Something that no detector here was taught has no box, and so no colour. Nothing need be looked at to say so."""
    last = _last(about)
    their = "their" if singular(last) != last or plural(last) == last else "its"
    hint = "" if about.first or last in _GLOW else _ASK_FOR_ALL
    text = f"I can't tell the {about.what} from other things, so I can't say {their} colour.{hint}"
    return Reply(text, degraded=f"the detector does not know '{about.what}'")


def _last(about: ColourQuestion) -> str:
    return about.what.rpartition(" ")[2]


def _be(things: list[Thing]) -> str:
    return "is" if len(things) == 1 else "are"


def _colour_in(frame: Frame, box: Box) -> tuple[str, float]:
    from edge.perceive.colours import colour_of

    found = colour_of(frame.pixels, box)
    return found.name, found.share


def _many(last: str, noun: Noun) -> bool:
    return last == noun.many.rpartition(" ")[2] != noun.one.rpartition(" ")[2]


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
