"""The skill that stops what is said or thought."""

from __future__ import annotations

from edge.messages import StopAll
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask


def test_stop_is_answered_with_stop_all():
    assert ask("stop") == Reply("OK.", (StopAll(),))
