"""Which day is meant: named, so many days from another, or of a turn before."""

from __future__ import annotations

from datetime import date

import pytest

from edge.language.days import InDays, InYear
from edge.language.timed import time_words
from edge.messages import Instant, Outcome, Past, TurnId
from edge.skills.calendar_days import counted_to, month_length, previous, rest_of, step_in, two_days
from tests.edge.skills.asking import meant

TODAY = date(2026, 11, 27)


def past(asked: str, figure: str = "", task: str = "date") -> Past:
    return Past(TurnId(1), Instant(0.0), asked, "So.", Outcome.ANSWERED_LOCAL, task=task, figure=figure)


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("and the day after that", 1),
        ("the day before christmas", -1),
        ("and a week later", 7),
        ("two weeks after easter", 14),
        ("three days before that", -3),
        ("and the next day", 1),
        ("the day after tomorrow", 0),
        ("how many days after christmas is it", 0),
        ("five minutes later", 0),
        ("what day is it", 0),
        ("", 0),
    ],
)
def test_steps(said: str, step: int):
    assert step_in(time_words(said)) == step


def test_the_day_of_the_answer_before_is_meant():
    assert previous(meant("weekday", "what weekday is that", past("and the day after", "2026-03-12"))) == InYear(
        3, 12, 2026
    )
    chain = (past("how many days until the first of april", "22", "days_until"), past("and in weeks", "", "days_until"))
    assert previous(meant("days_until", "how many weeks is that", *chain)) == InYear(4, 1)
    assert previous(meant("weekday", "what weekday is that", chain[0], past("is there a cup", task="presence"))) is None
    assert previous(meant("weekday", "what weekday is that")) is None


def test_two_days():
    first, second = InYear(1, 1), InYear(12, 25)
    assert two_days(time_words("between the first of january and the 25th of december")) == (first, second)
    assert two_days(time_words("until the first of january")) is None
    assert counted_to(second, date(2027, 1, 1), TODAY) == date(2027, 12, 25)
    assert counted_to(InDays(1), date(2027, 1, 1), TODAY) == date(2026, 11, 28)


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("how many days are left this year", date(2026, 12, 31)),
        ("days left in the month", date(2026, 11, 30)),
        ("how many days remain this week", date(2026, 11, 29)),
    ],
)
def test_the_rest(said: str, end: date):
    day = rest_of(time_words(said))
    assert day is not None
    assert day.on(TODAY) == end


def test_no_rest():
    assert rest_of(time_words("how many days in a year")) is None


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("how many days does february have in 2028", (2, 2028)),
        ("how many days are there in april", (4, 0)),
        ("how many days until april", None),
        ("how many days in a week", None),
    ],
)
def test_months(said: str, month: tuple[int, int] | None):
    assert month_length(time_words(said)) == month
