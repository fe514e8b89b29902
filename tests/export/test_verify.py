"""verify: what it measures can come out wrong, and then it says so."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from export.recipe import Budgets
from export.verify import Level, Report, fast_enough, growth, parity, worse


def echo(given: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    return given


GIVEN = {"x": np.ones(4, np.float32)}


def test_a_net_that_keeps_memory_is_noticed():
    kept: list[np.ndarray] = []

    def leaking(_: object) -> dict[str, np.ndarray]:
        kept.append(np.ones(25_000))
        return {}

    assert growth(leaking, GIVEN) > 20_000_000
    assert growth(echo, GIVEN) < 4_000_000


def test_parity_is_the_mean_difference_as_a_share_of_the_answers():
    assert parity(lambda x: {"y": x["x"] * 1.1}, lambda x: {"y": x["x"]}, [GIVEN]) == pytest.approx(0.1, rel=1e-3)
    assert parity(echo, echo, [GIVEN]) == 0


def test_a_report_keeps_every_figure_and_says_by_how_much_a_budget_was_missed():
    report = Report()
    report.need("good", 0.5, least=0.4, most=0.6)
    report.need("low", 0.3, least=0.4)
    report.need("nothing", float("nan"), least=0.4)
    assert report.figures["good"] == 0.5
    assert report.missed[0] == "low is 0.3, 0.1 below its floor of 0.4"
    assert report.missed[1].startswith("nothing is nan")


def test_int8_is_worth_a_try_only_where_it_wins_time():
    plain = Level("pack", b"", 0.0, 0.5)
    budgets = Budgets(int8_time=0.9)
    slow, fast, faster = (Level("int8", b"", 0.1, 0.9 + off, int8=True) for off in (0.01, -0.01, -0.2))
    assert fast_enough([plain, slow, fast, faster], budgets) == [faster, fast]
    closer = Level("int8 but 4 layers", b"", 0.05, 0.71, int8=True)
    assert fast_enough([plain, slow, fast, faster, closer], budgets) == [closer, faster, fast], "no slower to speak of"
    assert fast_enough([plain, slow], budgets) == []


def test_int8_may_lose_a_little_and_never_what_a_floor_holds():
    budgets = Budgets(floors={"AP": 0.5}, ceilings={"false": 0.4}, loss=0.02)
    plain = {"AP": 0.6, "false": 0.3, "other": 1.0}
    assert worse({"AP": 0.585, "false": 0.35, "other": 0.0}, plain, budgets) == []
    assert worse({"AP": 0.575, "false": 0.3, "other": 1.0}, plain, budgets) == ["AP 0.575, not 0.58"]
    assert worse({"AP": 0.6, "false": 0.5, "other": 1.0}, plain, budgets) == ["false 0.5"]
    assert worse({"AP": float("nan"), "false": 0.3}, plain, budgets) == ["AP nan, not 0.58"]
    assert worse({"AP": 0.495, "false": 0.3}, {"AP": 0.51, "false": 0.3}, budgets) == ["AP 0.495, not 0.5"]
