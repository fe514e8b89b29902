"""Questions about colours: whose colour is asked for, and which are offered. What is answered: test_colour.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.colour_question import ColourQuestion, Of, colour_question
from edge.language.skeleton import COLOURS


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Hey Glint, what colour is the cup, please?", ColourQuestion(Of.THING, "cup")),
        ("what color is the car on the left", ColourQuestion(Of.THING, "car", side="left")),
        ("is the car red or green", ColourQuestion(Of.THING, "car", "red", "green")),
        ("is the car light blue", ColourQuestion(Of.THING, "car", "light blue")),
        ("what colour is this", ColourQuestion(Of.POINTED)),
        ("is it blue", ColourQuestion(Of.POINTED, first="blue")),
        ("is this thing red", ColourQuestion(Of.POINTED, "thing", "red")),
        ("what colour is my shirt", ColourQuestion(Of.UNKNOWN, "shirt")),
        ("is the button light green", ColourQuestion(Of.UNKNOWN, "button", "light green")),
        ("what colour is the wall", ColourQuestion(Of.WHOLE, "wall")),
        ("what colours do you see", ColourQuestion(Of.WHOLE)),
        ("is the light green", ColourQuestion(Of.LIGHT, "light")),
        ("is the light blue", ColourQuestion(Of.LIGHT, "light")),
        ("is the traffic light red", ColourQuestion(Of.LIGHT, "traffic light")),
        ("has the kitchen light turned green", ColourQuestion(Of.UNKNOWN, "kitchen light")),
    ],
)
def test_whose_colour_is_asked_for(text: str, asked: ColourQuestion):
    assert colour_question(text) == asked


@pytest.mark.parametrize(
    "text",
    ["what colour is an apple", "what colour goes with navy", "is the dog happy", "is it red or happy", ""],
)
def test_what_is_known_rather_than_seen_is_no_such_question(text: str):
    assert colour_question(text) is None


def test_only_what_the_detector_knows_has_a_noun():
    nouns = {text: ColourQuestion(Of.THING, text).noun for text in ("mug", "shirt", "cup holder", "")}
    assert {text: noun.labels for text, noun in nouns.items() if noun} == {"mug": ("cup",)}


@given(st.sampled_from(sorted(COLOURS)), st.sampled_from(sorted(COLOURS)))
def test_whatever_two_colours_are_offered_the_thing_is_asked_about(first: str, second: str):
    assert colour_question(f"is the car {first} or {second}") == ColourQuestion(Of.THING, "car", first, second)


WORDS = "is the this what colour light traffic cup wall red blue or dark it green shirt on left".split()


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_a_thing_has_a_box_and_nothing_else_has(text: str):
    asked = colour_question(text)
    if asked is not None and asked.of is not Of.LIGHT:
        assert (asked.noun is not None) == (asked.of is Of.THING)
