"""Sums as people say them, in whole and as follow-ups: each is one of the ways that `sums.toml` lists."""

from __future__ import annotations

import pytest

from edge.errors import AnswerError
from edge.messages import Instant, Outcome, Past, TurnId
from edge.skills.sums import Sums
from tests.edge.skills.asking import ask, claim_on, meant


def past(asked: str, figure: str, task: str = "sum") -> Past:
    return Past(TurnId(1), Instant(0.0), asked, f"That's {figure}.", Outcome.ANSWERED_LOCAL, task=task, figure=figure)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what's twelve times seven", "84"),
        ("um what's a hundred and forty four divided by twelve", "12"),
        ("what do you get if you add 19 and twenty four", "43"),
        ("square root of 2", "about 1.4142"),
        ("2 to the power of 10", "1,024"),
        ("half of 90", "45"),
        ("two thirds of 90", "60"),
        ("three quarters of 20", "15"),
        ("three and a half times two", "7"),
        ("3/4 + 1/2", "1.25"),
        ("subtract 3 from 10", "7"),
        ("take 3 from 10", "7"),
        ("the difference between 5 and 20", "15"),
        ("if i have 20 and spend 5 what have i got left", "15"),
        ("20 boxes with 5 in each how many altogether", "100"),
        ("how many times does 5 go into 20", "4"),
        ("what's the remainder of 20 divided by 6", "2"),
        ("the average of 20 and 5", "12.5"),
        ("-3 * (2+4)", "-18"),
        ("2 + 3 * 4 ^ 2", "50"),
        ("Can you calculate 18 divided by 4 please?", "4.5"),
        ("0.1 + 0.2", "0.3"),
        ("one costs 20 and the other 5 what's that altogether", "25"),
        ("the sum of 12, 15 and 33", "60"),
        ("add up twelve fifteen and thirty three", "60"),
        ("2 3 and 4 altogether", "9"),
        ("the average of 10 20 30 and 60", "30"),
        ("the product of 2 3 and 4", "24"),
        ("4 point 5 times 3", "13.5"),
        ("what is 7 into 56", "8"),
        ("i had 40 and spent 12 and a half what have i got left", "27.5"),
    ],
)
def test_sums(text: str, result: str):
    assert ask(meant("sum", text)).text == f"That's {result}."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("what's fifteen percent of eighty", "12"),
        ("20 percent off 50", "40"),
        ("what is an 18 percent tip on $45", "8.1"),
        ("80 + 15%", "92"),
        ("100 minus 10%", "90"),
        ("add 15 percent tax to 20", "23"),
        ("split 84 by 3 with a 15 percent tip", "32.2"),
        ("split the bill of 80 4 ways with a 10 percent tip", "22"),
        ("it's 20 with a 15 percent discount what do i pay", "17"),
        ("the coat was 20 and it's 15 percent off what's the price now", "17"),
        ("my rent is 20 and it's going up 15 percent what will it be", "23"),
        ("how much do i save with 15 percent off 20", "3"),
        ("what percentage of 60 is 15", "25 percent"),
        ("i got 15 out of 60 what percent is that", "25 percent"),
        ("the tip on sixty four at twenty percent", "12.8"),
        ("increase 80 by 10 percent", "88"),
        ("how much is 12 percent twenty", "2.4"),
        ("what is a 15 percent tip on forty two fifty", "about 6.38"),
    ],
)
def test_percentages(text: str, result: str):
    assert ask(meant("percent", text)).text == f"That's {result}."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("split 96 between four people", "24"),
        ("the bill is 120 euros and we are five how much each", "24"),
        ("there are five of us and the bill is 120 how much each", "24"),
        ("split eighty seven fifty three ways", "about 29.17"),
        ("split eighty seven fifty between five", "17.5"),
        ("split 100 25 ways", "4"),
        ("i have 60 euro and pay 17 how much rest", "43"),
        ("it costs 13 and i pay with 20 how much change", "7"),
        ("what change do i get from 20 if it costs 13", "7"),
        ("12 euros plus 5 euros fifty", "17.5"),
        ("forty litres at one pound fifty a litre what's that", "60"),
        ("12 metres of cable at 3 euros a metre", "36"),
        ("three coffees at 2.80 each", "8.4"),
        ("six tins at 85p each how much is that", "5.1"),
        ("4 stamps at 5p each", "0.2"),
        ("whats 18 times 24 no sorry 18 times 25", "450"),
    ],
)
def test_money_is_shared_and_paid(text: str, result: str):
    assert ask(meant("other", text)).text == f"That's {result}."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("and if i pay again 8", "35"),
        ("and with fifty euro how much is coming back", "7"),
        ("and 8 more", "51"),
        ("split that between 2 people", "21.5"),
    ],
)
def test_what_is_paid_or_shared_next_goes_on_from_the_result(text: str, result: str):
    before = past("i have 60 euro and pay 17 how much rest", "43", "other")
    assert ask(meant("other", text, before)).text == f"That's {result}."


@pytest.mark.parametrize(
    ("task", "text"),
    [
        ("count", "how many cups between the 2 plates"),
        ("other", "my flat is number 12"),
        ("other", "what happened between 1914 and 1918"),
        ("other", "who won in 1966 and 1970"),
        ("count", "are there 2 and 3"),
        ("not_for_us", "we were 12 and they 15"),
        ("percent", "what's 80 percent"),
    ],
)
def test_what_has_no_word_for_a_sum_is_left_to_the_task_that_the_model_thinks_of(task: str, text: str):
    claim = claim_on(meant(task, text))
    assert claim is None or claim.skill != "sums"


def test_a_plain_sum_is_one_whatever_the_model_thinks():
    assert ask(meant("count", "split 96 by 4")).text == "That's 24."
    assert ask(meant("not_for_us", "12 plus 15")).text == "That's 27."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("and half of that", "6"),
        ("times two", "24"),
        ("plus ten", "22"),
        ("and minus 3", "9"),
        ("double it", "24"),
        ("take that off 200", "188"),
        ("and what's 10 percent of that", "1.2"),
        ("no i said 4 plus 6", "10"),
        ("sorry i meant plus 7", "15"),
        ("no, 8 plus 5", "13"),
    ],
)
def test_a_sum_goes_on_from_the_last_result_or_corrects_it(text: str, result: str):
    reply = ask(meant("sum", text, past("what's 8 plus 4", "12")))
    assert reply.text == f"That's {result}."
    assert reply.figure


@pytest.mark.parametrize(
    ("text", "result"), [("and 20 percent", "16"), ("make it 20", "16"), ("and of 60", "9"), ("same for 200", "30")]
)
def test_one_number_of_the_last_sum_is_changed(text: str, result: str):
    assert ask(meant("percent", text, past("what's 15 percent of 80", "12", "percent"))).text == f"That's {result}."


def test_a_comparison_is_answered_with_yes_or_no():
    assert ask(meant("sum", "is 20 bigger than 5")).text == "Yes."
    assert ask(meant("sum", "is 20 less than 5")).text == "No."


@pytest.mark.parametrize(
    "text",
    [
        "5 divided by 0",
        "divide 5 by 0",
        "2^1000",
        "(-4)^0.5",
        "square root of (0 - 4)",
        "9^99",
        "(" * 60 + "1+1" + ")" * 60,
    ],
)
def test_sums_that_cannot_be_said_are_refused(text: str):
    with pytest.raises(AnswerError):
        ask(meant("sum", text))


@pytest.mark.parametrize(
    "text", ["9/11", "7:30", "seven", "what is the sum", "2 +", "(2 + 3", "and half of that", "what's the best phone"]
)
def test_what_is_no_whole_sum_is_not_claimed(text: str):
    assert claim_on(meant("sum", text)) is None


def test_a_date_is_nothing_to_reckon_with():
    past = Past(TurnId(1), Instant(0.0), "what date is it", "So.", Outcome.ANSWERED_LOCAL, figure="2025-03-04")
    assert claim_on(meant("sum", "double it", past)) is None


@pytest.mark.parametrize(
    ("task", "text", "priced"),
    [
        ("convert", "40 litres at 2 pounds a litre", True),
        ("count", "three coffees at 2.80 each", True),
        ("count", "how many cups at 3 euros a piece", False),
        ("convert", "how many pounds a week is that", False),
    ],
)
def test_a_price_is_a_sum_whatever_it_is_taken_for(task: str, text: str, *, priced: bool):
    assert bool(Sums().instead(meant(task, text))) == priced


def test_three_numbers_in_a_row_are_added():
    assert ask(meant("sum", "how much make thirty and forty and five")).text == "That's 75."
