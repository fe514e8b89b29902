"""Units in words: which, how many, in which of their meanings."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.language import english
from edge.language.units import matching, quantities_in, units

UNITS = units(english())


def found(text: str) -> list[tuple[float | None, str]]:
    quantities = quantities_in(text, english())
    return [(None if one.amount is None else float(one.amount), one.units[0].name) for one in quantities]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("five feet to centimetres", [(5, "foot"), (None, "centimetre")]),
        ("how many meters are there in a mile", [(None, "metre"), (1, "mile")]),
        ("5km in m", [(5, "kilometre"), (None, "metre")]),
        ("two and a half inches", [(2.5, "inch")]),
        ("half a mile", [(0.5, "mile")]),
        ("three quarters of a pound", [(0.75, "pound")]),
        ("minus 40 c to f", [(-40, "degree Celsius"), (None, "degree Fahrenheit")]),
        ("-5°C", [(-5, "degree Celsius")]),
        ("100 km/h in mph", [(100, "kilometre per hour"), (None, "mile per hour")]),
        ("what's 20 in cm", [(None, "centimetre")]),
        ("20 in", [(20, "inch")]),
        ("put it in the box", []),
        ("is it a cat or i am wrong", []),
    ],
)
def test_quantities_are_found_in_their_order(text: str, quantities: list[tuple[float | None, str]]):
    assert found(text) == quantities


def test_feet_and_inches_are_one_quantity():
    for text in ("five foot ten", "5 feet 10 inches", "five feet and ten inches"):
        (one,) = quantities_in(text, english())
        assert one.amount == Fraction(70, 12)


def test_every_unit_has_a_plural_and_something_to_be_told_in():
    for name, meanings in UNITS.items():
        for unit in meanings:
            assert unit.size > 0, name
            assert unit.many, name
            assert unit.kind == "money" or any(other.kind == unit.kind for other in UNITS[unit.to.casefold()]), name
            assert not unit.then or unit.then in UNITS, name
    assert len({unit.name for meanings in UNITS.values() for unit in meanings}) >= 80


def test_a_name_with_two_meanings_means_what_fits():
    assert matching(UNITS["ounces"], UNITS["millilitres"])[0].name == "US fluid ounce"
    assert matching(UNITS["ounces"], UNITS["grams"])[0].name == "ounce"
    assert matching(UNITS["miles"], UNITS["grams"]) is None


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str):
    quantities_in(text, english())
