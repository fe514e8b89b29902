"""What is in view, all of it or one kind or side; and what is said of questions about it that no skill answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Scene, Thing
from edge.skills.skill import Reply
from tests.edge.skills.asking import FACTS, ask, last_word
from tests.edge.skills.view.scenes import DESK, thing


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what do you see", "I see a laptop, two cups and a dog."),
        ("what is on the left", "I see a cup on the left."),
        ("what's in the middle of the picture?", "I see a laptop and a cup in the middle."),
        ("what do you see on the right-hand side", "I think I see a dog on the right."),
        ("what is this", "It looks like a laptop. I also see two cups and a dog."),
        ("what animals do you see", "I think I see a dog."),
    ],
)
def test_what_is_in_view_is_told(text: str, answer: str):
    assert ask(text, DESK) == Reply(answer)


def test_who_it_is_is_not_known_by_the_face():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    assert "by their faces" in ask("who is in front of me", scene).text


def test_what_more_is_asked_of_the_view_is_not_known():
    assert last_word("in_view", "is there a stapler", DESK).text.startswith("I can't recognise staplers.")
    assert last_word("in_view", "what is the man doing", DESK).text.startswith("I can't tell that by myself. I can see")


def test_what_is_in_view_is_said_while_a_server_thinks():
    meanwhile, text = replace(FACTS, others=True), "compare these two for me"
    assert last_word("in_view", text, DESK, meanwhile) == Reply("I can see a laptop, two cups and a dog.")
    alone = last_word("in_view", text, DESK)
    assert alone.text == "I can't tell that by myself. I can see a laptop, two cups and a dog."
    assert alone.degraded


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what do you see", "I don't see anything that I know, but I could miss small things."),
        ("what is on the left", "I don't see anything that I know on the left."),
        ("what is this", "I don't know what this is: I see nothing that I was taught to recognise."),
        ("what animals do you see", "I don't see any animals, but I could miss small ones."),
        ("who is in front of me", "I don't see anybody."),
    ],
)
@pytest.mark.parametrize("things", [(), (thing("face", 0.9, 0.2),)])
def test_nothing_is_said_as_nothing_and_faces_are_not_listed(things: tuple[Thing, ...], text: str, answer: str):
    assert ask(text, Scene(things=things)).text == answer


def test_this_is_rather_what_stands_in_the_middle():
    scene = Scene(things=(thing("cup", 0.8, 0.1), thing("bottle", 0.7, 0.5)))
    assert ask("what is this", scene).text == "It looks like a bottle. I also see a cup."
