"""The skill for where a thing is (Where is the phone? Should I reach left or right?)."""

from __future__ import annotations

from edge.language.text import words
from edge.language.things import NounPhrase
from edge.messages import Claim, Expect, Intent, Thing
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.colour import coloured_light, light
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import Hit, all_seen, cannot_tell, hued, not_there, unknown_thing
from edge.skills.view.places import apart, area, at, middle, next_to
from edge.skills.view.sought import Sought, sought

RECALL = "memory_recall"
GUESS = 0.1  # who asks where something is has reason to think that it is there: a weak box is worth a guess


class Where(Seeing):
    """Names the third of the view that the main one is in, and what it is near."""

    name = "where"
    intent = Intent.LOOK
    examples = {
        "where": (
            "Where is the {thing:phone}?",
            "Is the {thing:dog} to my {side:left} or {side:right}?",
            "Should I reach {side:left} or {side:right} for the {thing:cup}?",
            "Which side is the {thing:TV} on?",
            "Tell me where my {thing:bag} is.",
            "Whereabouts on the {ref:table} are the {thing:scissors}?",
            "Is the {thing:cat} on the {side:left}?",
            "Guide my hand to the {thing:bottle}.",
            "How far away is the {thing:chair}?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = sought(meaning, self.language)
        asks = wants.sides or wants.refs or wants.has("where", "far", "hand", "goes_on", "and")
        if wants.has("elsewhere") or (wants.has("measured") and not wants.has("where")):
            return None  # how long did they take
        if wants.things and not wants.known and not wants.follows and not asks:
            return None  # how tall is the tower
        return Claim(self.name, wants=wants, needs=wants.needs)

    def instead(self, meaning: Meaning) -> str:
        """A question for a thing that was left somewhere, where a picture came along and the detector knows it."""
        if meaning.task != RECALL or meaning.query.picture is None or not sought(meaning, self.language).known:
            return ""
        return "where" if set(words(meaning.said)) & set(self.language.words_for("where_words")) else ""

    def answer(self, asked: Asked) -> Reply:
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        phrase = next(iter((*wants.known, *wants.things, *self._pointed(view, wants))), None)
        if wants.has("behind_me"):
            return Reply(view.say("view.behind_me", seen=all_seen(view)))
        if phrase is None:
            return Reply(view.say("where.what", seen=all_seen(view)), expects=Expect.THING)
        if not phrase.known:
            return unknown_thing(view, phrase)
        if coloured_light(view, wants):
            return light(view, named=True)
        return Reply(where_is(view, wants, phrase))

    def _pointed(self, view: OneLook, wants: Sought) -> tuple[NounPhrase, ...]:
        """A person, where `he` or `she` says so; else the only kind of thing in view, where none is named."""
        if wants.has("somebody"):
            return (NounPhrase(self.language.noun_of("person")),)
        kinds = {thing.label for thing in view.all()}
        return (NounPhrase(self.language.noun_of(*kinds)),) if len(kinds) == 1 and wants.pointed else ()


def where_is(view: OneLook, wants: Sought, phrase: NounPhrase) -> str:
    """Where a known thing is; yes or no, where the question offers one side."""
    side = wants.side if wants.sides == (wants.side,) else ""
    offered = side and wants.has("whether") and not wants.has("where")
    boxes = apart(view.bar.passed(view.boxes(phrase.noun), "where")) if phrase.noun is not None else []
    sided = view.of(phrase, side) if side and not offered else []
    found = sided or (view.of(phrase) if phrase.colour or phrase.side else boxes)
    if not found:
        return _guessed(view, phrase)
    return _checked(view, phrase, found, side) if offered else _told(view, wants, phrase, found)


def _told(view: OneLook, wants: Sought, phrase: NounPhrase, found: list[Thing]) -> str:
    main = _main(phrase, found)
    one = view.language.noun_of(main.label) if phrase.noun is None or len(phrase.noun.labels) > 1 else phrase.noun
    values = {"one": one.one, "place": view.place(main), "near": _near(view, main)}
    note = cannot_tell(view, phrase)
    if phrase.colour:
        return f"{view.see([main], one, hued(view, phrase, [main]) + ' ' + values['place'])}."
    if note and not phrase.size:
        said = view.say("view.noted", see=view.see([main], one, values["place"]), note=note)
    elif view.bar.doubtful([main]):
        said = view.say("where.maybe", **values)
    elif len(found) > 1:
        said = view.say("where.many", things=view.told(found, phrase.noun), **values)
    else:
        said = view.say("where.one", **values)
    more = [_height(view, main)] if wants.has("high") else []
    more += [view.say("where.far")] if wants.has("far") else []
    return " ".join([said, *more])


def _checked(view: OneLook, phrase: NounPhrase, found: list[Thing], side: str) -> str:
    """Yes or no, where one side is asked for."""
    there = [thing for thing in found if at(thing, side)]
    main = _main(phrase, there or found)
    noun = view.language.noun_of(main.label)
    if view.bar.doubtful([main]):
        return view.say("where.maybe", one=noun.one, place=view.place(main), near="")
    place = view.side(side) if there else view.place(main)
    return view.say("where.yes" if there else "where.no", one=noun.one, place=place)


def _guessed(view: OneLook, phrase: NounPhrase) -> str:
    """Where a box is that is too weak to be told of elsewhere; or that there is none."""
    noun = phrase.noun
    boxes = [] if noun is None or phrase.colour else view.boxes(noun)
    guess = next((thing for thing in boxes if thing.score >= GUESS), None)
    if guess is None:
        return not_there(view, phrase, Hit([], []))
    return view.say("where.guess", a=view.language.noun_of(guess.label).a, place=view.place(guess))


def _main(phrase: NounPhrase, found: list[Thing]) -> Thing:
    """The one that is meant: the largest or the smallest, where its size is said."""
    if phrase.size:
        return (max if phrase.size == "big" else min)(found, key=lambda thing: area(thing.box))
    return found[0]


def _near(view: OneLook, main: Thing) -> str:
    """`, near the laptop`: a thing of another kind right beside it, if there is just one such kind."""
    others = [thing for thing in view.all() if thing.label != main.label and next_to(thing, main)]
    others = [thing for thing in others if area(thing.box) < 0.4 and not view.bar.doubtful([thing])]
    return view.say("where.near", other=view.language.noun_of(others[0].label).one) if others else ""


def _height(view: OneLook, main: Thing) -> str:
    _, down = middle(main.box)
    return view.say("where.high" if down < 1 / 3 else "where.low" if down > 2 / 3 else "where.level")
