"""How many there are, and when the number is a guess."""

from __future__ import annotations

import pytest

from edge.messages import Scene
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask
from tests.edge.skills.view.scenes import DESK, thing


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how many cups are there", "I see two cups."),
        ("how many laptops are there", "I see one laptop."),
        ("how many cats are there", "I see no cats, though I could miss small ones."),
        ("how many dogs are there", "I think I see one dog."),
        ("how many cups and cats are there", "I see two cups and no cats."),
        ("how many animals are there", "I think I see one animal."),
    ],
)
def test_things_are_counted(text: str, answer: str):
    assert ask(text, DESK) == Reply(answer)


def test_men_are_counted_as_people_and_that_is_said():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    assert ask("how many men do you see", scene).text == "I see two people. I can't tell men from women."


def test_a_face_that_was_seen_several_times_is_counted_once():
    faces = [thing("face", 0.6 - n / 50, 0.3 + n / 100) for n in range(5)] + [thing("face", 0.7, 0.8)]
    assert ask("how many faces are there", Scene(things=tuple(faces))).text == "I see two faces."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("how many cups are on the left", "I see one cup on the left."),
        ("how many cups are on the right", "I see no cups on the right, though I could miss small ones."),
        ("how many people are there", "I see no people, though I could miss somebody far away."),
    ],
)
def test_only_one_side_is_counted_where_one_is_named(text: str, answer: str):
    assert ask(text, DESK).text == answer


def test_several_kinds_under_one_word_are_listed():
    scene = Scene(things=(thing("dog", x=0.2), thing("cat", x=0.5, size=0.3), thing("dog", x=0.8)))
    assert ask("how many animals are there", scene).text == "I see three animals: a cat and two dogs."
