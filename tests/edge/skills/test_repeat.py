"""What was said is said once more, with what it asked back for."""

from __future__ import annotations

import pytest

from edge.messages import Expect, Instant, Outcome, Past, TurnId
from edge.skills.repeat import Repeat
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


@pytest.mark.parametrize(
    "said", ["what did i just ask you", "what have i just said", "what was my last question again"]
)
def test_what_the_wearer_said_is_told(said: str):
    meaning = meant("memory_recall", said, SAID)
    assert Repeat().instead(meaning) == "repeat"
    assert ask(meant("repeat", said, SAID)).text == 'You said: "set a timer"'
    assert ask(meant("repeat", said)).degraded


@pytest.mark.parametrize(
    "said", ["what did i say about the locker", "what did i ask you to remember", "what did you say"]
)
def test_what_was_told_is_no_matter_of_repeating(said: str):
    assert not Repeat().instead(meant("memory_recall", said, SAID))
