"""Words for a thing are read: the noun, how many, its colour and side, and what no box shows of it."""

from __future__ import annotations

import pytest

from edge.language.language import english
from edge.language.things import NounPhrase, read_thing, read_things, spotted

ENGLISH = english()


def read(said: str) -> NounPhrase:
    return read_thing(said, ENGLISH)


@pytest.mark.parametrize(
    ("said", "labels", "told"),
    [
        ("dog", ("dog",), {}),
        ("the dogs", ("dog",), {"many": True}),
        ("two dogs", ("dog",), {"many": True, "number": 2}),
        ("red cups", ("cup",), {"many": True, "colour": "red"}),
        ("navy blue chair", ("chair",), {"colour": "blue"}),
        ("light green bottle", ("bottle",), {"colour": "green"}),
        ("orange", ("orange",), {}),
        ("orange cup", ("cup",), {"colour": "orange"}),
        ("left cup", ("cup",), {"side": "left"}),
        ("big brown dog", ("dog",), {"colour": "brown", "size": "big"}),
        ("pair of scissors", ("scissors",), {}),
        ("bunch of bananas", ("banana",), {"many": True}),
        ("beer bottle", ("bottle",), {"kind": True}),
        ("wooden chair", ("chair",), {"kind": True}),
        ("cup of tea", ("cup",), {"kind": True}),
        ("nearest chair", ("chair",), {}),
        ("cup on the table", ("cup",), {"place": "the table"}),
        ("bottel", ("bottle",), {}),
        ("dinning table", ("dining table",), {}),
        ("hot dog", ("hot dog",), {}),
    ],
)
def test_a_known_thing(said: str, labels: tuple[str, ...], told: dict[str, object]):
    phrase = read(said)
    assert phrase.noun is not None
    assert phrase.noun.labels == labels
    assert phrase == NounPhrase(phrase.noun, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "many"),
    [
        ("pencil sharpener", "pencil sharpeners"),
        ("red pencil sharpeners", "pencil sharpeners"),
        ("bottle opener", "bottle openers"),
        ("dog lead", "dog leads"),
        ("chest of drawers", "chests of drawers"),
        ("my glasses", "glasses"),
        ("reading glasses", "reading glasses"),
        ("tablet", "tablets"),
        ("little man", "little men"),
    ],
)
def test_a_thing_that_the_detector_does_not_know_is_called_as_it_was(said: str, many: str):
    phrase = read(said)
    assert not phrase.known
    assert phrase.noun is not None
    assert phrase.noun.many == many


@pytest.mark.parametrize(("said", "side"), [("it", ""), ("the left one", "left"), ("those", ""), ("one", "")])
def test_a_pronoun_has_no_noun_until_it_is_given_one(said: str, side: str):
    phrase = read(said)
    assert phrase == NounPhrase(side=side)
    assert phrase.instead(read("two cups")).noun == read("cup").noun


def test_several_things_are_read_one_by_one():
    assert [phrase.noun.one for phrase in read_things("cups or dogs and a cat", ENGLISH) if phrase.noun] == [
        "cup",
        "dog",
        "cat",
    ]
    assert read_things("", ENGLISH) == ()


def test_in_a_sentence_without_marks_things_and_places_are_found():
    things, places = spotted("is there a red cup or a bottel on the table", ENGLISH)
    assert [(phrase.noun.one, phrase.colour) for phrase in things if phrase.noun] == [("cup", "red"), ("bottle", "")]
    assert [phrase.noun.one for phrase in places if phrase.noun] == ["table"]
