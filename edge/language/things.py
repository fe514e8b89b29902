"""Reads the words for a thing, such as `two red cups`, `pair of scissors` or `beer bottle`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from edge.language.language import Language
from edge.language.nouns import Noun, unknown
from edge.language.numbers import number_at
from edge.language.text import words
from edge.records import dataclass


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """What the words for a thing say. `noun`: None for a pronoun (`it`, `the left one`).

    `number`: how many of them, 0: not said. `colour`, `side`, `size` ("big", "small"): only such. `kind`: whether it is
    told by a quality that no box shows, such as `beer` or `wooden`. `place`: what it is on or in, as it was said.
    """

    noun: Noun | None = None
    many: bool = False
    number: int = 0
    colour: str = ""
    side: str = ""
    size: str = ""
    kind: bool = False
    place: str = ""

    @property
    def known(self) -> bool:
        """Whether the detector knows such a thing."""
        return self.noun is not None and bool(self.noun.labels)

    def instead(self, former: NounPhrase) -> NounPhrase:
        """A pronoun with the noun that it stands for."""
        return replace(self, noun=former.noun, many=self.many or former.many, kind=self.kind or former.kind)


def read_things(said: str, language: Language) -> tuple[NounPhrase, ...]:
    """Each thing that these words name: two for `cups or glasses`."""
    parts: list[list[str]] = [[]]
    for word in words(said):
        if language.is_in("parts", word) == "joiners":
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(read_thing(" ".join(part), language) for part in parts if part)


def read_thing(said: str, language: Language) -> NounPhrase:
    """What these words for one thing say."""
    if said in language.nouns.strangers:
        return NounPhrase(unknown(_begun(said.split(), language)))
    tokens = _begun(list(words(said)), language)
    number = number_at(tokens) if len(tokens) > 1 else None
    count = int(number.value) if number is not None and number.value.denominator == 1 else 0
    tokens = tokens[number.used :] if number is not None and count else tokens
    head, rest = _head(_begun(tokens, language), language)
    mended = [language.nouns.mended(word) for word in head]
    phrase, used = _noun_of(mended, language)
    if phrase.noun is None and head and not _pronoun(head[-1], language):
        bare = head[_plain(head, language) :]
        return NounPhrase(unknown(bare, rest), number=count, colour=_colour(head, language))
    phrase = _described(replace(phrase, number=count), mended[: len(mended) - used], language)
    if not rest:
        return phrase
    return replace(phrase, place=" ".join(rest[1:])) if _at(rest[0], language) else replace(phrase, kind=True)


def spotted(said: str, language: Language) -> tuple[tuple[NounPhrase, ...], tuple[NounPhrase, ...]]:
    """The known things that a whole sentence names, for one in which none is marked; and those that it says `on` of."""
    tokens = [language.nouns.mended(word) for word in words(said)]
    things: list[NounPhrase] = []
    places: list[NounPhrase] = []
    at = 0
    while at < len(tokens):
        here = language.nouns.at(tokens, at)
        if here is not None:
            hue = _colour(tokens[max(0, at - 1) : at], language)
            phrase = NounPhrase(here.noun, here.many, colour=hue)
            (places if _placed(tokens[:at], language) else things).append(phrase)
        at += here.used if here is not None else 1
    return tuple(things), tuple(places)


def _placed(before: list[str], language: Language) -> bool:
    """Whether `on the` or the like ends these words."""
    bare = next((word for word in reversed(before) if language.is_in("parts", word) != "articles"), "")
    return _at(bare, language)


def _begun(tokens: list[str], language: Language) -> list[str]:
    """The words without articles and measures (`the`, `a pair of`) before them."""
    while len(tokens) > 1:
        if language.is_in("parts", " ".join(tokens[:2])) == "measures" and len(tokens) > 2:
            tokens = tokens[2:]
        elif language.is_in("parts", tokens[0]) == "articles":
            tokens = tokens[1:]
        else:
            break
    return tokens


def _head(tokens: list[str], language: Language) -> tuple[list[str], list[str]]:
    """`cup` and `of tea`: the words up to what tells more of it, and those."""
    cut = next((at for at, word in enumerate(tokens) if at and language.is_in("links", word)), len(tokens))
    return tokens[:cut], tokens[cut:]


def _at(word: str, language: Language) -> bool:
    return language.is_in("links", word) == "places"


def _noun_of(tokens: list[str], language: Language) -> tuple[NounPhrase, int]:
    """The longest known noun at the end, and how many words it takes."""
    for start in range(len(tokens)):
        found = language.nouns.at(tokens, start)
        if found is not None and start + found.used == len(tokens):
            return NounPhrase(found.noun, found.many), found.used
    return NounPhrase(), 1 if tokens and _pronoun(tokens[-1], language) else 0


def _pronoun(word: str, language: Language) -> bool:
    return bool(language.is_in("pronouns", word))


def _described(phrase: NounPhrase, adjectives: Sequence[str], language: Language) -> NounPhrase:
    """The phrase with what its adjectives say."""
    for word in adjectives:
        colour, side, part = (language.is_in(table, word) for table in ("colours", "sides", "parts"))
        if side:
            phrase = replace(phrase, side=side)
        elif part in ("big", "small"):
            phrase = replace(phrase, size=part)
        elif colour and colour != "shades":
            phrase = replace(phrase, colour=colour)
        elif not colour and not part:
            phrase = replace(phrase, kind=True)
    return phrase


def _colour(tokens: Sequence[str], language: Language) -> str:
    hues = [language.is_in("colours", word) for word in tokens]
    return next((hue for hue in hues if hue and hue != "shades"), "")


def _plain(tokens: Sequence[str], language: Language) -> int:
    """How many words before the last say a colour, a side or a size."""
    tables = ("colours", "sides", "parts")
    last = len(tokens) - 1
    return next((at for at, word in enumerate(tokens) if not any(language.is_in(t, word) for t in tables)), last)
