"""Compares numbers of things: with a number (at least two cups), or with each other (more cups than people)."""

from __future__ import annotations

from edge.language.things import NounPhrase
from edge.messages import Thing
from edge.skills.view.describe import OneLook
from edge.skills.view.hit import hit, not_there
from edge.skills.view.sought import Sought


def asks_amount(wants: Sought) -> bool:
    """Whether a yes or no about a number is wanted; `two or three` wants the number itself."""
    if len(wants.known) > 1 and not wants.numbers and wants.has("more", "fewer", "as_many"):
        return True
    number = max(wants.numbers, default=0)
    limited = wants.has("exactly") or (number and wants.has("at_least", "more_than", "fewer_than", "at_most"))
    return bool(wants.known) and len(wants.numbers) < 2 and bool(number > 1 or limited)


def amount(view: OneLook, wants: Sought) -> str:
    """Yes or no, and how many there are."""
    if len(wants.known) > 1 and not wants.numbers:
        return _compared(view, wants)
    phrase = wants.known[0]
    there = hit(view, wants, phrase)
    if not there.things:
        return not_there(view, phrase, there, many=True)
    number = wants.numbers[0] if wants.numbers else 1
    see = view.see(there.things, phrase.noun, there.place)
    if there.note:
        return view.say("view.noted", see=see, note=there.note)
    if view.bar.doubtful(there.things):
        return f"{see}."
    if _holds(len(there.things), number, wants):
        return view.say("view.yes", see=see)
    if len(there.things) > number or wants.has("fewer_than", "at_most"):
        return view.say("view.no", see=see)
    return view.say("view.only", things=f"{view.told(there.things, phrase.noun)} {there.place}".strip())


def _holds(there: int, number: int, wants: Sought) -> bool:
    """Whether so many are as many as the question says; at least so many, where it says no more."""
    if wants.has("more_than"):
        return there > number
    if wants.has("fewer_than"):
        return there < number
    if wants.has("at_most"):
        return there <= number
    return there == number if wants.has("exactly") else there >= number


def _compared(view: OneLook, wants: Sought) -> str:
    one, other = wants.known[:2]
    here, there = hit(view, wants, one).things, hit(view, wants, other).things
    see = view.say("view.see", things=view.listed([_told(view, one, here), _told(view, other, there)]))
    if wants.has("as_many"):
        holds = len(here) >= len(there)
    elif len(here) == len(there):
        return view.say("view.equal", see=see)
    else:
        holds = (len(here) > len(there)) is not wants.has("fewer")
    return view.say("view.yes" if holds else "view.no", see=see)


def _told(view: OneLook, phrase: NounPhrase, things: list[Thing]) -> str:
    noun = phrase.noun or view.language.noun_of("person")
    return view.language.counted(len(things), noun)
