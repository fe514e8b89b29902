"""Time and date, as a clock says them that can be trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.errors import AnswerError
from edge.messages import Instant, Now, Wall
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what time is it", "It's 12:00."),
        ("what's the date today", "Today is Tuesday, 4 March 2025."),
        ("what day is it", "Today is Tuesday, 4 March 2025."),
        ("what day is tomorrow", "Tomorrow is Wednesday, 5 March 2025."),
        ("what month is it", "It's March."),
        ("what year is it", "It's 2025."),
    ],
)
def test_the_clock(text: str, answer: str):
    assert ask(text).text == answer


def test_a_clock_that_is_not_set_is_not_quoted():
    with pytest.raises(AnswerError, match="not set"):
        ask("what time is it", facts=replace(FACTS, now=Now(Instant(0.0), Wall(NOON, trusted=False))))
