"""Numbers in words and digits: what is said can be read back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.numbers import LARGEST, in_words, number_at, ordinal_at, whole_at, year_at


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
        ("4 point 5", Fraction(45, 10), 3),
        ("4 point five", Fraction(45, 10), 3),
        ("4 point 25 and", Fraction(425, 100), 3),
        ("4 point 2 5", Fraction(425, 100), 4),
        ("4 point taken", 4, 1),
        ("2 million", 2_000_000, 2),
        ("seven eight", 7, 1),
        ("five and six", 5, 1),
        ("nineteen hundred", 1900, 2),
        ("a hundred and five", 105, 4),
        ("a million", 1_000_000, 2),
    ],
)
def test_numbers_as_they_are_said(said: str, value: float, used: int):
    found = number_at(said.split())
    assert found is not None
    assert (found.value, found.used) == (value, used)


@pytest.mark.parametrize("said", ["", "dog", "and five", "point five", "hundred"])
def test_what_is_no_number(said: str):
    assert number_at(said.split()) is None


@pytest.mark.parametrize(
    ("said", "value", "used"),
    [
        ("third", 3, 1),
        ("3rd", 3, 1),
        ("twenty first", 21, 2),
        ("twenty-first", 21, 1),
        ("thirtieth", 30, 1),
        ("12th", 12, 1),
    ],
)
def test_ordinals_as_they_are_said(said: str, value: int, used: int):
    assert ordinal_at(said.split()) == (value, used)
    assert all(ordinal_at(words.split()) is None for words in ("", "three", "twenty", "twenty one", "twenty-one"))


@given(st.integers(1, 99))
def test_an_ordinal_in_digits_reads_back(n: int):
    assert ordinal_at([f"{n}th"]) == (n, 1)


@pytest.mark.parametrize(
    ("said", "year"),
    [("2027", 2027), ("nineteen sixty two", 1962), ("twenty twenty seven", 2027), ("two thousand and nine", 2009)],
)
def test_years_as_they_are_said(said: str, year: int):
    assert year_at(said.split()) == (year, len(said.split()))
    assert all(year_at(words.split()) is None for words in ("", "twelve", "nineteen", "twenty five", "thirty sixty"))


def test_a_whole_number_has_no_decimals():
    assert whole_at(["3.5"]) is None
    assert whole_at(["3"]) == (3, 1)
