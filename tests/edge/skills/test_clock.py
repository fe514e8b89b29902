"""Time and date, as a clock says them that can be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

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


LAST_DAY = replace(FACTS, now=Now(Instant(0.0), Wall(datetime(2024, 2, 29, 23, 5, tzinfo=UTC))))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what time is it", "It's 23:05."),
        ("what's tomorrow's date", "Tomorrow is Friday, 1 March 2024."),
        ("what day was it yesterday", "Yesterday was Wednesday, 28 February 2024."),
        ("which weekday is it", "Today is Thursday, 29 February 2024."),
    ],
)
def test_another_day_is_counted_by_the_calendar(text: str, answer: str):
    assert ask(text, facts=LAST_DAY).text == answer
