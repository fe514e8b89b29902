"""Whether something is there: yes, no, and how sure that is."""

from __future__ import annotations

import pytest

from edge.messages import Scene
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask
from tests.edge.skills.view.scenes import DESK, thing


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a cup", "Yes, I see two cups."),
        ("any mugs in view?", "Yes, I see two mugs."),
        ("is there a dog here", "I think I see a dog."),
        ("is there a cat", "I don't see a cat, but I could miss a small one."),
        ("are there any cats", "I don't see any cats, but I could miss small ones."),
        ("is anybody here", "I don't see anybody, though I could miss somebody far away."),
        ("are there three cups", "No, I see only two cups."),
        ("are there exactly two cups", "Yes, I see two cups."),
        ("is there only one cup", "No, I see two cups."),
        ("are there just three cups", "No, I see only two cups."),
        ("is there a cup and a cat", "No, I see two cups, but no cat."),
        ("is there a cup or a mug", "Yes, I see two cups and two mugs."),
        ("is there a laptop on the left", "No, the laptop that I see is in the middle."),
        ("are there any cups on the left", "Yes, I see a cup on the left."),
        ("is there a cup or a cat", "Yes, I see two cups, but no cat."),
        ("are there any animals", "I think I see a dog."),
        ("is this a laptop", "Yes, it looks like a laptop."),
        ("is this a bus", "No, I don't think so. I see a laptop, two cups and a dog."),
    ],
)
def test_a_thing_is_there_or_not(text: str, answer: str):
    assert ask(text, DESK) == Reply(answer)


def test_women_are_people_to_the_detector_and_that_is_said():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    assert ask("is there a woman", scene).text == "I see two people, but I can't tell men from women."


def test_what_nobody_taught_the_detector_is_said_by_name():
    reply = ask("is there a pencil sharpener in front of me", DESK)
    assert reply.text == "I can't recognise pencil sharpeners. I can see a laptop, two cups and a dog."
    assert reply.degraded


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a cat or a bus", "No, I don't see any cats or buses, though I could miss small ones."),
        ("is there a cup on the right", "No, the cup that I see is on the left."),
        ("are there any cats on the right", "I don't see any cats on the right, but I could miss small ones."),
        ("is there more than one laptop", "No, I see only a laptop."),
    ],
)
def test_what_is_not_there_is_said_as_it_was_asked(text: str, answer: str):
    assert ask(text, DESK).text == answer


def test_is_this_a_bus_with_nothing_in_view_is_answered_no():
    assert ask("is this a bus", Scene(things=())).text == "No, I don't see a bus there."
