"""Times of day: what is said can be read back, however it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.clock_times import ClockTime, beside_hour, clock_at, clock_in, clocks, find_clock, part_in
from edge.language.numbers import in_words
from edge.language.timed import time_words

HOURS, MINUTES = st.integers(0, 23), st.integers(0, 59)


@given(HOURS, MINUTES)
def test_a_time_of_day_reads_back(hour: int, minute: int):
    for text in (f"{ClockTime(hour, minute)}", f"wake me at {hour:02}:{minute:02} please"):
        found = clock_in(text)
        assert found is not None
        assert (found.hour, found.minute) == (hour, minute)


@given(st.integers(1, 12), MINUTES, st.booleans())
def test_morning_or_evening_reads_back(hour: int, minute: int, evening: bool):
    meant = ClockTime(hour % 12 + 12 * evening, minute, sure=True)
    half = "pm" if evening else "am"
    words = in_words(minute) if minute > 9 else f"oh {in_words(minute)}"
    assert clock_in(f"{hour}:{minute:02} {half}") == clock_in(f"{hour} {minute:02}{half}") == meant
    if minute:
        assert clock_in(f"{in_words(hour)} {words} {half}") == meant


@given(st.integers(1, 12), st.integers(1, 29))
def test_before_and_past_the_hour_read_back(hour: int, minutes: int):
    assert clock_in(f"{in_words(minutes)} past {in_words(hour)}") == ClockTime(hour, minutes)
    assert clock_in(f"{in_words(minutes)} minutes to {in_words(hour)}") == ClockTime((hour - 1) or 12, 60 - minutes)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("7:30", ClockTime(7, 30)),
        ("7.30 pm", ClockTime(19, 30, sure=True)),
        ("six thirty in the evening", ClockTime(18, 30, sure=True)),
        ("6 30 am", ClockTime(6, 30, sure=True)),
        ("eighteen thirty", ClockTime(18, 30, sure=True)),
        ("twenty one thirty", ClockTime(21, 30, sure=True)),
        ("twenty twenty", ClockTime(20, 20, sure=True)),
        ("nine oh five", ClockTime(9, 5)),
        ("1830", ClockTime(18, 30, sure=True)),
        ("nineteen hundred hours", ClockTime(19, 0, sure=True)),
        ("16 hundred", ClockTime(16, 0, sure=True)),
        ("oh seven hundred", ClockTime(7, 0, sure=True)),
        ("nine hundred", None),
        ("half past six", ClockTime(6, 30)),
        ("half eleven", ClockTime(11, 30)),
        ("quarter to nine", ClockTime(8, 45)),
        ("quarter of eight", ClockTime(7, 45)),
        ("ten to eight tonight", ClockTime(19, 50, sure=True)),
        ("twenty five to four", ClockTime(3, 35)),
        ("ten to midnight", ClockTime(23, 50, sure=True)),
        ("five past noon", ClockTime(12, 5, sure=True)),
        ("noon", ClockTime(12, 0, sure=True)),
        ("midnight", ClockTime(24, 0, sure=True)),
        ("12 am", ClockTime(0, 0, sure=True)),
        ("12 pm", ClockTime(12, 0, sure=True)),
        ("seven o'clock", ClockTime(7)),
        ("six in the morning", ClockTime(6, 0, sure=True)),
        ("this afternoon at three", ClockTime(15, 0, sure=True)),
        ("at one tonight", ClockTime(25, 0, sure=True)),
        ("7 a m", ClockTime(7, 0, sure=True)),
        ("six", ClockTime(6)),
        ("alarm for two", ClockTime(2)),
        ("the seven alarm", ClockTime(7)),
        ("from seven to noon", ClockTime(12, sure=True)),
        ("3 pm no 4 pm", ClockTime(16, 0, sure=True)),
        ("for 2 people at eight", ClockTime(8)),
        ("25:00", None),
        ("half an hour", None),
        ("in 5 minutes", None),
        ("room 7", None),
        ("dog", None),
        ("two eggs", None),
    ],
)
def test_times_of_day_as_they_are_said(said: str, clock: ClockTime | None):
    assert clock_in(said) == clock


@pytest.mark.parametrize(
    ("said", "part"),
    [("tomorrow morning", "morning"), ("tonight", "night"), ("the evening news", ""), ("good night", ""), ("noon", "")],
)
def test_a_part_of_the_day(said: str, part: str):
    assert part_in(time_words(said)) == part


def test_it_is_known_where_they_stand():
    tokens = time_words("not at six but at seven am")
    assert [(one.start, one.end) for one in clocks(tokens)] == [(5, 7)]
    assert clock_at(tokens, 0) is None
    assert find_clock(time_words("nothing")) is None


def test_a_part_of_the_day_makes_an_hour_sure():
    assert ClockTime(7).within("") == ClockTime(7)
    assert ClockTime(7, sure=True).within("evening") == ClockTime(7, sure=True)
    assert [ClockTime(7).within(part).hour for part in ("morning", "afternoon", "night")] == [7, 19, 19]
    assert str(ClockTime(24)) == "0:00"


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("make that half past", 30),
        ("a quarter past please", 15),
        ("quarter to", -15),
        ("make it twenty five past", 25),
        ("no ten to", -10),
        ("half past six", None),
        ("quarter to seven", None),
        ("it is past the hour", None),
        ("add ten minutes to my timer", None),
        ("past", None),
    ],
)
def test_minutes_beside_an_hour_that_is_not_said(said: str, minutes: int | None):
    assert beside_hour(time_words(said)) == minutes
