"""The skill that says what is in view (What is this?), and the fallback for other questions about the view."""

from __future__ import annotations

from dataclasses import replace

from edge.language.text import normalise
from edge.language.things import NounPhrase, spotted
from edge.messages import Claim, Intent, Thing
from edge.skills.skill import Asked, Meaning, Reply, wanted
from edge.skills.view.describe import OneLook, Seeing
from edge.skills.view.hit import Hit, all_seen, cannot_tell, hit, missing, not_there, unknown_thing
from edge.skills.view.places import ON_THE_FLOOR, side_of, weight
from edge.skills.view.presence import way
from edge.skills.view.relation import beside, with_ref
from edge.skills.view.sought import Sought, sought
from edge.skills.view.where import where_is

CENTRAL = 1.3  # times as likely meant: what stands in the middle
SIDES = ("left", "middle", "right")


class What(Seeing):
    """Names what is in view. Who people are it does not say."""

    name = "what"
    intent = Intent.LOOK
    examples = {
        "what": (
            "What is this?",
            "What am I looking at?",
            "What's in front of me?",
            "Is this a {thing:cup}?",
            "Is that a {thing:dog} or a {thing:cat}?",
            "What's on the {side:left}?",
            "What kind of {thing:animal} is that?",
            "Who is in front of me?",
            "What am I holding?",
            "What is on the {ref:table}?",
        ),
        "describe": (
            "Describe the scene.",
            "What do you see?",
            "What does it look like here?",
            "Be my eyes for a minute.",
            "Tell me about my surroundings.",
            "What else is there?",
        ),
    }

    def claim(self, meaning: Meaning) -> Claim | None:
        wants = sought(meaning, self.language, carries=False)
        if not meaning.words("thing") and not wants.follows:
            wants = replace(wants, things=tuple(phrase for phrase in wants.things if _asks_for(wants, phrase)))
        if wants.refs or wants.relation == "between":
            wants = with_ref(wants)
        return Claim(self.name, wants=wants, needs=wants.needs)

    def answer(self, asked: Asked) -> Reply:
        wants, view = wanted(asked, Sought), OneLook(asked.scene, self.bar, self.language)
        if wants.has("who"):
            return Reply(_people(view))
        if wants.has("way") and not wants.known:
            return way(view)
        if wants.things and not (wants.has("kind") and not wants.known):
            return _named(view, wants) if wants.known else unknown_thing(view, wants.things[0])
        if wants.refs:
            return beside(view, wants)
        if wants.has("in_or_out"):
            return Reply(view.say("what.in_or_out", seen=all_seen(view)))
        if wants.side:
            return Reply(_on(view, wants.side))
        if wants.task == "describe" or wants.has("else"):
            return Reply(_described(view))
        return Reply(_this(view, wants) if wants.has("this") else all_seen(view))


def _asks_for(wants: Sought, phrase: NounPhrase) -> bool:
    """Whether a thing that is not marked is what is asked for: many questions tell more than they ask."""
    several = phrase.noun is not None and len(phrase.noun.labels) > 1
    if wants.task == "describe":
        return False
    return wants.has("kind") or several if wants.has("what") else wants.has("whether")


def _named(view: OneLook, wants: Sought) -> Reply:
    """Whether this is what is named; or which of its kinds."""
    if wants.task == "describe":
        return Reply(where_is(view, wants, wants.known[0]))
    if wants.has("kind", "what"):
        return Reply(_kind(view, wants.known[0], wants))
    found = [(phrase, view.of(phrase, wants.side)) for phrase in wants.known]
    here = next(((phrase, them) for phrase, them in found if them), None)
    seen = view.all()
    tinted = next((phrase for phrase in wants.known if phrase.colour), None)
    if here is None and tinted is not None:
        return Reply(not_there(view, tinted, Hit([], [])))
    if here is None:
        if not seen and wants.known[0].noun is not None:
            return Reply(view.say("what.not_there", a=wants.known[0].noun.a))
        return Reply(view.say("what.neither" if len(found) > 1 else "what.no", seen=all_seen(view)))
    phrase, them = here
    note = view.say("view.whose") if wants.has("whose") else cannot_tell(view, phrase)
    if note:
        return Reply(view.say("view.noted", see=view.see(them, phrase.noun), note=note))
    plain = len(found) > 1 or (wants.has("no") and not wants.has("asked"))
    key = "maybe_this" if view.bar.doubtful(them) else "this" if plain else "yes"
    return Reply(view.say(f"what.{key}", a=view.told(them, phrase.noun)))


def _kind(view: OneLook, phrase: NounPhrase, wants: Sought) -> str:
    """What there is of a word for several kinds, such as animals; of any other the kind is not known."""
    found = hit(view, wants, phrase).things
    if not found or phrase.noun is None:
        return missing(view, phrase, view.side(wants.side))
    see = view.see(found, phrase.noun, view.side(wants.side))
    return f"{see}." if len(phrase.noun.labels) > 1 else view.say("view.noted", see=see, note=view.say("view.which"))


def _on(view: OneLook, side: str) -> str:
    there = view.all(side)
    place = view.side(side)
    return f"{view.see(there, None, place)}." if there else view.say("view.nothing_at", place=place)


def _this(view: OneLook, wants: Sought) -> str:
    """What is most likely pointed at, and what else there is; in a hand nobody has a table."""
    seen = [thing for thing in view.all() if not wants.has("hand") or thing.label not in ON_THE_FLOOR]
    if not seen:
        return view.say("what.hand", seen=all_seen(view)) if view.all() else view.say("what.unknown")
    main = max(seen, key=lambda thing: weight(thing) * (CENTRAL if side_of(thing) == "middle" else 1.0))
    said = view.say("what.maybe_this" if view.bar.doubtful([main]) else "what.this", a=view.told([main]))
    return said + view.also([thing for thing in seen if thing.label != main.label])


def _people(view: OneLook) -> str:
    people = [thing for thing in view.all() if thing.label == "person"]
    seen = f"{view.see(people)}." if people else view.say("what.nobody")
    return view.say("what.who", seen=seen)


def _described(view: OneLook) -> str:
    """All that is in view, from left to right: `On the left I see two cups and on the right perhaps a dog`."""
    seen = view.all()
    there: dict[str, list[Thing]] = {side: [thing for thing in seen if side_of(thing) == side] for side in SIDES}
    parts = [(view.side(side), view.inventory(them, doubted_alone=True)) for side, them in there.items() if them]
    if view.bar.doubtful(seen) or len(parts) < 2:
        return f"{view.see(seen, None, parts[0][0] if len(parts) == 1 else '')}." if seen else view.say("view.nothing")
    first, *others = parts
    told = [view.say("what.i_see", place=first[0].capitalize(), things=first[1])]
    told += [view.say("what.side", place=place, things=things) for place, things in others[:-1]]
    place, things = others[-1]
    return f"{', '.join(told)}{view.say('what.last_side', place=place, things=things)}."


class InView(Seeing):
    """The fallback of questions about the view, and what can be said at once while a server is asked."""

    name = "in_view"
    serves = frozenset({Intent.LOOK})

    def answer(self, asked: Asked) -> Reply:
        """A question about the view that is more than boxes can tell: what is seen first, and then that it is all."""
        view = OneLook(asked.scene, self.bar, self.language)
        things, _ = spotted(normalise(asked.query.text), self.language)
        about = next(iter(things), None)
        seen = all_seen(view)
        if about is not None and about.noun is not None:
            found = view.of(about)
            others = [thing for thing in view.all() if thing not in found]
            here = f"{view.see(found, about.noun)}.{view.also(others)}"
            seen = here if found else f"{missing(view, about)} {seen}"
        if asked.others and view.all():
            return Reply(seen)
        return Reply(view.say("view.more_than_that", seen=seen), degraded="the question asks for more than I can see")
