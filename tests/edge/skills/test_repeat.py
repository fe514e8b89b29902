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


def test_the_answer_to_the_question_that_is_named_is_repeated():
    total = Past(TurnId(2), Instant(1.0), "and the total", "That's 96.6.", Outcome.ANSWERED_LOCAL)
    last = Past(TurnId(3), Instant(2.0), "split that four ways", "That's 24.15.", Outcome.ANSWERED_LOCAL)
    unheard = Past(TurnId(4), Instant(3.0), "did you total it up", "Was that for me?", Outcome.IGNORED)
    assert ask(meant("repeat", "what was the total again", total, last, unheard)).text == "That's 96.6."
    assert ask(meant("repeat", "say that again", total, last)).text == "That's 24.15."
