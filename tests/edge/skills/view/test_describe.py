"""What is said of a scene: honest about doubt and about what is missing, however it is asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.messages import Scene, Thing
from edge.skills import all_skills
from edge.skills.view.describe import Bar, OneLook, in_sight
from tests.edge.skills.asking import ask, meant
from tests.edge.skills.view.scenes import DESK, thing


def test_a_card_s_thresholds_decide_per_use_and_label():
    thresholds = {"answer": {"*": 0.5, "dog": 0.9}, "count": {"*": 0.85}}
    skills = all_skills(thresholds)
    assert ask(meant("presence", "is there a {thing:cup}"), DESK, skills=skills).text == "Yes, I see a cup."
    assert ask(meant("presence", "is there a {thing:dog}"), DESK, skills=skills).text.startswith("I don't see a dog")
    assert ask(meant("count", "how many {thing:dogs} are there"), DESK, skills=skills).text.startswith("I see no dogs")
    assert ask(meant("count", "how many {thing:cups} are there"), DESK, skills=skills).text == "I see one cup."


@given(
    st.lists(st.floats(0.1, 0.9), min_size=1, max_size=5),
    st.lists(st.floats(0.1, 0.9), max_size=3),
    st.floats(0.2, 0.7),
    st.floats(0.2, 0.7),
)
def test_however_it_is_asked_there_are_as_many(cups: list[float], dogs: list[float], answer: float, count: float):
    scene = Scene(things=tuple(thing(name, s) for name, scores in (("cup", cups), ("dog", dogs)) for s in scores))
    thresholds = {"answer": {"*": answer}, "count": {"*": count}}
    asked = (
        meant("presence", "is there a {thing:cup}"),
        meant("count", "how many {thing:cups} are there"),
        meant("what", "what's in front of me"),
        meant("presence", "is there a {thing:cup} or a {thing:dog}"),
    )
    skills = all_skills(thresholds)
    told = [ask(meaning, scene, skills=skills).text for meaning in asked]
    (cups_told,) = {cups_in(text) for text in told}
    assert cups_told <= sum(score >= answer for score in cups)  # what `glint see` does not list, nobody is told of


def cups_in(answer: str) -> int:
    """How many cups an answer speaks of."""
    said = answer.replace("don't see a ", "see no ").replace("any ", "no ")
    words = ("no", "a|one", "two", "three", "four", "five")
    return next((number for number, word in enumerate(words) if re.search(rf"\b({word}) cups?\b", said)), 0)


@pytest.mark.parametrize(
    ("task", "text"),
    [
        ("presence", "is there a {thing:dog}"),
        ("count", "how many {thing:dogs} are there"),
        ("where", "where is the {thing:dog}"),
        ("what", "what is this"),
        ("describe", "describe the scene"),
        ("relation", "what is next to the {ref:dog}"),
        ("colour", "what colour is this"),
    ],
)
def test_nothing_looked_at_is_said_and_not_guessed(task: str, text: str):
    with pytest.raises(AnswerError, match="My camera does not work"):
        ask(meant(task, text), Scene(missing="My camera does not work."))
    with pytest.raises(AnswerError, match="just now"):
        ask(meant(task, text), Scene())


@given(
    st.lists(
        st.builds(thing, st.sampled_from(["dog", "cat", "person", "bus"]), st.floats(0, 1), st.floats(0.1, 0.9)),
        max_size=12,
    )
)
def test_answers_agree_with_each_other(things: list[Thing]):
    """Yes exactly if the count is not none, and where names one side."""
    scene = Scene(things=tuple(things))
    there = not ask(meant("presence", "is there a {thing:dog}"), scene).text.startswith("I don't")
    assert there == (not ask(meant("count", "how many {thing:dogs} are there"), scene).text.startswith("I see no"))
    where = ask(meant("where", "where is the {thing:dog}"), scene).text
    assert sum(side in where for side in ("on the left", "in the middle", "on the right")) == (
        1 if there else where.count("may be")
    )


def test_an_inventory_begins_with_the_most_telling_and_ends_after_six():
    view = OneLook(Scene(), Bar())
    labels = ("dog", "cat", "bus", "cup", "car", "tv", "bed")
    things = [thing(label, 0.9 - n / 20) for n, label in enumerate(labels)]
    assert view.inventory(reversed(things)) == "a dog, a cat, a bus, a cup, a car and a TV"


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ((0.8, 0.8), "I see a cup and a dog"),
        ((0.8, 0.35), "I see a cup and perhaps a dog"),
        ((0.35, 0.34), "I think I see a cup and a dog"),
    ],
)
def test_there_is_one_wording_for_one_confidence(scores: tuple[float, float], told: str):
    scene = Scene(things=tuple(thing(label, score) for label, score in zip(("cup", "dog"), scores, strict=True)))
    assert in_sight(scene, Bar()) == f"{told}."
    both = ask(meant("presence", "is there a {thing:cup} or a {thing:dog}"), scene).text
    assert both.removeprefix("Yes, ") == f"{told}."
    assert ask(meant("what", "what's in front of me"), scene).text == f"{told}."


def test_what_was_not_looked_for_is_not_told():
    assert in_sight(Scene(), Bar()) == ""
    assert in_sight(Scene(things=(thing("face"),)), Bar()) == ""


def test_a_use_without_thresholds_of_its_own_takes_those_of_answers():
    bar = Bar({"answer": {"*": 0.5, "dog": 0.7}})
    assert [bar.of(use, label) for use, label in (("where", "dog"), ("where", "cat"), ("count", "dog"))] == [
        0.7,
        0.5,
        0.4,
    ]
