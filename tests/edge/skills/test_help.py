"""Help tells what can be asked, and of a topic how."""

from __future__ import annotations

import pytest

from tests.edge.skills.asking import ask, meant


def test_help_says_what_there_is():
    said = ask(meant("help", "what can you do")).text
    assert ask(meant("help", "hello glasses what you can do")).text == said
    assert "Set a timer" in said
    assert said.endswith("Harder questions need a server.")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("how do i set a timer", "Set a timer for five minutes."),
        ("how do i change the volume", "Louder."),
        ("how does the reading work", "What does it say?"),
        ("how do i scan a qr code", "Scan this"),
        ("how can i convert units", "five feet in centimetres"),
    ],
)
def test_who_names_a_topic_gets_its_own_example(text: str, says: str):
    assert says in ask(meant("help", text)).text
