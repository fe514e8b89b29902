"""Small talk is answered in a few words, whatever is said."""

from __future__ import annotations

import pytest

from edge.language.language import english
from tests.edge.skills.asking import ask, meant


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hello", "Hello."),
        ("thanks a lot", "You're welcome."),
        ("who are you", "I'm Glint."),
        ("you're useless", "I'm sorry."),
        ("are you a real person", "I'm a program"),
        ("tell me a joke", "Why did"),
        ("well well", "I'm here."),
    ],
)
def test_it_is_answered(text: str, answer: str):
    assert ask(meant("small_talk", text)).text.startswith(answer)


def test_all_that_is_heard_has_an_answer():
    heard = english().table("heard")
    assert all(english().say(f"small_talk.{name}") for name in heard["small_talk"])
    assert all(english().say(f"cannot.{name}") for name in heard["cannot"])
