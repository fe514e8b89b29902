"""The battery of the glasses: how full it is, and when that is not known."""

from __future__ import annotations

from dataclasses import replace

from edge.messages import Vitals
from tests.edge.skills.asking import FACTS, ask


def test_the_battery():
    assert (
        ask("how much battery is left", facts=replace(FACTS, vitals=Vitals(battery=0.414))).text
        == "The battery is at 41%."
    )
    assert "Charge me" in ask("battery level", facts=replace(FACTS, vitals=Vitals(battery=0.1))).text
    assert ask("battery level").degraded
