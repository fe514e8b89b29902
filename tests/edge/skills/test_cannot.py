"""What the glasses cannot do is said plainly."""

from __future__ import annotations

from edge.messages import Scene
from tests.edge.skills.asking import last_word


def test_what_the_glasses_cannot_do_is_said():
    assert last_word("cannot", "play some jazz", Scene()).text.startswith("I can't play music")
    assert "memory" in last_word("cannot", "where did i leave my keys", Scene()).text
