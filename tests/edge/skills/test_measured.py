"""Sums with one quantity, areas, and units that are none of ours."""

from __future__ import annotations

import pytest

from edge.errors import AnswerError
from edge.messages import Instant, Outcome, Past, TurnId
from tests.edge.skills.asking import ask, claim_on, meant


def past(text: str) -> Past:
    return Past(TurnId(1), Instant(0.0), text, "", Outcome.ANSWERED_LOCAL, task="convert")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("three metres twenty divided by four", "That's 0.8 metres."),
        ("200 grams of sugar times three", "That's 600 grams."),
        ("times two that dose, forty millilitres", "That's 80 millilitres."),
        ("what's the area of a room 3 metres by 450 centimetres", "The area is 13.5 square metres."),
        ("five eighths of an inch in mm", "0.625 inches is 15.88 millimetres."),
        ("two and three quarters miles in kilometres", "2.75 miles is about 4.426 kilometres."),
        ("ten foot pounds in newton metres", "10 foot pounds is about 13.56 newton metres."),
        ("thirty k in miles", "30 kilometres is about 18.64 miles."),
        ("ten mil in inches", "10 millimetres is about 0.3937 inches."),
        ("ten mil in teaspoons", "10 millilitres is about 2.029 teaspoons."),
    ],
)
def test_quantities_are_reckoned_with(text: str, answer: str):
    told = ask(meant("convert", text)).text
    assert told.replace("about ", "") == answer.replace("about ", "")


def test_a_result_is_converted_and_no_other_number_takes_its_place():
    before = past("three metres twenty divided by four")
    assert ask(meant("convert", "make that to the centimetre", before)).text == "That's 80 centimetres."
    assert claim_on(meant("convert", "and if i lose three millimetres a cut", before)) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("what is eighty gram metres in feet", "several, such as “gram metres”"),
        ("how much is ten mil", "Do you mean millimetres or millilitres?"),
    ],
)
def test_a_unit_that_is_none_or_two_is_refused_with_the_reason(text: str, why: str):
    with pytest.raises(AnswerError, match=why.replace("?", r"\?")):
        ask(meant("convert", text))


def test_a_unit_of_two_kinds_is_that_of_the_question_before():
    assert ask(meant("convert", "and ten mil", past("9 mm in inches"))).text == "10 millimetres is about 0.3937 inches."
