"""What the glasses cannot do is said plainly."""

from __future__ import annotations

import pytest

from edge.messages import Scene
from tests.edge.skills.asking import last_word


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("play some jazz", "I can't play music."),
        ("turn off the kitchen light", "I can't control things in your home."),
        ("send mum a message", "I can't read or send messages."),
        ("where did i leave my keys", "I was not told that"),
        ("make me a sandwich", "I can't do that. Say help"),
    ],
)
def test_what_the_glasses_cannot_do_is_said(text: str, says: str):
    reply = last_word("cannot", text, Scene())
    assert reply.text.startswith(says)
    assert reply.degraded
