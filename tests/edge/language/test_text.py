"""Words, numbers and times: what is said can be read back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.text import (
    LARGEST,
    counted,
    in_words,
    listing,
    normalise,
    number_at,
    plural,
    singular,
    with_article,
    words,
)
from edge.language.times import Clock, clock_in, duration, seconds_in, words_besides


@given(st.text())
def test_normalising_twice_changes_nothing(text: str):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What’s THIS?", "what's this"),
        ("It's 7:30 -- really!", "it's 7:30 really"),
        ("$50 is 15% of what?", "$50 is 15% of what"),
        ("  a t-shirt,  1,000.5 and 5kg ", "a t-shirt 1,000.5 and 5kg"),
        ("ＡＢＣ straße", "abc strasse"),
        ("...", ""),
    ],
)
def test_text_looks_like_a_recogniser_s(text: str, said: str):
    assert normalise(text) == said


@given(st.integers(0, LARGEST - 1))
def test_a_number_in_words_reads_back(n: int):
    found = number_at(in_words(n).split())
    assert found is not None
    assert (found.value, found.used) == (n, len(in_words(n).split()))


@given(st.integers(0, 10**12), st.integers(0, 999))
def test_a_number_in_digits_reads_back(whole: int, part: int):
    found = number_at([f"{whole:,}.{part:03}"])
    assert found is not None
    assert found.value == whole + Fraction(part, 1000)


@pytest.mark.parametrize(
    ("said", "value", "used"),
    [
        ("twenty five", 25, 2),
        ("two hundred and six", 206, 4),
        ("three point one four", Fraction(314, 100), 4),
        ("2 million", 2_000_000, 2),
        ("seven eight", 7, 1),
        ("five and six", 5, 1),
        ("nineteen hundred", 1900, 2),
    ],
)
def test_numbers_as_they_are_said(said: str, value: float, used: int):
    found = number_at(said.split())
    assert found is not None
    assert (found.value, found.used) == (value, used)


@pytest.mark.parametrize("said", ["", "dog", "and five", "point five", "hundred"])
def test_what_is_no_number(said: str):
    assert number_at(said.split()) is None


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


NOUNS = ["cup", "bus", "person", "knife", "sheep", "couch", "wine glass", "baby", "toy", "potato", "mouse", "leaf"]


@pytest.mark.parametrize("noun", NOUNS)
def test_plurals_go_both_ways(noun: str):
    assert singular(plural(noun)) == noun
    assert singular(noun) == noun


def test_nouns_are_counted():
    assert [counted(n, "knife") for n in (0, 1, 2)] == ["no knives", "a knife", "two knives"]
    assert [with_article(n) for n in ("umbrella", "orange", "scissors", "sheep", "bus")] == [
        "an umbrella",
        "an orange",
        "some scissors",
        "a sheep",
        "a bus",
    ]
    assert [listing(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_words_keep_what_is_inside_them():
    assert words("Where's my t-shirt?") == ("where's", "my", "t-shirt")
