"""A date and a time together are one moment, the next that fits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.clock_times import ClockTime
from edge.language.days import Either, InDays, InYear, NoSuchTimeError
from edge.language.durations import Duration
from edge.language.language import english
from edge.language.moments import moment_text
from edge.language.timed import time_words
from edge.language.whens import When, find_when, moved, without, without_places
from tests.edge.moments import when_in

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)  # a Tuesday
MOMENTS = st.dates(date(1900, 1, 1), date(2200, 1, 1)).flatmap(
    lambda day: st.times().map(lambda time: datetime.combine(day, time, UTC))
)


@given(MOMENTS, st.integers(0, 23), st.integers(0, 59), st.booleans())
def test_a_time_of_day_is_the_next_such(now: datetime, hour: int, minute: int, sure: bool):
    at = When(clock=ClockTime(hour, minute, sure=sure)).at(now)
    assert at is not None
    assert now < at <= now + timedelta(hours=24 if sure else 12)
    assert (at.minute, at.hour if sure else at.hour % 12) == (minute, hour if sure else hour % 12)


@given(MOMENTS, st.integers(1, 10**6))
def test_a_moment_that_is_told_reads_back(now: datetime, minutes: int):
    now = now.replace(second=0, microsecond=0)
    at = now + timedelta(minutes=minutes)
    said = moment_text(at, now, english())
    assert when_in(said).at(now) in (at, at - timedelta(hours=12), at + timedelta(hours=12))
    if at.hour >= 13:
        assert when_in(said).at(now) == at


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("half past six the day after tomorrow", "2026-03-12 06:30"),
        ("at half past six in the evening the day after tomorrow", "2026-03-12 18:30"),
        ("friday at 7", "2026-03-13 07:00"),
        ("today at 8", "2026-03-10 20:00"),
        ("today at ten", "2026-03-10 10:00"),
        ("at twelve", "2026-03-10 12:00"),
        ("tomorrow at twelve", "2026-03-11 12:00"),
        ("tomorrow at midnight", "2026-03-12 00:00"),
        ("at twelve tonight", "2026-03-11 00:00"),
        ("at one tonight", "2026-03-11 01:00"),
        ("this evening at half past eight", "2026-03-10 20:30"),
        ("tomorrow morning", "2026-03-11 09:00"),
        ("tomorrow evening", "2026-03-11 19:00"),
        ("in the evening", "2026-03-10 19:00"),
        ("first thing on friday", "2026-03-13 09:00"),
        ("in 20 minutes", "2026-03-10 09:50"),
        ("in an hour's time", "2026-03-10 10:30"),
        ("in two days", "2026-03-12 09:30"),
        ("in two weeks at ten am", "2026-03-24 10:00"),
        ("in a day and three hours", "2026-03-11 12:30"),
        ("on monday", "2026-03-16 09:00"),
        ("noon on the third of may", "2026-05-03 12:00"),
        ("next tuesday at quarter past eight in the morning", "2026-03-17 08:15"),
        ("today", None),
        ("this morning", None),
        ("for ten minutes", None),
        ("nothing", None),
    ],
)
def test_moments_as_they_are_said(said: str, at: str | None):
    assert when_in(said).at(NOW, ClockTime(9, sure=True)) == (datetime.fromisoformat(f"{at}+00:00") if at else None)


def test_after_midnight_tonight_is_today():
    assert when_in("at one at night").at(NOW.replace(hour=0)) == NOW.replace(hour=1, minute=0)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (when_in("today at 8 am"), "passed"),
        (when_in("yesterday at noon"), "passed"),
        (when_in("on the 31st of february at noon"), "none"),
        (When(length=Duration(10**12)), "far"),
        (When(InYear(12, 31, 9999), ClockTime(24, sure=True)), "far"),
    ],
)
def test_a_moment_that_cannot_come(when: When, why: str):
    with pytest.raises(NoSuchTimeError, match=why):
        when.at(NOW)


def test_the_rest_of_a_sentence_is_what_is_left():
    tokens = time_words("remind me on sunday at 3 pm no 4 pm to defrost the chicken")
    when, places = find_when(tokens)
    assert when.at(NOW) == datetime(2026, 3, 15, 16, 0, tzinfo=UTC)
    assert without(tokens, places) == "remind me to defrost the chicken"


def test_a_length_of_time_is_a_moment_only_where_it_lies_ahead():
    tokens = time_words("boil eggs for ten minutes at six")
    assert find_when(tokens)[0] == When(clock=ClockTime(6))
    assert find_when(tokens, any_length=True)[0] == When(length=Duration(600))
    assert not find_when(time_words("eggs"))[0]


def test_a_change_leaves_the_rest_as_it_was():
    before = when_in("tomorrow evening at six")
    assert when_in("at eight").with_day_of(before) == When(InDays(1), ClockTime(8))
    assert when_in("on friday").with_day_of(before).clock == ClockTime(18, sure=True)
    assert when_in("in ten minutes").with_day_of(before) == When(length=Duration(600))
    assert when_in("noon").with_day_of(When()) == when_in("noon")


def test_which_of_two_days_is_meant_is_to_be_asked():
    assert when_in("3/5 at noon").choice == Either(InYear(5, 3), InYear(3, 5))
    assert when_in("friday").choice is None


@pytest.mark.parametrize(("hour", "minutes", "time"), [(7, 30, "7:30"), (7, -15, "6:45"), (0, -10, "23:50")])
def test_other_minutes_of_the_same_hour(hour: int, minutes: int, time: str):
    rings = datetime(2026, 3, 11, hour, 5, tzinfo=UTC)
    at = moved(rings, minutes).at(NOW)
    assert at is not None
    assert f"{at.hour}:{at:%M}" == time
    assert abs(at - rings) < timedelta(hours=1)


def test_where_the_other_words_stand():
    tokens = time_words("call mum at six please")
    assert without_places(tokens, {3}) == (0, 1, 4)


def test_at_the_end_of_the_calendar_no_hour_comes_any_more():
    with pytest.raises(NoSuchTimeError, match="far"):
        When(clock=ClockTime(7)).at(datetime(9999, 12, 31, 23, 59, tzinfo=UTC))
