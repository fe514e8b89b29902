"""Units: exact, told as what was understood, and refused plainly where they do not fit."""

from __future__ import annotations

from fractions import Fraction

import pytest

from edge.errors import AnswerError
from edge.messages import Instant, Outcome, Past, TurnId
from edge.skills.convert import rounded
from tests.edge.skills.asking import ask, claim_on, meant

BEFORE = Past(TurnId(1), Instant(0.0), "what's 5 miles in kilometres", "", Outcome.ANSWERED_LOCAL, task="convert")


def told(text: str, *recent: Past) -> str:
    return ask(meant("convert", text, *recent)).text


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("convert {number:five} {unit:feet} to {unit_to:centimetres}", "5 feet is 152.4 centimetres."),
        ("how many {unit_to:grams} in {number:eight} {unit:ounces}", "8 ounces is about 226.8 grams."),
        ("5 kilometers in meters", "5 kilometres is 5,000 metres."),
        ("180 degrees celsius to fahrenheit", "180 degrees Celsius is 356 degrees Fahrenheit."),
        ("20 degrees in fahrenheit", "20 degrees Celsius is 68 degrees Fahrenheit."),
        ("minus 40 fahrenheit in celsius", "-40 degrees Fahrenheit is -40 degrees Celsius."),
        ("how many grams in a kilo and a half", "1.5 kilograms is 1,500 grams."),
        ("five foot ten in cm", "about 5.833 feet is 177.8 centimetres."),
        ("8 ounces in ml", "8 US fluid ounces is about 236.6 millilitres."),
        ("from miles to kilometres 20", "20 miles is about 32.19 kilometres."),
        ("how many seconds are there in a day", "1 day is 86,400 seconds."),
        ("what's 70 fahrenheit", "70 degrees Fahrenheit is about 21.11 degrees Celsius."),
    ],
)
def test_what_is_understood_is_told_with_the_result(text: str, answer: str):
    assert told(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("which is more 3 miles or 5 kilometres", "3 miles is about 4.828 kilometres: 5 kilometres is more."),
        ("which is less 3 miles or 5 kilometres", "3 miles is about 4.828 kilometres: 3 miles is less."),
        ("is 5 miles more than 8 kilometres", "Yes: 5 miles is about 8.047 kilometres."),
        ("is 3 miles more than 5 kilometres", "No: 3 miles is about 4.828 kilometres."),
        ("is 3 miles less than 5 kilometres", "Yes: 3 miles is about 4.828 kilometres."),
        ("which is bigger a kilometre or 1000 metres", "They are the same: 1 kilometre is 1,000 metres."),
    ],
)
def test_two_quantities_are_compared(text: str, answer: str):
    assert told(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("and in {unit_to:feet}", "5 miles is 26,400 feet."),
        ("and 10 miles", "10 miles is about 16.09 kilometres."),
        ("no 20", "20 miles is about 32.19 kilometres."),
        ("what about 3 kilometres", "3 kilometres is about 1.864 miles."),
    ],
)
def test_a_question_goes_on_from_the_one_before(text: str, answer: str):
    assert told(text, BEFORE) == answer


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("3 miles in kilograms", "Miles measure length, kilograms weight"),
        ("20 dollars in euros", "exchange rates"),
        ("minus 500 celsius in fahrenheit", "that cold"),
        ("convert 1e400 miles to km", "too large for me"),
        (f"convert {'9' * 38} miles to millimetres", "too large for me"),
        ("convert 999,999,999,999,999,999 miles to km", "too large for me"),
    ],
)
def test_what_cannot_be_is_refused_plainly(text: str, why: str):
    with pytest.raises(AnswerError, match=why):
        told(text)


@pytest.mark.parametrize(
    "text",
    [
        "how many {unit_to:smoots} in a mile", "and in feet", "how far is it", "what about 3", "what is 3 feet in feet",
        "500 milligrams three times a day how many milligrams is that", "40 litres with 2 pounds in it",
        "how far is 3 litres at 50 miles an hour",
    ],
)  # fmt: skip
def test_what_it_does_not_know_is_not_claimed(text: str):
    assert claim_on(meant("convert", text)) is None


def test_the_result_can_be_reckoned_with():
    assert ask(meant("convert", "5 feet in cm")).figure == "762/5"


@pytest.mark.parametrize(
    ("value", "told"),
    [("226.796", "226.8"), ("8.04672", "8.047"), ("0.0118110", "0.01181"), ("63360", "63360"), ("0", "0")],
)
def test_a_number_is_told_in_four_digits(value: str, told: str):
    assert rounded(Fraction(value)) == Fraction(told)


@pytest.mark.parametrize(
    ("task", "text", "answer"),
    [
        ("timer_set", "90 minutes in hours", "90 minutes is 1.5 hours."),
        ("time", "how many minutes are there in a day", "1 day is 1,440 minutes."),
        ("days_until", "how many days in 3 weeks", "3 weeks is 21 days."),
    ],
)
def test_two_units_and_nothing_else_are_converted_whatever_the_model_thinks(task: str, text: str, answer: str):
    assert ask(meant(task, text)).text == answer


@pytest.mark.parametrize(
    ("task", "text"),
    [
        ("timer_set", "set a timer for {duration:90 minutes}"),
        ("timer_set", "{duration:one hour thirty minutes}"),
        ("timer_set", "a timer for {duration:two hours} with five minutes"),
        ("days_until", "how many days are left this week"),
        ("timer_left", "how many minutes are left"),
        ("other", "what's fifteen euros in dollars"),
    ],
)
def test_other_questions_of_those_tasks_stay_where_they_are(task: str, text: str):
    claim = claim_on(meant(task, text))
    assert claim is None or claim.skill != "convert"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("at fifty miles an hour how long is a hundred and fifty miles", "That's 3 hours."),
        ("how long does 300 km take at 80 kmh", "That's 3 hours and 45 minutes."),
    ],
)
def test_how_long_a_way_takes(text: str, answer: str):
    assert told(text) == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("500 millilitres over four hours how much is that an hour", "That's 125 millilitres."),
        ("i drove 240 kilometres in 3 hours how many is that a minute", "That's about 1.333 kilometres."),
    ],
)
def test_how_much_that_is_in_one_unit_of_time(text: str, answer: str):
    assert told(text) == answer


def test_how_long_a_drive_takes_is_reckoned_whatever_it_is_taken_for():
    asked = "how long will it take me to drive 150 miles at 60 miles an hour"
    assert ask(meant("other", asked)).text == "That's 2 hours and 30 minutes."
    assert claim_on(meant("other", "how long will it take me to drive 150 miles")) is None
