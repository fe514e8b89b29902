"""The words for what the detector knows, from a language's `nouns.toml`: labels, their words, and groups of labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import chain

from edge.language.plurals import plural, singular, with_article
from edge.language.spelling import one_letter_apart
from edge.records import dataclass

Table = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for something: the labels of the detector that it covers, none where it knows no such thing.

    `note`: what the detector cannot tell of it; the word is then that for the label, not the one that was asked.
    """

    labels: tuple[str, ...]
    one: str
    many: str
    a: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A noun in a sentence, the words that it took, and whether they were its plural."""

    noun: Noun
    used: int
    many: bool


@dataclass(frozen=True)
class Nouns:
    """All words of one language for what the detector knows. `real`: words that look like one with a typing error."""

    by_words: Mapping[str, tuple[Noun, bool]] = field(default_factory=dict)
    by_label: Mapping[str, Noun] = field(default_factory=dict)
    strangers: frozenset[str] = frozenset()
    real: frozenset[str] = frozenset()

    def at(self, tokens: Sequence[str], at: int = 0) -> Found | None:
        """The longest word for a known thing that begins here."""
        for used in (3, 2, 1):
            found = self.by_words.get(" ".join(tokens[at : at + used])) if at + used <= len(tokens) else None
            if found is not None:
                return Found(found[0], used, found[1])
        return None

    def mended(self, word: str) -> str:
        """The word, or the one of ours that it is with one typing error; no real word is turned into another."""
        if len(word) < SHORTEST or word in self._single or word in self.real:
            return word
        return next((right for right in self._single if len(right) >= SHORTEST and one_letter_apart(word, right)), word)

    @cached_property
    def _single(self) -> Mapping[str, None]:
        """Each single word of them, as they stand in the file."""
        return dict.fromkeys(chain.from_iterable(words.split() for words in self.by_words))


SHORTEST = 5  # letters that a word must have to be mended: short ones are too much alike


def read_nouns(tables: Mapping[str, Table], which: str) -> Nouns:
    """The nouns of a `nouns.toml`; `which` says in that language that the kind of a thing cannot be told."""
    said = tables.get("words", {})
    by_label = {label: _noun((label,), listed(words)[0]) for label, words in said.items()}
    table: dict[str, tuple[Noun, bool]] = {}
    for forms, noun in _rows(tables, by_label, which):
        one, many, _ = _forms(forms)
        table[one.casefold()] = noun, False
        table.setdefault(many.casefold(), (noun, True))
    strangers = frozenset(listed(tables.get("strangers", {}).get("words", "")))
    return Nouns(table, by_label, strangers, frozenset(tables.get("spelling", {}).get("real", "").split()))


def unknown(words: Sequence[str], more: Sequence[str] = ()) -> Noun:
    """A noun that no detector of ours knows; `more` tells more of it, as in `chest of drawers`."""
    one = singular(" ".join(words))
    single, several = (" ".join([word, *more]) for word in (one, plural(one)))
    return Noun((), single, several, with_article(single))


def listed(text: str) -> list[str]:
    """The parts of a list such as `cup, mug`."""
    return [part for part in text.split(", ") if part]


def _rows(tables: Mapping[str, Table], by_label: Mapping[str, Noun], which: str) -> Iterator[tuple[str, Noun]]:
    """Each word with its noun."""
    for label, words in tables.get("words", {}).items():
        yield from ((forms, _noun((label,), forms)) for forms in listed(words))
        yield label, by_label[label]
    for label, words in tables.get("unsaid", {}).items():
        yield from ((forms, by_label[label]) for forms in listed(words))
    for label, words in tables.get("kinds", {}).items():
        yield from ((forms, replace(by_label[label], note=which)) for forms in listed(words))
    for about, words in tables.get("notes", {}).items():
        label, _, note = about.partition(": ")
        yield from ((forms, replace(by_label[label], note=note)) for forms in listed(words))
    for forms, labels in tables.get("groups", {}).items():
        yield forms, _noun(tuple(listed(labels)), forms)


def _noun(labels: tuple[str, ...], forms: str) -> Noun:
    return Noun(labels, *_forms(forms))


def _forms(forms: str) -> tuple[str, str, str]:
    """One, many and with the article, of `Tasse/Tassen/eine Tasse`; what is not said is made as English makes it."""
    one, *rest = forms.split("/")
    return one, rest[0] if rest else plural(one), rest[1] if len(rest) > 1 else with_article(one)
