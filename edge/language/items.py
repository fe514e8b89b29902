"""The items that a sentence names for a list, each for itself: `milk, bread and two lemons`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from edge.language.language import Language
from edge.language.leads import bare, without_lead
from edge.language.text import as_written, normalise, words

LONGEST = 5  # words of an item that was not marked
_UNSAID = frozenset({"the", "some", "any", "my"})  # say nothing on a list, where "a towel" and "a dozen eggs" do


def items_in(text: str, marked: Sequence[str], language: Language) -> tuple[str, ...]:
    """The items as they are written; what is marked counts, with what is joined to it by a comma or an `and`.

    Where nothing is marked, what follows a word such as `add` is taken.
    """
    found = [one for said in marked for one in _with_joined(text, said, language)] or _led(text, language)
    pointing = set(language.words_for("pointing_words"))
    kept = (item for item in found if item and not set(words(item)) <= pointing)
    return tuple({normalise(item): item for item in kept}.values())


def split(said: str, language: Language) -> list[str]:
    """`milk and eggs` as two; a pair such as `fish and chips` is one."""
    for pair in language.words_for("pairs"):
        said = said.replace(pair, pair.replace(" and ", "&"))
    parts = said.replace(",", " and ").split(" and ")
    return [_bare(part.replace("&", " and ").strip(' .!?"“”')) for part in parts if part.strip()]


def _with_joined(text: str, marked: str, language: Language) -> list[str]:
    written = as_written(text, marked)
    _, there, rest = text.partition(written)
    items = split(written, language)
    if there and rest.lstrip().lower().startswith((",", "and ")):
        items += _until_stop(rest.lstrip(" ,").removeprefix("and "), language)
    return items


def _led(text: str, language: Language) -> list[str]:
    said = without_lead(bare(normalise(text), language), language.words_for("item_leads"))
    return _until_stop(as_written(text, said), language) if said else []


def _until_stop(text: str, language: Language) -> list[str]:
    """The items at the beginning of a text, up to the first word that is of none."""
    stops, taken = set(language.words_for("item_stops")), list[str]()
    for word in text.split():
        if set(words(word)) & stops:
            break
        taken.append(word)
    return [item for item in split(" ".join(taken), language) if len(item.split()) <= LONGEST]


def _bare(item: str) -> str:
    head, _, rest = item.partition(" ")
    return rest if rest and head.lower() in _UNSAID else item
