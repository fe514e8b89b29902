"""What is to be reckoned: numbers are marked, and every way of saying a sum that the table has is one."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import AnswerError
from edge.language.language import english
from edge.skills.said_sums import marked, read

SUMS = english().table("sums")


def test_numbers_are_marked_in_their_order():
    found = marked("Split £84 by three, with a 15% tip!", english())
    assert found is not None
    assert found.said == "split #0 by #1 with a #2 % tip"
    assert found.numbers == (84, 3, 15)


def test_the_last_result_stands_for_that():
    found = marked("half of that", english(), Fraction(12))
    assert found is not None
    assert (found.said, found.numbers) == ("half of #0", (12,))


@pytest.mark.parametrize(("said", "expression"), SUMS["orders"].items())
def test_every_way_of_saying_a_sum_is_one(said: str, expression: str):
    numbers = iter(("12", "4", "2"))
    words = (word.split("|")[0] for word in said.split() if word != "*" and not word.endswith("?"))
    text = re.sub("#", lambda _: next(numbers), " ".join(words))
    assert read(text, english()) is not None
    assert set(re.findall(r"[a-z]", re.sub("sqrt|mod", "", expression))) <= set("abc"[: said.count("#")])


@pytest.mark.parametrize("said", SUMS["lists"])
@pytest.mark.parametrize("row", ["12 4 and 2", "12, 4, 2 and 6"])
def test_every_way_of_saying_a_row_of_numbers_is_one(said: str, row: str):
    words = (word.split("|")[0] for word in said.split() if not word.endswith("?"))
    found = read(" ".join(words).replace("...", row), english())
    assert found is not None
    assert found.worked


@pytest.mark.parametrize(("said", "expression"), SUMS["goes_on"].items())
def test_every_way_of_going_on_takes_the_last_result(said: str, expression: str):
    words = (word.split("|")[0] for word in said.split() if word != "*" and not word.endswith("?"))
    found = read(" ".join(words).replace("#", "4"), english(), Fraction(12))
    assert found is not None
    assert Fraction(12) in found.tokens()
    assert set(re.findall(r"[a-z]", expression)) == {"r", "a"}


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str):
    try:
        read(text, english(), Fraction(1, 3))
    except (AnswerError, SyntaxError):
        return
