"""Help tells what can be asked."""

from __future__ import annotations

from tests.edge.skills.asking import ask


def test_help_says_what_there_is():
    assert "Set a timer" in ask("what can you do").text
