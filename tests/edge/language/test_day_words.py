"""Days as they are said: what is said can be read back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.day_words import day_at, day_in, days, find_day
from edge.language.days import MONTHS, WEEKDAYS, Day, Either, Feast, InDays, InMonth, InYear, Weekday
from edge.language.language import english
from edge.language.moments import date_text
from edge.language.timed import time_words


@given(st.dates(date(1000, 1, 1)))
def test_a_date_reads_back(day: date):
    meant = InYear(day.month, day.day, day.year)
    assert day_in(date_text(day, english())) == meant
    assert day_in(f"the {day.day}th of {MONTHS[day.month - 1]} {day.year}") == meant
    assert day_in(f"{MONTHS[day.month - 1]} {day.day}") == InYear(day.month, day.day)
    assert day_in(day.isoformat()) == meant


@given(st.integers(1, 400))
def test_so_many_days_read_back(n: int):
    assert day_in(f"in {n} days") == InDays(n, span=True)
    assert day_in(f"{n} days ago") == InDays(-n)
    assert day_in(f"in {n} weeks") == InDays(7 * n, span=True)


@pytest.mark.parametrize("weekday", range(7))
def test_weekdays_read_back(weekday: int):
    name = WEEKDAYS[weekday]
    assert day_in(f"on {name.capitalize()}") == Weekday(weekday)
    assert (
        day_in(f"next {name}") == day_in(f"{name} next week") == day_in(f"next week on {name}") == Weekday(weekday, 1)
    )
    assert day_in(f"{name} week") == day_in(f"a week on {name}") == Weekday(weekday, later=7)
    assert day_in(f"this {name}") == Weekday(weekday, today_too=True)
    assert day_in(f"last {name}") == day_in(name, past=True) == Weekday(weekday, past=True)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("tomorrow", InDays(1)),
        ("the day after tomorrow", InDays(2)),
        ("yesterday's", InDays(-1)),
        ("this evening", InDays()),
        ("tonight", InDays()),
        ("a week today", InDays(7)),
        ("a fortnight tomorrow", InDays(15)),
        ("in a month", InDays(0, 1, span=True)),
        ("two weeks from now", InDays(14, span=True)),
        ("the third of may", InYear(5, 3)),
        ("may the fourth", InYear(5, 4)),
        ("twenty first of june", InYear(6, 21)),
        ("the fourth of july 1962", InYear(7, 4, 1962)),
        ("the fourth of july nineteen sixty two", InYear(7, 4, 1962)),
        ("friday the third of may", InYear(5, 3)),
        ("25/12", InYear(12, 25)),
        ("12/25/2027", InYear(12, 25, 2027)),
        ("3/3", InYear(3, 3)),
        ("3/5", Either(InYear(5, 3), InYear(3, 5))),
        ("the 15th", InMonth(15)),
        ("the first of next month", InMonth(1, 1)),
        ("the end of the month", InMonth(0, 0)),
        ("new year's eve", Feast("new years eve")),
        ("christmas", Feast("christmas")),
        ("easter next year", Feast("easter", 1)),
        ("last christmas", Feast("christmas", past=True)),
        ("tomorrow no friday", Weekday(4)),
        ("not tomorrow friday", Weekday(4)),
        ("13/13", None),
        ("the second timer", None),
        ("march", None),
        ("you may", None),
        ("2 men may go", None),
        ("mother's day", None),
        ("99999999 days ago", None),
    ],
)
def test_days_as_they_are_said(said: str, day: Day | None):
    assert day_in(said) == day


def test_it_is_known_where_they_stand():
    tokens = time_words("is it on friday or on the third of may")
    assert [(one.start, one.end) for one in days(tokens)] == [(2, 4), (5, 10)]
    assert day_at(tokens, 0) is None
    assert find_day(time_words("nothing")) is None
