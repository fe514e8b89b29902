"""What a question about the view takes from the turns before it: things, what they lie beside, its task. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from edge.language.language import Language
from edge.language.text import normalise
from edge.language.things import NounPhrase, read_thing, read_things, spotted
from edge.skills.skill import Meaning

SOUGHT = ("presence", "count", "where", "colour", "relation", "what")
VIEWED = (*SOUGHT, "describe", "scan", "read", "find_text")
FAR = 4  # turns back that `them` may reach
SHORT = 5  # words of a sentence that only has something looked at again


def joins(meaning: Meaning, language: Language) -> bool:
    """Whether the question is the one before with another thing (`and cats?`)."""
    first = meaning.said.partition(" ")[0]
    return language.is_in("parts", first) == "joiners" or "goes_on" in language.cues(meaning.said)


def refs_before(meaning: Meaning, language: Language) -> tuple[NounPhrase, ...]:
    past = meaning.past.slots if meaning.past is not None else ()
    phrases = (read_thing(slot.words, language) for slot in past if slot.kind == "ref")
    return tuple(phrase for phrase in phrases if phrase.known)


def before_it(meaning: Meaning, language: Language) -> tuple[NounPhrase, ...]:
    """The things that the turn before named, those that the model says are meant first."""
    borrowed = [slot.words for slot in meaning.borrowed if slot.kind == "thing"]
    phrases = [phrase for words in borrowed for phrase in read_things(words, language)]
    if found := _nouns(phrase for phrase in phrases if phrase.known):
        return found
    told = "they" in language.cues(meaning.said) or joins(meaning, language)
    for past in reversed(meaning.recent[-FAR:] if told else meaning.recent[-1:]):
        named = [slot.words for slot in past.slots if slot.kind == "thing"]
        here = past.task in VIEWED
        phrases = [phrase for words in named for phrase in read_things(words, language) if here or phrase.known]
        if found := _nouns(phrases) or spotted(normalise(past.asked), language)[0]:
            return found
    return ()


def _nouns(phrases: Iterable[NounPhrase]) -> tuple[NounPhrase, ...]:
    return tuple(phrase for phrase in phrases if phrase.noun is not None)


def colour_ones(meaning: Meaning, language: Language, things: tuple[NounPhrase, ...]) -> tuple[NounPhrase, ...]:
    """What `the red one` stands for in a question how things lie, where it is not marked."""
    if meaning.task != "relation" or not things:
        return ()
    return tuple(NounPhrase(things[0].noun, colour=hue) for hue in pronoun_hues(meaning, language))


def pronoun_hues(meaning: Meaning, language: Language) -> tuple[str, ...]:
    """The colours in `the red one`, where it is not marked as a thing."""
    tokens = other_words(replace(meaning, slots=tuple(slot for slot in meaning.slots if slot.kind != "colour"))).split()
    pairs = pairwise(tokens)
    hues = (language.is_in("colours", hue) for hue, one in pairs if language.is_in("pronouns", one))
    return tuple(hue for hue in hues if hue and hue != "shades")


def repeats(meaning: Meaning, language: Language) -> bool:
    """Whether a sentence only has the question before looked at once more."""
    named = any(slot.kind in ("thing", "ref") for slot in meaning.slots)
    return "again" in language.cues(meaning.said) and not named and len(meaning.said.split()) <= SHORT


def goes_on(meaning: Meaning, language: Language) -> str:
    """The task of the question about the view before, where this one only looks again, or names another one of them."""
    past = meaning.past
    if past is None or past.task not in VIEWED:
        return ""
    if repeats(meaning, language):
        return past.task
    first, *rest = meaning.said.split() or [""]
    other = language.is_in("parts", first) == "joiners" and len(rest) <= 4 and past.task in SOUGHT
    phrase = read_thing(" ".join(rest), language) if other and rest else NounPhrase(language.noun_of("person"))
    return past.task if phrase.noun is None and (phrase.colour or phrase.side or phrase.size) else ""


def other_words(meaning: Meaning) -> str:
    """The sentence without its marked things and places."""
    said = f" {meaning.said} "
    for slot in meaning.slots:
        if slot.kind in ("thing", "ref", "colour", "text"):
            said = said.replace(f" {slot.words} ", " _ ", 1)
    return said.strip()
