"""Lengths of time and times of day: what is said can be read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.times import Clock, clock_in, duration, seconds_in, words_besides


@given(st.integers(1, 30 * 86400))
def test_a_length_of_time_reads_back(seconds: int):
    assert seconds_in(duration(seconds)) == seconds


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("five minutes", 300),
        ("1 hour 20", 4800),
        ("an hour and a half", 5400),
        ("one and a half hours", 5400),
        ("half an hour", 1800),
        ("three quarters of an hour", 2700),
        ("90s", 90),
        ("a couple of minutes", 120),
        ("twenty-five minutes", 1500),
        ("1 minute 30", 90),
        ("set a timer for 2 hours and 15 minutes please", 8100),
        ("dog", None),
        ("at 7", None),
    ],
)
def test_lengths_of_time_as_they_are_said(said: str, seconds: int | None):
    assert seconds_in(said) == seconds


@pytest.mark.parametrize(
    ("said", "used", "left"),
    [
        ("for five minutes and a half", {"for", "and", "a"}, []),
        ("in 90s at quarter past six pm", {"in", "at"}, []),
        ("in ten minutes with a bell", {"in", "a"}, ["with", "bell"]),
        ("the x-ray in 2 hours", {"the", "x-ray", "in"}, []),
    ],
)
def test_words_besides_a_time(said: str, used: set[str], left: list[str]):
    assert words_besides(said, used) == left


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("7:30", Clock(7, 30, sure=False)),
        ("seven thirty pm", Clock(19, 30, sure=True)),
        ("half past six", Clock(6, 30, sure=False)),
        ("quarter to nine", Clock(8, 45, sure=False)),
        ("noon", Clock(12, 0, sure=True)),
        ("midnight", Clock(0, 0, sure=True)),
        ("14:05", Clock(14, 5, sure=True)),
        ("12 am", Clock(0, 0, sure=True)),
        ("six in the morning", Clock(6, 0, sure=True)),
        ("10 to 8 pm", Clock(19, 50, sure=True)),
        ("seven o'clock tonight", Clock(19, 0, sure=True)),
        ("25:00", None),
        ("dog", None),
    ],
)
def test_times_of_day_as_they_are_said(said: str, clock: Clock | None):
    assert clock_in(said) == clock


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_of_day_reads_back(hour: int, minute: int):
    found = clock_in(f"wake me at {hour:02}:{minute:02}")
    assert found is not None
    assert (found.hour, found.minute) == (hour, minute)
