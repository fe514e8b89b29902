"""Sums as people say them: read as they are meant, exact, and refused where no answer could be said."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.skills.arithmetic import read, root, shown, value
from tests.edge.skills.asking import ask


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what is 15% of 80", "12"),
        ("what's twelve times seven", "84"),
        ("18 divided by 45", "0.4"),
        ("square root of 2", "about 1.4142"),
        ("2 to the power of 10", "1,024"),
        ("20 percent off 50", "40"),
        ("what is an 18 percent tip on $45", "8.1"),
        ("half of 90", "45"),
        ("two thirds of 90", "60"),
        ("3/4 + 1/2", "1.25"),
        ("subtract 3 from 10", "7"),
        ("80 + 15%", "92"),
        ("100 minus 10%", "90"),
        ("-3 * (2+4)", "-18"),
        ("2 + 3 * 4 ^ 2", "50"),
        ("Can you calculate 18 divided by 4 please?", "4.5"),
        ("what's twenty-five percent of two hundred and forty", "60"),
        ("0.1 + 0.2", "0.3"),
    ],
)
def test_sums(text: str, result: str):
    assert ask(text).text == f"That's {result}."


@pytest.mark.parametrize(
    "text",
    ["5 divided by 0", "2^1000", "(-4)^0.5", "square root of (0 - 4)", "0^-1", "9^99", "(" * 60 + "1+1" + ")" * 60],
)
def test_sums_that_cannot_be_said_are_refused(text: str):
    with pytest.raises(AnswerError):
        ask(text)


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
    tokens = read(text)
    if tokens is None:
        assert text.isdigit()
        return
    try:
        assert value(tokens) == exact
    except AnswerError:
        assert exact is None or "*" in text  # divided by nothing, or too large on the way


@given(st.text(alphabet="0123456789+-*/^%(). ofsqrt", max_size=40))
def test_nothing_that_looks_like_a_sum_breaks_it(text: str):
    tokens = read(text)
    if tokens is not None:
        try:
            shown(value(tokens))
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


@pytest.mark.parametrize("text", ["9/11", "7:30", "seven", "three apples and two", "what is the sum", "is 2 + 2 odd"])
def test_what_is_more_or_less_than_a_sum_is_none(text: str):
    assert read(text) is None


@pytest.mark.parametrize("text", ["2 +", "(2 + 3", "2 + 3)", "2 + 3 4"])
def test_half_a_sum_has_no_value(text: str):
    tokens = read(text)
    assert tokens is not None
    with pytest.raises(SyntaxError):
        value(tokens)


@given(st.fractions(0, 10**6, max_denominator=10**6))
def test_a_root_squared_is_the_number(number: Fraction):
    assert root(number * number) == number
    assert abs(root(number) ** 2 - number) < Fraction(1, 10**5)
