"""The form of a sentence without its nouns, numbers and colours, and whether a word of it is unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.skeleton import COLOURS, read


@pytest.mark.parametrize(
    ("said", "skeleton"),
    [
        ("is there a dog", "is there a THING"),
        ("where's the hot dog", "where is the THING"),
        ("is there a cup or a mug", "is there a THING or a THING"),
        ("are there three cups", "are there one THING"),
        ("is there a red car", "is there a COLOUR THING"),
        ("are there several dogs", "are there THING"),
        ("is there a table", "is there a THING"),
        ("how many cups are on the table", "how many THING are on the table"),
        ("", ""),
    ],
)
def test_nouns_numbers_and_colours_become_marks(said: str, skeleton: str):
    found = read(said)
    assert (found.skeleton, found.strange) == (skeleton, False)


@pytest.mark.parametrize(
    ("said", "skeleton"),
    [
        ("is there a train to london", "is there a THING to ?london"),
        ("is the dog's bowl here", "is the ?dog's THING here"),
        ("is there red here", "is there ?red here"),
        ("are there 1.5 cups", "are there ?1.5 THING"),
    ],
)
def test_a_word_that_nobody_understands_is_marked(said: str, skeleton: str):
    found = read(said)
    assert (found.skeleton, found.strange) == (skeleton, True)


@pytest.mark.parametrize(
    ("said", "many", "least"),
    [
        ("is there a dog", False, 1),
        ("are there any dogs", True, 1),
        ("is there one dog", False, 1),
        ("are there dogs or a cat", True, 1),
        ("are there three dogs", True, 3),
        ("is there more than one dog", False, 2),
        ("are there more than two dogs", True, 3),
        ("are there several dogs", True, 2),
        ("are there multiple people", True, 2),
        ("are there sheep", False, 1),
    ],
)
def test_how_many_it_takes_is_kept(said: str, many: bool, least: int):
    found = read(said)
    assert (found.many, found.least) == (many, least)


def test_nouns_and_a_colour_are_kept_in_order():
    found = read("is the blue car behind a bus")
    assert [noun.one for noun in found.nouns] == ["car", "bus"]
    assert found.colour == "blue"
    assert not read("is there a dog").colour


@given(
    st.lists(st.sampled_from(["is", "a", "dog", "hot", "two", "table", "the", "london", "several", *sorted(COLOURS)]))
)
def test_there_are_as_many_nouns_as_marks_and_the_strange_is_marked(tokens: list[str]):
    found = read(" ".join(tokens))
    assert len(found.nouns) == found.skeleton.split().count("THING")
    assert found.strange == ("?" in found.skeleton)
