"""The items that a sentence names for a list, each for itself, and the name of the list. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from edge.language.language import Language
from edge.language.leads import bare, mid_correction, without_fillers, without_lead
from edge.language.numbers import number_at
from edge.language.text import as_written, normalise, words

LONGEST = 5  # words of an item that was not marked
SORRY = " sorry "  # said alone it puts an item right, though no text of a reminder
NAME = 3  # words of the name of a list
_UNSAID = frozenset({"the", "some", "any", "my"})  # say nothing on a list, where "a towel" and "a dozen eggs" do
_FOR = frozenset({"me", "us", "please", "now", "later", "today", "tomorrow"})
"""What is said behind an item: `milk for me`."""
_JOINS = frozenset({"for", "of", "with", "in", "up"})
"""Words in the middle of an item: `a card for grandad`, `washing up liquid`."""
_QUANTITIES = frozenset({"a", "an", "dozen", "half", "couple", "few", "another"})


def items_in(text: str, marked: Sequence[str], language: Language) -> tuple[str, ...]:
    """The items as they are written, with their quantities: `add two pints of milk` is `two pints of milk`.

    What is marked counts, with what is said around it and is of no other use: `trunks` marked in `and swimming trunks
    sun cream and the charger` gives three items. Where nothing is marked, what follows a word such as `add` is taken.
    """
    text, said = _put_right(text.replace(" as well as ", " and "), language), text
    marked = marked if text == said else [one for one in marked if f" {one} " in f" {text} "]
    led = _led(text, language)
    inside = [said for said in marked if f" {said} " in f" {normalise(led)} "]
    found = [one for part in split(led, language) for one in _parts(part, inside, language)] if inside else []
    found += [one for said in marked if said not in inside for one in _with_joined(text, said, language)]
    if not marked:
        found = [item for item in split(led, language) if len(item.split()) <= LONGEST]
    pointing = set(language.words_for("pointing_words"))
    kept = (item for item in found if item and not set(words(item)) <= pointing)
    return tuple({normalise(item): item for item in kept}.values())


def split(said: str, language: Language) -> list[str]:
    """`milk and eggs` as two; a pair such as `fish and chips` is one."""
    for pair in language.words_for("pairs"):
        said = said.replace(pair, pair.replace(" and ", "&"))
    said = without_fillers(said, language)
    parts = said.replace(",", " and ").split(" and ")
    stripped = (part.replace("&", " and ").strip(' .!?"“”').removeprefix("and ").removesuffix(" and") for part in parts)
    bare_parts = [_bare(part) for part in stripped if part and part != "and"]
    return [item for part in bare_parts for item in _singles(part, language)]


def _put_right(text: str, language: Language) -> str:
    """A text with a corrected item as it was meant: `buns no not buns rolls` is `rolls`."""
    said = normalise(text)
    mark = mid_correction(said, language) or (SORRY if SORRY in said else "")
    if not mark:
        return text
    before, _, after = said.partition(mark)
    named = without_lead(bare(before, language), language.words_for("item_leads"))
    old = (bare(before, language) if named is None else named).rpartition(" and ")[2].split()
    new = after.split()
    again = max((n for n in range(len(new)) if new[:n] == old[len(old) - n :]), default=0)
    return " ".join((*before.split()[: len(before.split()) - len(old)], *new[again:]))


def list_name(said: str, marked: str, language: Language) -> str:
    """The name of the list that a normalised sentence is about: `garden centre` of `read me the garden centre list`.

    `marked`: the words that a model took for it, which count where none stand before "list". Empty: it has no name.
    """
    tokens = said.split()
    stops = set(language.words_for("list_stops"))
    for at in (at for at, token in enumerate(tokens) if token in {"list", "lists"}):
        if tokens[at + 1 : at + 2] in (["called"], ["named"], ["for"]):
            rest = tokens[at + 2 :]
            end = next((n for n, token in enumerate(rest) if token in {"with", "and", "list", "please"}), len(rest))
            return " ".join(token for token in rest[:end][:NAME] if token not in _UNSAID)
        if tokens[max(0, at - 2) : at] == ["to", "do"]:
            return "to do"
        first = next((n + 1 for n in range(at - 1, -1, -1) if tokens[n] in stops), 0)
        if 0 < at - first <= NAME:
            return " ".join(tokens[first:at]).replace("-", " ")
    return " ".join(word for word in marked.split() if word not in {"list", "lists", *stops})


def _parts(part: str, marked: Sequence[str], language: Language) -> list[str]:
    """One part between two `and`s at the borders of what is marked; a single word beside it belongs to it."""
    if any(pair in part for pair in language.words_for("pairs")):
        return [part]
    tokens = part.split()
    said = [normalise(token) for token in tokens]
    cuts = {0, len(tokens)}
    for one in marked:
        size = len(one.split())
        for at in range(len(tokens) - size + 1):
            if " ".join(said[at : at + size]) == one:
                first = _quantity(said, at)
                cuts |= {first if first > 1 else 0, at + size if len(tokens) - at - size > 1 else len(tokens)}
    edges = sorted(at for at in cuts if at in (0, len(tokens)) or not {said[at - 1], said[at]} & _JOINS)
    pieces = [" ".join(tokens[first:last]) for first, last in pairwise(edges)]
    empty = set(language.words_for("empty_words"))
    named = [piece for piece in pieces if any(one in normalise(piece) for one in marked)]
    return [_bare(piece) for piece in pieces if piece in named or not marked or not set(words(piece)) & empty]


def _quantity(said: Sequence[str], at: int) -> int:
    """Where the quantity begins that stands before a word: at `two` of `two packs of coffee`."""
    at -= 2 if at > 1 and said[at - 1] == "of" else 0
    numbers = {n for first in range(at) if (found := number_at(said, first)) for n in range(first, first + found.used)}
    while at and (at - 1 in numbers or said[at - 1] in _QUANTITIES):
        at -= 1
    return at


def _with_joined(text: str, marked: str, language: Language) -> list[str]:
    """An item that stands by itself, its quantity, and what is joined to it by a comma or an `and`."""
    said = normalise(text)
    head, there, _ = f" {said} ".partition(f" {marked} ")
    first = _quantity(said.split(), len(head.split())) if there else 0
    counted = " ".join([*said.split()[first : len(head.split())], marked]) if there else marked
    written = as_written(text, counted)
    _, there, rest = text.partition(written)
    items = split(written, language)
    if there and rest.lstrip().lower().startswith((",", "and ")):
        items += split(_until_stop(rest.lstrip(" ,").removeprefix("and "), language), language)
    return items


def _led(text: str, language: Language) -> str:
    """What follows a word such as `add`, or a list that is named, up to the first word that is of no item."""
    said = bare(normalise(text), language)
    tokens, no_items = said.split(), language.words_for("no_items")
    lists = [at for at, word in enumerate(tokens) if word == "list"]
    rest = without_lead(said, language.words_for("item_leads"))
    if rest is None and lists:
        after = tokens[lists[0] + 1 :]
        withs = after.index("with") + 1 if "with" in after else 0
        after = after[withs:] if withs or after[:1] in (["add"], ["put"]) else []
        rest = " ".join(after[1:] if after[:1] in (["add"], ["put"]) else after)
    if rest is None and said != normalise(text) and tokens and tokens[0] not in no_items:
        rest = said
    return _until_stop(as_written(text, rest), language) if rest else ""


def _until_stop(text: str, language: Language) -> str:
    """The beginning of a text, up to the first word that is of no item."""
    stops, taken = set(language.words_for("item_stops")), list[str]()
    said = text.split()
    for word, after in zip(said, [*said[1:], ""], strict=True):
        joins = word == "for" and taken and after and not set(words(after)) & _FOR
        if set(words(word)) & stops and not joins:
            break
        taken.append(word)
    return " ".join(taken)


def _singles(item: str, language: Language) -> list[str]:
    """Words that are an item each, said without a pause: `butter jam`."""
    tokens = item.split()
    said, singles = {normalise(token) for token in tokens}, set(language.words_for("single_items"))
    one = not said <= singles or any(name in item.lower() for name in language.words_for("compound_items"))
    return [item] if one else tokens


def _bare(item: str) -> str:
    head, _, rest = item.partition(" ")
    return rest if rest and head.lower() in _UNSAID else item
