"""Danger in words: every kind has sure words that are heard, hints and a first step."""

from __future__ import annotations

import pytest

from edge.language.danger import dangers_of
from edge.language.language import english

DANGERS = dangers_of(english())


def test_every_kind_has_words_and_a_step_that_is_a_sentence():
    assert len(DANGERS.kinds) >= 10
    assert all(kind.sure and kind.hint and kind.step.endswith(".") for kind in (*DANGERS.kinds,))
    assert DANGERS.otherwise.endswith(".")
    assert not any("{" in phrase for kind in DANGERS.kinds for phrase in (*kind.sure, *kind.hint))


@pytest.mark.parametrize(
    ("said", "general"),
    [
        ("what are the symptoms of a stroke", True),
        ("why do people have strokes", True),
        ("remind me to call the police", True),
        ("where is the fire station", True),
        ("what do i do he is not breathing", False),
        ("my house is on fire", False),
    ],
)
def test_a_question_about_such_things_is_told_from_a_cry(said: str, general: bool):
    assert DANGERS.is_general(said) is general


def test_what_only_sounds_like_danger_is_passed_over():
    assert DANGERS.step(DANGERS.serious("read the emergency exit sign"), sure=False) == ""


@pytest.mark.parametrize(
    ("said", "mild"),
    [
        ("doctor my knee hurts", True),
        ("i've had a headache", True),
        ("i have a sore throat", True),
        ("i had a sudden blinding headache", False),
        ("my knee is broken", False),
    ],
)
def test_what_is_told_to_a_doctor_or_is_of_every_day_is_mild(said: str, mild: bool):
    assert DANGERS.is_mild(said) is mild


def test_signs_are_those_of_somebody_and_not_of_something():
    assert DANGERS.is_of_a_body("my dad is very pale")
    assert not DANGERS.is_of_a_body("the wall is very pale")


def test_it_is_heard_when_the_same_is_asked_again():
    assert all(map(DANGERS.asks_again, ("what number do i ring", "now what", "who shall i call")))
    assert not DANGERS.asks_again("stop the timer")
