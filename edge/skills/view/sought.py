"""What a question about the view is after: its marked words turned into values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from edge.language.language import Language
from edge.language.numbers import number_at
from edge.language.text import normalise
from edge.language.things import NounPhrase, read_thing, read_things, spotted
from edge.messages import Need
from edge.records import dataclass
from edge.skills.skill import Meaning
from edge.skills.view.carried import before_it, colour_ones, joins, other_words, pronoun_hues, refs_before, repeats

RELATIONS = (
    "left_of", "right_of", "between", "bigger", "smaller", "biggest", "smallest", "nearest", "furthest", "next_to",
    "under", "above", "behind", "in_front", "on", "in",
)  # fmt: skip

CHOOSING = ("presence", "count", "where")  # tasks in which a colour says which of them


ELSEWHERE = "elsewhere"
"""The cue that a question is not about what is in view, also where a thing is marked in it."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked of the view. `things`: what is looked for, also what `it` stands for; `refs`: beside what.

    `side`: only there; `sides`: all that the question names. `cues`: what its other words say (`cues.toml`). `colours`:
    those that are offered. `pointed`: it names nothing. `follows`: the things were named in the turn before.
    """

    things: tuple[NounPhrase, ...] = ()
    side: str = ""
    sides: tuple[str, ...] = ()
    refs: tuple[NounPhrase, ...] = ()
    colours: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    cues: tuple[str, ...] = ()
    pointed: bool = False
    follows: bool = False
    task: str = ""

    def has(self, *cues: str) -> bool:
        """Whether one of these cues is given."""
        return any(cue in self.cues for cue in cues)

    @property
    def relation(self) -> str:
        """How things lie to each other in the question; empty where it says nothing of that."""
        return next((cue for cue in self.cues if cue in RELATIONS), "")

    @property
    def needs(self) -> frozenset[Need]:
        """What must be looked for: a picture only where colours count."""
        coloured = any(phrase.colour for phrase in (*self.things, *self.refs))
        return frozenset({Need.THINGS, Need.PICTURE} if coloured else {Need.THINGS})

    @property
    def known(self) -> tuple[NounPhrase, ...]:
        """The things that the detector knows."""
        return tuple(phrase for phrase in self.things if phrase.known)


def sought(meaning: Meaning, language: Language, *, carries: bool = True) -> Sought:
    """What is asked; `carries`: a question that names nothing is about what the turn before named."""
    past = meaning.past
    if past is not None and past.task == meaning.task and repeats(meaning, language):
        former = replace(meaning.query, text=past.asked)
        return sought(
            replace(meaning, query=former, slots=past.slots, borrowed=(), recent=meaning.recent[:-1]), language
        )
    things, refs = _things(meaning, language), _refs(meaning, language)
    if not things and not refs:
        things, refs = spotted(meaning.said, language)
    refs = refs or tuple(read_thing(phrase.place, language) for phrase in things if phrase.place)
    cues = language.cues(other_words(meaning))
    cues = cues if ELSEWHERE in cues or ELSEWHERE not in language.cues(meaning.said) else (ELSEWHERE, *cues)
    complete = bool(meaning.every("ref")) and "what" in cues and "they" not in cues
    before = before_it(meaning, language) if (carries or meaning.borrowed) and not complete else ()
    refs = refs or colour_ones(meaning, language, things or before)
    follows = bool(before) and not any(phrase.noun for phrase in things)
    pointed = not any(phrase.noun for phrase in things) and not follows
    side = _side(meaning, language) or next((phrase.side for phrase in things if pointed), "")
    things = _named(things, before) if follows else things
    hues = _colours(meaning, language)
    chosen = hues or pronoun_hues(meaning, language)
    if follows and len(chosen) == 1 and meaning.task in CHOOSING:
        things = tuple(dict.fromkeys(replace(phrase, colour=chosen[0]) for phrase in things))
    if not refs and not side and (follows or joins(meaning, language)):
        refs = refs_before(meaning, language)
    numbers = (*_numbers(meaning), *(phrase.number for phrase in things if phrase.number))
    return Sought(
        _told_apart(phrase for phrase in things if phrase.noun is not None),
        side,
        _sides(meaning, language),
        tuple(phrase for phrase in refs if not _whole(phrase, language)),
        hues,
        numbers,
        cues,
        pointed,
        follows,
        meaning.task,
    )


def _things(meaning: Meaning, language: Language) -> tuple[NounPhrase, ...]:
    found: list[NounPhrase] = []
    offered = _offered(meaning, language)
    for said in meaning.every("thing"):
        if said in offered:
            continue
        mine = next((f"{whose} {said}" for whose in ("my", "your") if f"{whose} {said}" in meaning.said), "")
        found += [read_thing(mine, language)] if mine in language.nouns.strangers else read_things(said, language)
    return tuple(found)


def _offered(meaning: Meaning, language: Language) -> tuple[str, ...]:
    """Colours that were marked as things, and what is unknown but for its colour beside them: `red or white wine`."""
    marked = meaning.every("thing")
    hues = [
        said for said in marked if all(language.is_in("colours", word) not in ("", "shades") for word in said.split())
    ]
    phrases = {said: read_thing(said, language) for said in marked if hues}
    return (*hues, *(said for said, phrase in phrases.items() if phrase.colour and not phrase.known))


def _refs(meaning: Meaning, language: Language) -> tuple[NounPhrase, ...]:
    """Beside what something is looked for."""
    if said := meaning.every("ref"):
        return tuple(phrase for words in said for phrase in read_things(words, language))
    borrowed = (slot.words for slot in meaning.borrowed if slot.kind == "ref")
    return tuple(phrase for words in borrowed for phrase in read_things(words, language) if phrase.known)


def _whole(phrase: NounPhrase, language: Language) -> bool:
    """Whether a place is all that is in view."""
    last = phrase.noun.one.rpartition(" ")[2] if phrase.noun is not None and not phrase.noun.labels else ""
    return bool(language.is_in("whole", last))


def _told_apart(things: Iterable[NounPhrase]) -> tuple[NounPhrase, ...]:
    """The things without those that are named once more with their colour (`the bag, the pink bag`)."""
    named = tuple(things)
    hued = {phrase.noun for phrase in named if phrase.colour}
    return tuple(phrase for phrase in named if phrase.colour or phrase.noun not in hued or phrase.side or phrase.size)


def _named(things: tuple[NounPhrase, ...], before: tuple[NounPhrase, ...]) -> tuple[NounPhrase, ...]:
    """The things before, as the pronoun says more of them: `the left one`."""
    if not things:
        return before
    return tuple(pronoun.instead(former) for pronoun in things[:1] for former in before)


def _side(meaning: Meaning, language: Language) -> str:
    sides = [language.is_in("sides", words) for words in meaning.every("side")]
    borrowed = [language.is_in("sides", slot.words) for slot in meaning.borrowed if slot.kind == "side"]
    return next((side for side in (*sides, *borrowed, _side_told(meaning.said.split(), language)) if side), "")


def _side_told(tokens: list[str], language: Language) -> str:
    """The side in `on the left`, where it was not marked."""
    for at in range(2, len(tokens)):
        place = language.is_in("links", tokens[at - 2]) and language.is_in("parts", tokens[at - 1]) == "articles"
        side = language.is_in("sides", tokens[at])
        if place and side and tokens[at + 1 : at + 2] != ["of"]:
            return side
    return ""


def _sides(meaning: Meaning, language: Language) -> tuple[str, ...]:
    """The sides that a question names: those that are marked, or as in `on my left`, `left or right` and `left of`."""
    marked = [language.is_in("sides", words) for words in meaning.every("side")]
    tokens = ["", "", *meaning.said.split(), ""]
    told = [
        language.is_in("sides", word)
        for before, last, word, after in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)
        if _tied(language, last) or _tied(language, after) or language.is_in("links", before)
    ]
    return tuple(dict.fromkeys(side for side in marked or told if side))


def _tied(language: Language, word: str) -> bool:
    """Whether a word beside a side shows that it is one."""
    joins = language.is_in("parts", word) == "joiners" or language.is_in("links", word) in ("of", "places")
    return joins or bool(language.is_in("sides", word))


def _colours(meaning: Meaning, language: Language) -> tuple[str, ...]:
    said = (*meaning.every("colour"), *_offered(meaning, language))
    hues = [language.is_in("colours", word) for words in said for word in words.split()]
    return tuple(dict.fromkeys(hue for hue in hues if hue and hue != "shades"))


def _numbers(meaning: Meaning) -> tuple[int, ...]:
    found = [number_at(normalise(said).split()) for said in meaning.every("number")]
    return tuple(int(number.value) for number in found if number is not None and number.value.denominator == 1)
