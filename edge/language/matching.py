"""Which of several texts is about what is asked: by their words, whatever their number and form. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from edge.language.language import Language, english
from edge.language.plurals import singular
from edge.language.text import words

ENOUGH = 2 / 3  # of the words of a question that a text must have, where none has all


def stems(text: str, language: Language | None = None) -> frozenset[str]:
    """The words of a text that say what it is about, each in one form: `where did I park the cars` -> park."""
    language = language or english()
    empty, same = _tables(language)
    said = (word.removesuffix("'s") for word in words(text.replace("-", " ")) if word not in empty)
    return frozenset(same.get(stem, stem) for stem in (stem_of(word, language) for word in said if word not in empty))


def stem_of(word: str, language: Language | None = None) -> str:
    """One form for all forms of a word: `keys` and `key`, `parking` and `parked`."""
    return _stem_of(word, _forms(language or english()))


def _stem_of(word: str, odd: Mapping[str, str]) -> str:
    one = odd.get(word) or singular(word)
    for ending in ("ing", "ed"):
        if one.endswith(ending) and len(one) - len(ending) >= 3 and set(one[: -len(ending)]) & set("aeiouy"):
            one = one[: -len(ending)]
            one = one[:-1] if one[-1] == one[-2] and one[-1] not in "lsz" else one
    return one.removesuffix("e") if len(one) > 4 else one


def matches(asked: str, texts: Sequence[str], language: Language | None = None) -> list[int]:
    """The places of the texts that are about what is asked, the best first and of equal ones the last."""
    language = language or english()
    wanted = stems(asked, language)
    sharp = wanted - _vague(language) or wanted
    if not sharp:
        return []
    found = [(at, stems(text, language)) for at, text in enumerate(texts)]
    shares = {at: len(sharp & have) / len(sharp) + len(wanted & have) / 100 for at, have in found}
    best = max(shares.values(), default=0.0)
    least = 1.0 if best >= 1.0 else ENOUGH
    return sorted((at for at in shares if shares[at] >= least), key=lambda at: (-shares[at], -at))


def tells(text: str, asked: str, language: Language | None = None) -> tuple[bool, bool]:
    """Whether a text has all words of a question, and whether it has all that are not vague."""
    language = language or english()
    wanted, have = stems(asked, language), stems(text, language)
    sharp = wanted - _vague(language) or wanted
    return bool(wanted) and wanted <= have, bool(sharp) and sharp <= have


@cache
def _forms_of(rows: tuple[str, ...]) -> dict[str, str]:
    return {row.split()[0]: row.split()[1] for row in rows}


def _forms(language: Language) -> dict[str, str]:
    return _forms_of(tuple(language.words_for("odd_forms")))


def _vague(language: Language) -> frozenset[str]:
    """The stems of words that say little: whoever goes over hundreds of texts needs them for each."""
    return _stems_of(tuple(language.words_for("vague_words")), tuple(language.words_for("odd_forms")))


@cache
def _stems_of(listed: tuple[str, ...], odd: tuple[str, ...]) -> frozenset[str]:
    return frozenset(_stem_of(word, _forms_of(odd)) for word in listed)


def _tables(language: Language) -> tuple[frozenset[str], dict[str, str]]:
    return _tables_of(tuple(language.words_for("empty_words")), tuple(language.words_for("same_words")))


@cache
def _tables_of(empty: tuple[str, ...], same: tuple[str, ...]) -> tuple[frozenset[str], dict[str, str]]:
    """The words that say nothing, and for each of those that mean the same the first of them."""
    groups = ([stem_of(word) for word in row.split()] for row in same)
    return frozenset(empty), {word: group[0] for group in groups for word in group}
