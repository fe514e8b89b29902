"""Sums with one quantity, and areas: `two metres forty divided by seven`, `the area of 2 metres by 40 centimetres`."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from edge.language.durations import Duration
from edge.language.language import Language
from edge.language.units import Quantity, Unit, tokens_of, units
from edge.skills.arithmetic import value
from edge.skills.said_sums import read


def reckoned(text: str, given: Quantity, language: Language) -> Fraction | None:
    """How many of the unit of a quantity come of the sum that a sentence says with it; None where it says none."""
    tokens = tokens_of(text)
    if given.amount is None or not language.hears("sums.plain", " ".join(tokens)):
        return None
    before, after = tokens[: given.start], tokens[given.stop :]
    after = after[1:] if after[:1] == ("of",) else after  # grams of flour
    rest = tuple(word for word in (*before, *after) if not language.hears("sums.result", word))
    number = f"{float(given.amount):.12f}"
    return _value(" ".join((*before, number, *after)), language) or _value(" ".join(rest), language, given.amount)


def _value(said: str, language: Language, result: Fraction | None = None) -> Fraction | None:
    found = read(said, language, result)
    try:
        return value(found.tokens()) if found is not None else None
    except SyntaxError:
        return None


def area(sides: list[Quantity], language: Language) -> Quantity | None:
    """The area of a surface with these two sides, in the square of the unit of the first; None where they are none."""
    if len(sides) != 2 or any(side.units[0].kind != "length" or side.amount is None for side in sides):
        return None
    first = sides[0].units[0]
    square = units(language).get(f"square {first.name}".casefold(), ())
    if not square:
        return None
    base = [side.units[0].base(side.amount) for side in sides if side.amount is not None]
    return Quantity(base[0] * base[1] / square[0].size, square[:1], sides[0].start, sides[1].stop)


def lasts(given: list[Quantity]) -> Duration | None:
    """How long a way of this length takes at this speed; None where they are not one of each, or nothing moves."""
    base = {each.units[0].kind: each.units[0].base(each.amount) for each in given if each.amount is not None}
    if len(given) != 2 or set(base) != {"length", "speed"} or base["speed"] <= 0:
        return None
    return Duration(round(base["length"] / base["speed"]))


def rate(found: tuple[Quantity, ...]) -> Quantity | None:
    """So much in so long, as how much that is in the unit of time named last; None where it is not that."""
    if len(found) != 3 or [one.units[0].kind == "time" for one in found] != [False, True, True]:
        return None
    one, length, last = found
    if one.amount is None or not length.amount or last.amount not in (None, 1):
        return None
    return replace(one, amount=one.amount * last.units[0].base(Fraction(1)) / length.units[0].base(length.amount))


def compound(found: tuple[Quantity, ...], text: str) -> str:
    """The units of a quantity that stand side by side, as in `newton pounds`; empty where there are none such."""
    for one, other in pairwise(found):
        if one.amount is not None and other.amount is None and one.stop == other.start:
            return " ".join(tokens_of(text)[one.stop - 1 : other.stop])
    return ""


def alike(one: Quantity, others: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """The units that a name may mean of the kinds of these."""
    kinds = {unit.kind for unit in others}
    return tuple(unit for unit in one.units if unit.kind in kinds)
