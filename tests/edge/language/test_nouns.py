"""Words for what the detector knows: which labels they cover, and the longest one counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.language import english
from edge.language.nouns import Noun, read_nouns, unknown
from edge.perceive.labels import COCO

NOUNS = english().nouns
WHICH = "I can't tell which kind"


def noun(words: str) -> Noun:
    """The noun that these words are, all of them."""
    tokens = words.split()
    found = NOUNS.at(tokens)
    assert found is not None, words
    assert found.used == len(tokens), words
    return found.noun


@pytest.mark.parametrize(
    ("words", "labels", "one", "many"),
    [
        ("mug", ("cup",), "mug", "mugs"),
        ("mugs", ("cup",), "mug", "mugs"),
        ("wine glasses", ("wine glass",), "wine glass", "wine glasses"),
        ("people", ("person",), "person", "people"),
        ("anybody", ("person",), "person", "people"),
        ("passers-by", ("person",), "passer-by", "passers-by"),
        ("scissors", ("scissors",), "scissors", "scissors"),
        ("broccoli", ("broccoli",), "broccoli", "broccoli"),
        ("pets", ("cat", "dog", "bird"), "pet", "pets"),
        ("pieces of fruit", ("banana", "apple", "orange"), "piece of fruit", "pieces of fruit"),
        ("luggage", ("suitcase", "backpack", "handbag"), "luggage", "luggage"),
    ],
)
def test_a_word_covers_labels_and_keeps_its_own_name(words: str, labels: tuple[str, ...], one: str, many: str):
    found = noun(words)
    assert (found.labels, found.one, found.many, found.note) == (labels, one, many, "")


@pytest.mark.parametrize(
    ("word", "one", "note"),
    [
        ("women", "person", "I can't tell men from women"),
        ("child", "person", "I can't tell children from grown-ups"),
        ("waiter", "person", WHICH),
        ("puppies", "dog", WHICH),
        ("calves", "cow", WHICH),
        ("monitor", "TV", "I can't tell monitors from TVs"),
    ],
)
def test_what_the_detector_cannot_tell_is_never_said_back(word: str, one: str, note: str):
    assert (noun(word).one, noun(word).note) == (one, note)


@pytest.mark.parametrize(
    ("words", "at", "label", "used"),
    [
        ("hot dog", 0, "hot dog", 2),
        ("hot dog", 1, "dog", 1),
        ("a dog here", 1, "dog", 1),
        ("tv remote control", 0, "remote", 2),
        ("teddy bear", 0, "teddy bear", 2),
    ],
)
def test_the_longest_word_that_begins_here_counts(words: str, at: int, label: str, used: int):
    found = NOUNS.at(words.split(), at)
    assert found is not None
    assert (found.noun.labels, found.used) == ((label,), used)


@pytest.mark.parametrize(("words", "at"), [("sharpener", 0), ("the dog", 0), ("dog", 1), ("", 0)])
def test_what_is_no_word_for_a_known_thing(words: str, at: int):
    assert NOUNS.at(words.split(), at) is None


def test_every_label_of_the_detector_has_its_words_and_is_understood_as_answers_say_it():
    assert set(COCO) <= NOUNS.by_label.keys()
    for label, said in NOUNS.by_label.items():
        assert said.labels == (label,)
        assert label in noun(label).labels
        assert label in noun(said.one.casefold()).labels
        assert label in noun(said.many.casefold()).labels


@given(st.lists(st.sampled_from(["a", "hot", "dog", "tv", "piece", "of", "fruit"]), max_size=5), st.integers(0, 5))
def test_no_more_words_are_used_than_there_are(tokens: list[str], at: int):
    found = NOUNS.at(tokens, at)
    assert found is None or at + found.used <= len(tokens)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bottel", "bottle"),
        ("botle", "bottle"),
        ("bannana", "banana"),
        ("umbrela", "umbrella"),
        ("moniter", "monitor"),
        ("tablet", "tablet"),
        ("house", "house"),
        ("battle", "battle"),
        ("plate", "plate"),
        ("cot", "cot"),
        ("bottle", "bottle"),
    ],
)
def test_a_typing_error_is_mended_and_no_real_word_turned_into_another(typed: str, meant: str):
    assert NOUNS.mended(typed) == meant


@pytest.mark.parametrize(
    ("words", "more", "one", "many"),
    [
        (["pencil", "sharpeners"], [], "pencil sharpener", "pencil sharpeners"),
        (["chest"], ["of", "drawers"], "chest of drawers", "chests of drawers"),
    ],
)
def test_an_unknown_thing_has_no_label_and_both_numbers(words: list[str], more: list[str], one: str, many: str):
    found = unknown(words, more)
    assert (found.labels, found.one, found.many) == ((), one, many)


def test_a_word_brings_its_own_forms_or_has_those_of_english():
    nouns = read_nouns({"words": {"cup": "Tasse/Tassen/eine Tasse", "dog": "hound"}}, "")
    assert nouns.by_label == {
        "cup": Noun(("cup",), "Tasse", "Tassen", "eine Tasse"),
        "dog": Noun(("dog",), "hound", "hounds", "a hound"),
    }
