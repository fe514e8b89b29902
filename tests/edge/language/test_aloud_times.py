"""Times of day, dates and years become the words that people say, and what is none of them stays as it is."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.aloud_times import dates, ordinal, times, year

TIMES = [
    ("It's 19:40.", "It's nineteen forty."),
    ("It's 14:05.", "It's fourteen oh five."),
    ("It's 9:30.", "It's nine thirty."),
    ("at 09:05", "at nine oh five"),
    ("EXAM FRIDAY 9:00 ROOM 204", "EXAM FRIDAY nine o'clock ROOM 204"),
    ("at 12:00", "at twelve o'clock"),
    ("at 14:00", "at fourteen hundred"),
    ("at 0:00", "at midnight"),
    ("at 00:20", "at zero twenty"),
    ("7:30 pm", "seven thirty p m"),
    ("7 pm", "seven p m"),
    ("7:00 a.m.", "seven a m"),
    ("at 10 AM,", "at ten a m,"),
    ("08:14 HAMBURG 7, 08:22 BERLIN 5", "eight fourteen HAMBURG 7, eight twenty-two BERLIN 5"),
    ("open 9:00-17:30", "open nine o'clock to seventeen thirty"),
    ("1:02:03 left", "1 hour 2 minutes 3 seconds left"),
    ("they won 3:2", "they won 3 to 2"),
    ("a 16:9 screen", "a 16 to 9 screen"),
    ("at 25:70", "at 25:70"),
]
DATES = [
    ("Today is Monday, 4 May 2026.", "Today is Monday, the fourth of May twenty twenty-six."),
    ("on 21 June", "on the twenty-first of June"),
    ("on the 3rd of March", "on the third of March"),
    ("May 4, 2026", "May the fourth twenty twenty-six"),
    ("Jan 31", "January the thirty-first"),
    ("since 2026-05-04", "since the fourth of May twenty twenty-six"),
    ("on 24/12/2026", "on the twenty-fourth of December twenty twenty-six"),
    ("on 24.12.2026", "on the twenty-fourth of December twenty twenty-six"),
    ("on 04/05/2026", "on 4, 5, twenty twenty-six"),
    ("in 1969", "in nineteen sixty-nine"),
    ("in 1905", "in nineteen oh five"),
    ("in 2000", "in two thousand"),
    ("since 2007", "since two thousand and seven"),
    ("February 2026 has 28 days.", "February twenty twenty-six has 28 days."),
    ("the 1990s", "the nineteen nineties"),
    ("TRAVEL 4200, TRAINING 1800", "TRAVEL 4200, TRAINING 1800"),
    ("a May 2 remember", "a May the second remember"),
    ("you may 2 times", "you may 2 times"),
    ("by 03/2027", "by March twenty twenty-seven"),
]
NONE = ["on 31/02/2026", "on 2026-13-01", "May 45", "25:70", "0:00:00", "version 1.2.3", "10:5:3"]
YEARS = [
    (1066, "ten sixty-six"),
    (1900, "nineteen hundred"),
    (1905, "nineteen oh five"),
    (2000, "two thousand"),
    (2007, "two thousand and seven"),
    (2026, "twenty twenty-six"),
    (2100, "twenty-one hundred"),
]
ORDINALS = [
    (1, "first"),
    (3, "third"),
    (5, "fifth"),
    (9, "ninth"),
    (12, "twelfth"),
    (20, "twentieth"),
    (31, "thirty-first"),
]


@pytest.mark.parametrize(("written", "said"), TIMES)
def test_a_time_of_day_is_said_in_words(written: str, said: str):
    assert times(written) == said


@pytest.mark.parametrize(("written", "said"), DATES)
def test_a_date_is_said_in_words(written: str, said: str):
    assert dates(written) == said


@pytest.mark.parametrize("written", NONE)
def test_what_is_no_time_and_no_date_stays(written: str):
    assert times(dates(written)) == written


@pytest.mark.parametrize(("number", "said"), YEARS)
def test_a_year_is_said_by_its_centuries(number: int, said: str):
    assert year(number) == said


@pytest.mark.parametrize(("number", "said"), ORDINALS)
def test_a_day_is_said_by_its_place(number: int, said: str):
    assert ordinal(number) == said


def test_no_two_days_are_said_alike():
    assert len({ordinal(number) for number in range(1, 32)}) == 31


@given(st.integers(0, 23), st.integers(0, 59))
def test_no_digit_is_left_of_a_time(hour: int, minute: int):
    assert not re.search(r"[\d:]", times(f"at {hour}:{minute:02} now"))


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_a_date_is_said_alike_however_it_is_written(day: date):
    said = dates(day.isoformat())
    assert not re.search(r"\d", said)
    assert said.endswith(year(day.year))
    assert dates(f"{day.day}.{day.month}.{day.year}") == said
    assert dates(f"{day.day} {day:%B} {day.year}") == said


@given(st.text(alphabet="0123456789:./- apmAPMay", max_size=200))
def test_any_text_can_be_read(text: str):
    assert isinstance(times(dates(text)), str)
