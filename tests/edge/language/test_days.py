"""Which day is meant, from whichever day it is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.days import Day, Either, Feast, InDays, InMonth, InYear, NoSuchTimeError, Weekday

TODAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
TUESDAY = date(2026, 3, 10)


@given(TODAYS, st.integers(0, 6))
def test_a_weekday_is_the_coming_one(today: date, weekday: int):
    day = Weekday(weekday).on(today)
    assert day.weekday() == weekday
    assert today < day <= today + timedelta(days=7)
    assert today - timedelta(days=7) <= Weekday(weekday, past=True).on(today) < today
    assert today <= Weekday(weekday, today_too=True).on(today) < today + timedelta(days=7)


@given(TODAYS, st.integers(0, 6))
def test_the_next_one_is_of_next_week(today: date, weekday: int):
    day = Weekday(weekday, week=1).on(today)
    assert day.weekday() == weekday
    assert today + timedelta(days=2) <= day <= today + timedelta(days=13)


@given(TODAYS, TODAYS)
def test_a_day_without_its_year_is_the_next_one(today: date, meant: date):
    day = InYear(meant.month, meant.day).on(today)
    assert (day.month, day.day) == (meant.month, meant.day)
    assert day >= today
    assert InYear(meant.month, meant.day, past=True).on(today) < today
    assert InYear(meant.month, meant.day, meant.year).on(today) == meant


@given(TODAYS, st.integers(1, 31))
def test_a_day_of_the_month_is_the_next_one(today: date, day: int):
    found = InMonth(day).on(today)
    assert found.day == day
    assert today <= found < today + timedelta(days=93)


@given(TODAYS)
def test_the_end_of_the_month_is_before_a_first(today: date):
    end = InMonth(0, 0).on(today)
    assert end.month == today.month
    assert (end + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("day", "on"),
    [
        (InDays(2), "2026-03-12"),
        (InDays(0, 1), "2026-04-10"),
        (InDays(0, -1), "2026-02-10"),
        (InDays(0, 12), "2027-03-10"),
        (Weekday(4, later=7), "2026-03-20"),
        (InMonth(1, 1), "2026-04-01"),
        (InYear(2, 29), "2028-02-29"),
        (Feast("christmas"), "2026-12-25"),
        (Feast("easter", 1), "2027-03-28"),
        (Feast("christmas", past=True), "2025-12-25"),
    ],
)
def test_days_from_a_tuesday_in_march(day: Day, on: str):
    assert day.on(TUESDAY) == date.fromisoformat(on)


def test_the_last_of_january_and_a_month_is_the_last_of_february():
    assert InDays(0, 1).on(date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (InYear(2, 30), "none"),
        (InMonth(31, 1), "none"),
        (InDays(10**9), "far"),
        (InDays(0, 10**6), "far"),
        (Either(InYear(5, 3), InYear(3, 5)), "none"),
    ],
)
def test_a_day_that_is_not_in_the_calendar(day: Day, why: str):
    with pytest.raises(NoSuchTimeError, match=why):
        day.on(TUESDAY)
