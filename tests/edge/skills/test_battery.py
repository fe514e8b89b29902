"""The battery of the glasses: how full it is, and when that is not known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Vitals
from tests.edge.skills.asking import FACTS, ask, claim_on, meant


@pytest.mark.parametrize(
    ("charge", "text"),
    [
        (0.414, "The battery is at 41%."),
        (0.15, "The battery is at 15%. Charge me soon."),
        (0.16, "The battery is at 16%."),
        (None, "This device can't tell how full its battery is."),
    ],
)
def test_it_is_told_and_wants_to_be_charged_only_when_it_is_low(charge: float | None, text: str):
    reply = ask(meant("battery", "are you running low"), facts=replace(FACTS, vitals=Vitals(battery=charge)))
    assert reply.text == text
    assert bool(reply.degraded) is (charge is None)


@pytest.mark.parametrize(
    "text", ["my car battery is dead", "is the phone charged", "how full is the battery of the torch"]
)
def test_no_other_battery_is_spoken_of(text: str):
    assert claim_on(meant("battery", text)) is None
