"""The battery of the glasses: how full it is, and when that is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Vitals
from tests.edge.skills.asking import FACTS, ask, claimer


def test_the_battery():
    assert (
        ask("how much battery is left", facts=replace(FACTS, vitals=Vitals(battery=0.414))).text
        == "The battery is at 41%."
    )
    assert "Charge me" in ask("battery level", facts=replace(FACTS, vitals=Vitals(battery=0.1))).text
    assert ask("battery level").degraded


@pytest.mark.parametrize(
    ("charge", "text"), [(0.15, "The battery is at 15%. Charge me soon."), (0.16, "The battery is at 16%.")]
)
def test_it_wants_to_be_charged_only_when_it_is_low(charge: float, text: str):
    assert ask("Is the battery low?", facts=replace(FACTS, vitals=Vitals(battery=charge))).text == text


@pytest.mark.parametrize(
    "text", ["my car battery is dead", "what is a battery", "are you sure", "how much is left", "is the phone charged"]
)
def test_no_other_battery_is_spoken_of(text: str):
    assert claimer(text) != "battery"
