"""Sums in numbers and signs: exact, and refused where no answer could be said."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.language.language import english
from edge.skills.arithmetic import root, shown, value
from edge.skills.said_sums import read

Sum = tuple[str, Fraction | None]  # how it is written, and what it is: None where something is divided by nothing
SIGNS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def joined(left: Sum, sign: str, right: Sum) -> Sum:
    written = f"({left[0]} {sign} {right[0]})"
    if left[1] is None or right[1] is None or (sign == "/" and right[1] == 0):
        return written, None
    return written, SIGNS[sign](left[1], right[1])


SUMS = st.recursive(
    st.integers(0, 999).map(lambda n: (str(n), Fraction(n))),
    lambda inner: st.builds(joined, inner, st.sampled_from("+-*/"), inner),
    max_leaves=8,
)


@given(SUMS)
def test_sums_agree_with_exact_arithmetic(written: Sum):
    text, exact = written
    found = read(text, english())
    if found is None:
        assert text.isdigit()
        return
    try:
        assert value(found.tokens()) == exact
    except AnswerError:
        assert exact is None or "*" in text  # divided by nothing, or too large on the way


@given(st.text(alphabet="0123456789+-*/^%(). ofsqrt", max_size=40))
def test_nothing_that_looks_like_a_sum_breaks_it(text: str):
    try:
        found = read(text, english())
        if found is not None:
            shown(value(found.tokens()))
    except (SyntaxError, AnswerError):
        return


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (Fraction(1234567), "1,234,567"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 3), "about 0.333333"),
        (Fraction(4, 3), "about 1.3333"),
        (Fraction(1, 1024), "about 0.000977"),
    ],
)
def test_a_number_that_is_cut_is_said_to_be_about_so_much(number: Fraction, said: str):
    assert shown(number) == said


@pytest.mark.parametrize(
    "tokens", [(Fraction(2), "+"), ("(", Fraction(2)), (Fraction(2), ")"), (Fraction(2), Fraction(3))]
)
def test_half_a_sum_has_no_value(tokens: tuple[Fraction | str, ...]):
    with pytest.raises(SyntaxError):
        value(tokens)


@given(st.fractions(0, 10**6, max_denominator=10**6))
def test_a_root_squared_is_the_number(number: Fraction):
    assert root(number * number) == number
    assert abs(root(number) ** 2 - number) < Fraction(1, 10**5)
