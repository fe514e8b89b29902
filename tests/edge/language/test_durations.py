"""Lengths of time: what is said can be read back, however it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.durations import Duration, amount_at, duration_at, duration_in, durations, find_duration, unit_of
from edge.language.numbers import in_words
from edge.language.timed import time_words


@given(st.integers(1, 30 * 86400))
def test_a_length_of_time_reads_back(seconds: int):
    assert duration_in(str(Duration(seconds))) == Duration(seconds)


@given(st.integers(1, 99), st.integers(1, 59))
def test_a_length_in_words_reads_back(hours: int, minutes: int):
    length = Duration(3600 * hours + 60 * minutes)
    assert duration_in(f"{in_words(hours)} hours and {in_words(minutes)} minutes") == length
    assert duration_in(f"a {in_words(hours)} hour {in_words(minutes)} minute timer") == length
    assert duration_in(f"{hours}h{minutes}") == length
    if minutes > 1:  # "the two hour one" is a timer
        assert duration_in(f"{in_words(hours)} hours {in_words(minutes)}") == length


@given(st.integers(1, 90), st.integers(1, 90))
def test_of_a_correction_the_last_counts(first: int, second: int):
    said = f"set a timer for {in_words(first)} minutes no {in_words(second)}"
    assert duration_in(f"{said} minutes") == duration_in(said) == Duration(60 * second)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("five minutes", 300),
        ("1 hour 20", 4800),
        ("an hour and a half", 5400),
        ("hour and a half", 5400),
        ("one and a half hours", 5400),
        ("1 and a half hours", 5400),
        ("half an hour", 1800),
        ("a half hour", 1800),
        ("three quarters of an hour", 2700),
        ("a quarter of an hour", 900),
        ("two and a quarter hours", 8100),
        ("an hour and three quarters", 6300),
        ("two hours twenty", 8400),
        ("2 minutes 30", 150),
        ("90s", 90),
        ("1h30", 5400),
        ("a couple of minutes", 120),
        ("another five minutes", 300),
        ("five more minutes", 300),
        ("an hour and ten", 4200),
        ("an hour and ten to go", 3600),
        ("fifteen hundred hours", None),
        ("twenty-five minutes", 1500),
        ("ninety seconds", 90),
        ("a hundred and twenty minutes", 7200),
        ("ten no fifteen minutes", 900),
        ("ten minutes no make it fifteen", 900),
        ("ten minutes not fifteen minutes", 600),
        ("five no not five six minutes", 360),
        ("three minutes no wait four minutes thirty", 270),
        ("1 hour 5 minutes and 10 seconds", 3910),
        ("an hour's time", 3600),
        ("2.5 hours", 9000),
        ("a fortnight", 1209600),
        ("an hour or so", 3600),
        ("set a timer for 2 hours and 15 minutes please", 8100),
        ("set a 25 minute timer at 5 pm", 1500),
        ("two hours at five", 7200),
        ("in two minutes to six", 120),
        ("the ten minute one", 600),
        ("dog", None),
        ("at 7", None),
        ("zero minutes", None),
        ("the second one", None),
        ("a second alarm", None),
        ("an alarm for 3 a m", None),
    ],
)
def test_lengths_of_time_as_they_are_said(said: str, seconds: int | None):
    assert duration_in(said) == (Duration(seconds) if seconds else None)


@pytest.mark.parametrize(
    ("said", "unit", "seconds"),
    [("no fifteen", 60, 900), ("fifteen", 3600, 54000), ("make it one and a half", 60, 90), ("five seconds", 60, 5)],
)
def test_a_number_alone_is_counted_in_the_unit_that_is_given(said: str, unit: int, seconds: int):
    assert duration_in(said, unit) == Duration(seconds)
    assert duration_in("nothing", unit) is None


def test_it_is_known_where_they_stand():
    tokens = time_words("add 5 minutes to the ten minute timer")
    assert [(str(one.value), one.start, one.end) for one in durations(tokens)] == [
        ("5 minutes", 1, 3),
        ("10 minutes", 5, 7),
    ]
    found = find_duration(tokens)
    assert found is not None
    assert found.value == Duration(300)
    assert duration_at(tokens, 0) is None


def test_amounts_and_units():
    assert amount_at(("half", "an", "hour"), 0) == (0.5, 2)
    assert amount_at(("dog",), 0) is None
    assert [unit_of(name) for name in ("mins", "hour's", "week", "dogs")] == [60, 3600, 604800, 0]


def test_all_of_it_is_written():
    assert str(Duration(90061)) == "1 day, 1 hour, 1 minute and 1 second"
    assert str(Duration(0)) == "0 seconds"
