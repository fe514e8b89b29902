"""Small talk is answered in a few words."""

from __future__ import annotations

import pytest

from tests.edge.skills.asking import ask


@pytest.mark.parametrize(
    ("text", "answer"), [("hello", "Hello."), ("thanks a lot", "You're welcome."), ("who are you", "I'm Glint.")]
)
def test_greetings_thanks_and_who_are_you_are_answered(text: str, answer: str):
    assert ask(text).text.startswith(answer)
