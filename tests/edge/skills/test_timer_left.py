"""What is told of the timers that run."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.messages import Alarm, Instant, Now, Wall
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, meant

EGG = Alarm(NOON + timedelta(minutes=9), "egg", Instant(540.0), length=600.0, number=1)
RICE = Alarm(NOON + timedelta(minutes=5), "rice", Instant(300.0), length=540.0, number=2)
ONE, TWO = replace(FACTS, alarms=(EGG,)), replace(FACTS, alarms=(EGG, RICE))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("which one is first", "The first is the rice timer: 5 minutes left."),
        ("how long on the egg", "9 minutes left."),
        ("how long has the {label:egg} one got", "9 minutes left."),
        ("what time will the egg be done", "Your egg timer rings at 12:09."),
        ("when does the {label:rice} timer ring", "Your rice timer rings at 12:05."),
        ("how long on the {label:tea}", "There is no tea timer running. There is the egg timer and the rice timer."),
        ("how many timers are on", "You have two timers: 9 minutes on the egg timer and 5 minutes on the rice timer."),
    ],
)
def test_what_is_told(said: str, answer: str):
    assert ask(meant("timer_left", said), facts=TWO).text == answer


def test_one_is_counted_too():
    assert ask(meant("timer_left", "how many timers are on"), facts=ONE).text.endswith("9 minutes on the egg timer.")
    assert "on the egg timer" in ask(meant("timer_left", "which ones are still going"), facts=ONE).text
    assert ask(meant("timer_left", "which is first"), facts=ONE).text == "9 minutes left."


def test_a_clock_that_is_not_set_does_not_say_when_it_rings():
    unset = replace(ONE, now=Now(Instant(0.0), Wall(NOON, trusted=False)))
    assert ask(meant("timer_left", "when is my egg done"), facts=unset).text == "9 minutes left."
    held = replace(FACTS, alarms=(replace(EGG, held=60.0),))
    assert ask(meant("timer_left", "when is my egg done"), facts=held).text == "1 minute, paused, left."
