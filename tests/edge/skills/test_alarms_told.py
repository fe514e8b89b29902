"""What is said of the alarms that are set."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from edge.messages import Alarm, AlarmKind, Deed, Instant, Now, Outcome, Past, SetAlarm, TurnId, Wall
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, meant

SEVEN = Alarm(NOON + timedelta(hours=7), "", kind=AlarmKind.ALARM, number=1)
EIGHT = Alarm(NOON + timedelta(hours=20), "", kind=AlarmKind.ALARM, number=2)
ONE, BOTH = replace(FACTS, alarms=(SEVEN,)), replace(FACTS, alarms=(SEVEN, EIGHT))


def test_how_long_it_is_until_an_alarm():
    asked = meant("alarm_list", "how long is that from now")
    assert ask(asked, facts=ONE).text == "7 hours until your alarm at 19:00."
    assert ask(asked, facts=BOTH).text.startswith("You have 2 alarms")
    past = Past(TurnId(1), Instant(0.0), "alarm at 8", "So.", Outcome.ANSWERED_LOCAL, task="alarm_set")
    past = replace(past, deeds=(Deed(SetAlarm(EIGHT.rings), True),))
    newest = ask(meant("alarm_list", "how long is that from now", past), facts=BOTH)
    assert newest.text == "20 hours until your alarm tomorrow at 8:00."


def test_a_clock_that_is_not_set_does_not_say_how_long_that_is():
    unset = replace(ONE, now=Now(Instant(0.0), Wall(NOON, trusted=False)))
    assert ask(meant("alarm_list", "how long until my alarm"), facts=unset).text == "Your alarm is set at 19:00."


def test_one_is_named_by_its_place():
    assert (
        ask(meant("alarm_cancel", "cancel the second one"), facts=BOTH).text
        == "I cancelled your alarm tomorrow at 8:00."
    )
