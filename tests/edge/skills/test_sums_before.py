"""A sum is carried on or changed by a few words: a bill with its tip, shared by more or fewer, rounded."""

from __future__ import annotations

import pytest

from edge.language.language import english
from edge.messages import Past
from edge.skills.sums_before import carried
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.test_sums import past

BILL = past("whats fifteen percent of eighty four", "63/5", "percent")


@pytest.mark.parametrize(
    ("recent", "task", "text", "result"),
    [
        ((BILL,), "percent", "and the total", "96.6"),
        ((BILL, past("no twenty percent", "84/5", "percent")), "other", "and in all", "100.8"),
        ((past("20 percent off 50", "40", "percent"),), "read", "whats the total", "40"),
        ((BILL, past("and the total", "483/5")), "other", "split that four ways", "24.15"),
        ((BILL, past("split that four ways", "63/20")), "not_for_us", "no wait three of us", "4.2"),
        ((BILL, past("split that four ways", "63/20")), "other", "no, five", "2.52"),
        ((past("32 plus 19", "51"), past("times three", "153")), "sum", "no wait times 4", "204"),
        ((past("32 plus 19", "51"), past("times three", "153")), "sum", "no wait 4", "204"),
        ((past("25 percent off 80", "60", "percent"),), "percent", "and off ninety", "67.5"),
        ((past("split 97 between 4", "97/4"),), "other", "round it up", "25"),
        ((past("split 97 between 4", "97/4"),), "other", "round that off", "24"),
    ],
)
def test_a_bill_is_carried_on(recent: tuple[Past, ...], task: str, text: str, result: str):
    assert ask(meant(task, text, *recent)).text == f"That's {result}."


@pytest.mark.parametrize(("task", "text"), [("other", "and the total"), ("not_for_us", "no wait three of us")])
def test_without_a_sum_before_it_there_is_nothing_to_carry_on(task: str, text: str):
    assert claim_on(meant(task, text)) is None


def test_a_turn_without_a_number_is_passed_over():
    date = past("what date is it", "2026-03-10", "date")
    found = carried((BILL, date), english())
    assert found is not None
    assert found.figure == carried((BILL,), english()).figure
    assert carried((date,), english()) is None
