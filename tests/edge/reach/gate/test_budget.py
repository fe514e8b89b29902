"""What a budget leaves is what an answer may have; where that is no room for one, it is refused by its line."""

from dataclasses import replace

import pytest

from edge.config import BudgetConfig
from edge.messages import Outcome, Spent
from edge.reach.gate.budget import (
    ANSWER_AT_LEAST,
    PICTURE_TOKENS,
    Cost,
    RefusedError,
    counted,
    limits,
    price,
    room,
    tokens_in,
)
from tests.edge.reach.reach import SERVER

UNLIMITED = BudgetConfig(0, 0, 0, 0, 0, 0)
NOTHING = Spent()
DEAR = replace(SERVER, price_in=10.0, price_out=20.0)  # a million tokens


def left(budget: BudgetConfig, *, hour: Spent = NOTHING, day: Spent = NOTHING, wanted: int = 500, server=SERVER) -> int:
    """What an answer may have where the request is 100 tokens and 1000 bytes."""
    return room(limits(budget, hour, day), Cost(100, 1000, server), wanted)


def test_without_limits_an_answer_has_what_it_wants():
    assert left(UNLIMITED, hour=Spent(10**9, 10**9, 1e9), day=Spent(10**9, 10**9, 1e9)) == 500


@pytest.mark.parametrize(
    ("limit", "spent", "has"),
    [
        ({"tokens_hour": 1000}, Spent(tokens=500), 400),
        ({"tokens_day": 1000}, Spent(tokens=500), 400),
        ({"tokens_hour": 1000}, Spent(), 500),
        ({"tokens_hour": 1000}, Spent(tokens=900 - ANSWER_AT_LEAST), ANSWER_AT_LEAST),
        ({"bytes_hour": 3000}, Spent(bytes=2000), 500),
        ({"bytes_day": 3000}, Spent(bytes=2000), 500),
        ({"money_hour": 0.01}, Spent(money=0.005), 200),
        ({"money_day": 0.01}, Spent(money=0.005), 200),
    ],
)
def test_an_answer_has_what_is_left(limit: dict[str, float], spent: Spent, has: int):
    assert left(replace(UNLIMITED, **limit), hour=spent, day=spent, server=DEAR) == has


@pytest.mark.parametrize(
    ("limit", "spent", "words"),
    [
        ({"tokens_hour": 1000}, Spent(tokens=901 - ANSWER_AT_LEAST), "tokens for this hour"),
        ({"tokens_day": 1000}, Spent(tokens=1000), "tokens for this day"),
        ({"bytes_hour": 3000}, Spent(bytes=2001), "bytes for this hour"),
        ({"bytes_day": 3000}, Spent(bytes=2001), "bytes for this day"),
        ({"money_hour": 0.01}, Spent(money=0.0085), "money for this hour"),
        ({"money_day": 0.01}, Spent(money=0.02), "money for this day"),
    ],
)
def test_no_room_for_an_answer_is_refused(limit: dict[str, float], spent: Spent, words: str):
    with pytest.raises(RefusedError, match=f"the budget of {words} is spent") as refused:
        left(replace(UNLIMITED, **limit), hour=spent, day=spent, server=DEAR)
    assert refused.value.outcome is Outcome.REFUSED_BUDGET


def test_an_hour_and_a_day_are_counted_apart():
    both = replace(UNLIMITED, tokens_hour=1000, tokens_day=2000)
    assert left(both, hour=Spent(tokens=100), day=Spent(tokens=1600)) == 300


def test_who_wants_little_is_content_with_it():
    assert left(replace(UNLIMITED, tokens_hour=110), wanted=10) == 10


def test_a_server_that_costs_nothing_is_held_to_no_money_unless_it_is_overspent():
    budget = replace(UNLIMITED, money_hour=1.0)
    assert left(budget, hour=Spent(money=0.99)) == 500
    with pytest.raises(RefusedError, match="money"):
        left(budget, hour=Spent(money=1.01))


def test_a_price_is_for_a_million_tokens_in_and_out():
    assert price(DEAR, 1_000_000, 0) == 10.0
    assert price(DEAR, 1000, 1000) == pytest.approx(0.03)


def test_a_picture_counts_by_itself_and_not_by_its_letters():
    jpeg = bytes(3000)
    assert tokens_in(b"x" * 300, b"") == 100
    assert tokens_in(b"x" * (300 + 4000), jpeg) == 100 + PICTURE_TOKENS


@pytest.mark.parametrize(("told", "believed"), [(None, 70), (80, 80), (10, 50), (-5, 50), (10**9, 200)])
def test_a_server_is_believed_within_reason(told: int | None, believed: int):
    assert counted(told, 70, 50, 200) == believed
