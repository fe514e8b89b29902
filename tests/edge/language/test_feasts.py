"""Days that have a name, against the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.feasts import NAMES, easter, feast, is_leap


@pytest.mark.parametrize(
    "day",
    ["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"],
)
def test_easter(day: str):
    assert easter(int(day[:4])) == date.fromisoformat(day)


@given(st.integers(1583, 4000))
def test_easter_is_a_sunday_in_spring(year: int):
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("christmas eve", "2026-12-24"),
        ("good friday", "2026-04-03"),
        ("pancake day", "2026-02-17"),
        ("whit monday", "2026-05-25"),
        ("thanksgiving", "2026-11-26"),
        ("black friday", "2026-11-27"),
        ("memorial day", "2026-05-25"),
        ("labor day", "2026-09-07"),
        ("fathers day", "2026-06-21"),
        ("leap day", None),
    ],
)
def test_they_are_where_the_calendar_has_them(name: str, day: str | None):
    assert feast(name, 2026) == (date.fromisoformat(day) if day else None)


def test_every_name_is_a_day_of_a_leap_year():
    days = [feast(name, 2028) for name in NAMES]
    assert all(day is not None and day.year == 2028 for day in days)
    with pytest.raises(KeyError):
        feast("mothers day", 2028)


@given(st.integers(1, 9998))
def test_a_leap_year_has_a_day_more(year: int):
    assert (date(year + 1, 1, 1) - date(year, 1, 1) == timedelta(days=366)) is is_leap(year)
