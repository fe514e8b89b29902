"""What was said is said once more, with what it asked back for."""

from __future__ import annotations

from edge.messages import Expect, Instant, Outcome, Past, TurnId
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask, meant

SAID = Past(TurnId(1), Instant(0.0), "set a timer", "For how long?", Outcome.ANSWERED_LOCAL, Expect.LENGTH, figure="3")
SILENT = Past(TurnId(2), Instant(1.0), "stop", "", Outcome.CANCELLED)


def test_the_last_answer_is_repeated_whole():
    assert ask(meant("repeat", "say that again", SAID, SILENT)) == Reply(
        "For how long?", expects=Expect.LENGTH, figure="3"
    )


def test_before_the_first_answer_there_is_nothing_to_repeat():
    assert ask(meant("repeat", "pardon")).degraded
