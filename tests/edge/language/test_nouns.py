"""Words for what the detector knows: which labels they cover, and the longest one counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.nouns import LABELS, SPOKEN, Noun, noun_at, noun_for, unknown
from edge.perceive.labels import COCO


def noun(words: str) -> Noun:
    """The noun that these words are, all of them."""
    tokens = words.split()
    found = noun_at(tokens, 0)
    assert found is not None, words
    assert found[1] == len(tokens), words
    return found[0]


@pytest.mark.parametrize(
    ("words", "labels", "one", "many"),
    [
        ("mug", ("cup",), "mug", "mugs"),
        ("mugs", ("cup",), "mug", "mugs"),
        ("wine glasses", ("wine glass",), "wine glass", "wine glasses"),
        ("people", ("person",), "person", "people"),
        ("anybody", ("person",), "person", "people"),
        ("passers-by", ("person",), "passer-by", "passers-by"),
        ("calves", ("cow",), "calf", "calves"),
        ("scissors", ("scissors",), "scissors", "scissors"),
        ("broccoli", ("broccoli",), "broccoli", "broccoli"),
        ("tv screens", ("tv",), "TV screen", "TV screens"),
        ("pets", ("cat", "dog", "bird"), "pet", "pets"),
        ("luggage", ("suitcase", "backpack", "handbag"), "luggage", "luggage"),
    ],
)
def test_a_word_covers_labels_and_keeps_its_own_name(words: str, labels: tuple[str, ...], one: str, many: str):
    assert noun(words) == Noun(labels, one, many)


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("women", "I can't tell men from women"),
        ("child", "I can't tell children from grown-ups"),
        ("girl", "I can't tell men from women or their age"),
        ("pedestrian", ""),
    ],
)
def test_what_the_detector_cannot_tell_apart_stands_beside_the_word(word: str, note: str):
    assert (noun(word).labels, noun(word).note) == (("person",), note)


@pytest.mark.parametrize(
    ("words", "at", "label", "used"),
    [
        ("hot dog", 0, "hot dog", 2),
        ("hot dog", 1, "dog", 1),
        ("a dog here", 1, "dog", 1),
        ("tv remote control", 0, "remote", 2),
        ("pair of scissors", 0, "scissors", 3),
        ("teddy bear", 0, "teddy bear", 2),
    ],
)
def test_the_longest_word_that_begins_here_counts(words: str, at: int, label: str, used: int):
    found = noun_at(words.split(), at)
    assert found is not None
    assert (found[0].labels, found[1]) == ((label,), used)


@pytest.mark.parametrize(("words", "at"), [("sharpener", 0), ("the dog", 0), ("dog", 1), ("", 0)])
def test_what_is_no_word_for_a_known_thing(words: str, at: int):
    assert noun_at(words.split(), at) is None


def test_every_label_of_the_detector_has_its_words_and_is_understood_as_answers_say_it():
    assert set(COCO) <= LABELS
    for label in sorted(LABELS):
        assert label in noun(label).labels
        said = noun_for(label)
        assert said.labels == (label,)
        assert said.one == SPOKEN.get(label, label)
        assert label in noun(said.one.casefold()).labels
        assert label in noun(said.many.casefold()).labels


@given(
    st.lists(st.sampled_from(["a", "hot", "dog", "tv", "remote", "control", "of", "pair"]), max_size=5),
    st.integers(0, 5),
)
def test_no_more_words_are_used_than_there_are(tokens: list[str], at: int):
    found = noun_at(tokens, at)
    assert found is None or at + found[1] <= len(tokens)


def test_an_unknown_thing_has_no_label_and_both_numbers():
    assert unknown(["pencil", "sharpeners"]) == Noun((), "pencil sharpener", "pencil sharpeners")
