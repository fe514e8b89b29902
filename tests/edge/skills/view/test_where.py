"""Where a thing is: one side, the main one's."""

from __future__ import annotations

import pytest

from edge.messages import Scene
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask
from tests.edge.skills.view.scenes import DESK, thing


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("where is the laptop", "The laptop is in the middle."),
        ("where is the dog", "I think the dog is on the right."),
        ("where is the cup", "I see two cups; the main one is on the left."),
        ("where is the cat", "I don't see a cat, but I could miss a small one."),
    ],
)
def test_the_side_of_the_main_one_is_named(text: str, answer: str):
    assert ask(text, DESK) == Reply(answer)


@pytest.mark.parametrize(
    ("score", "answer"),
    [
        (0.09, "I don't see a dog, but I could miss a small one."),
        (0.11, "I'm not sure, but there may be a dog on the left."),
        (0.35, "I think the dog is on the left."),
        (0.5, "The dog is on the left."),
    ],
)
def test_the_less_sure_the_box_is_the_less_sure_is_the_answer(score: float, answer: str):
    assert ask("where is the dog", Scene(things=(thing("dog", score, 0.2),))) == Reply(answer)


def test_a_large_one_is_the_main_one_before_a_small_one_of_the_same_score():
    scene = Scene(things=(thing("cup", x=0.2, size=0.1), thing("cup", x=0.8, size=0.3)))
    assert ask("where is the cup", scene).text == "I see two cups; the main one is on the right."
