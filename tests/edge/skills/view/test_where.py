"""Where a thing is: one side, the main one's."""

from __future__ import annotations

import pytest

from edge.skills.skill import Reply
from tests.edge.skills.asking import ask
from tests.edge.skills.view.scenes import DESK


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
