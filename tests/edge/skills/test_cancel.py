"""One word stops everything."""

from __future__ import annotations

from edge.messages import StopAll
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask


def test_stop_stops():
    assert ask("stop") == Reply("OK.", (StopAll(),))
