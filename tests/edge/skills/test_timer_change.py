"""Timers that run are changed as it was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.errors import AnswerError
from edge.messages import Alarm, ChangeTimer, Deed, Expect, Instant, Outcome, Past, SetTimer, Slot, TimerChange, TurnId
from edge.skills.skill import Reply
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claim_on, meant

EGG = Alarm(NOON + timedelta(minutes=5), "egg", Instant(300.0), length=600.0, number=1)
RICE = Alarm(NOON + timedelta(minutes=9), "rice", Instant(540.0), length=540.0, number=2)
ONE, TWO = replace(FACTS, alarms=(EGG,)), replace(FACTS, alarms=(EGG, RICE))


@pytest.mark.parametrize(
    ("said", "change", "seconds", "answer"),
    [
        (
            "add {duration:two minutes} to the timer",
            TimerChange.ADD,
            120,
            "I added 2 minutes: 7 minutes left on your egg timer.",
        ),
        (
            "take {duration:a minute} off",
            TimerChange.ADD,
            -60,
            "I took 1 minute off: 4 minutes left on your egg timer.",
        ),
        (
            "make it {duration:two minutes} shorter",
            TimerChange.ADD,
            -120,
            "I took 2 minutes off: 3 minutes left on your egg timer.",
        ),
        (
            "give it {duration:a minute} more",
            TimerChange.ADD,
            60,
            "I added 1 minute: 6 minutes left on your egg timer.",
        ),
        (
            "it ought to go off {duration:a minute} later",
            TimerChange.ADD,
            60,
            "I added 1 minute: 6 minutes left on your egg timer.",
        ),
        (
            "cut it down by {duration:a minute}",
            TimerChange.ADD,
            -60,
            "I took 1 minute off: 4 minutes left on your egg timer.",
        ),
        ("bump the timer up to {duration:an hour}", TimerChange.LENGTH, 3600, "Your egg timer is set for 1 hour."),
        ("shorten it to {duration:a minute}", TimerChange.LENGTH, 60, "Your egg timer is set for 1 minute."),
        ("set it to {duration:nine minutes} instead", TimerChange.LENGTH, 540, "Your egg timer is set for 9 minutes."),
        ("no i said {duration:ten minutes}", TimerChange.LENGTH, 600, "Your egg timer is set for 10 minutes."),
        ("pause the timer", TimerChange.PAUSE, 0, "Your egg timer is paused with 5 minutes left."),
        ("start the timer over", TimerChange.RESTART, 0, "Your egg timer is set for 10 minutes."),
    ],
)
def test_a_timer_is_changed(said: str, change: TimerChange, seconds: float, answer: str):
    assert ask(meant("timer_change", said), facts=ONE) == Reply(answer, (ChangeTimer(change, seconds, "egg", 1),))


def test_what_is_paused_goes_on():
    facts = replace(FACTS, alarms=(EGG, replace(RICE, held=90.0)))
    reply = ask(meant("timer_change", "carry on with the timer"), facts=facts)
    assert reply == Reply(
        "Your rice timer goes on: 1 minute and 30 seconds left.", (ChangeTimer(TimerChange.RESUME, 0, "rice", 2),)
    )
    assert ask(meant("timer_change", "pause the timer"), facts=facts).acts == (
        ChangeTimer(TimerChange.PAUSE, 0, "egg", 1),
    )


def test_a_timer_is_named_otherwise():
    reply = ask(meant("timer_change", "rename the timer to {label:bread}"), facts=ONE)
    assert reply == Reply("I call it the bread timer now.", (ChangeTimer(TimerChange.RENAME, 0, "egg", 1, "bread"),))
    two = ask(meant("timer_change", "rename the {label:rice} timer to {label:bread}"), facts=TWO)
    assert two.acts == (ChangeTimer(TimerChange.RENAME, 0, "rice", 2, "bread"),)
    asked = ask(meant("timer_change", "rename the timer"), facts=ONE)
    assert asked.expects is Expect.NAME
    before = Past(TurnId(1), Instant(0), "rename the timer", "", Outcome.DEGRADED, Expect.NAME, task="timer_change")
    named = ask(meant("timer_change", "{label:soup}", before, score=0.1), facts=ONE)
    assert named.acts == (ChangeTimer(TimerChange.RENAME, 0, "egg", 1, "soup"),)


def test_of_several_the_one_that_is_named_is_changed_else_it_is_asked():
    assert ask(meant("timer_change", "add a minute to the {label:rice} timer"), facts=TWO).acts == (
        ChangeTimer(TimerChange.ADD, 60, "rice", 2),
    )
    assert ask(meant("timer_change", "add 1 minute to the nine minute timer"), facts=TWO).acts == (
        ChangeTimer(TimerChange.ADD, 60, "rice", 2),
    )
    assert ask(meant("timer_change", "add a minute to the timer"), facts=TWO).expects is Expect.NAME
    none = ask(meant("timer_change", "add a minute to the {label:soup} timer"), facts=TWO)
    assert none == Reply("There is no soup timer running. There is the egg timer and the rice timer.")


def test_a_changed_number_is_for_the_timer_that_was_set_last_in_its_unit():
    deed = Deed(SetTimer(540.0, "rice"), True)
    before = Past(
        TurnId(1), Instant(0), "rice timer 9 seconds", "", Outcome.ANSWERED_LOCAL, task="timer_set", deeds=(deed,)
    )
    assert ask(meant("timer_change", "no fifteen", before), facts=TWO).acts == (
        ChangeTimer(TimerChange.LENGTH, 15, "rice", 2),
    )


@pytest.mark.parametrize(
    ("first", "asks", "then", "seconds"),
    [
        ("make the timer shorter", "By how much?", "two minutes", -120),
        ("i need longer", "By how much?", "two", 120),
        ("change how long the timer runs", "To how long?", "half an hour", 1800),
    ],
)
def test_a_missing_length_is_asked_for(first: str, asks: str, then: str, seconds: float):
    reply = ask(meant("timer_change", first), facts=ONE)
    assert (reply.text, reply.expects) == (asks, Expect.LENGTH)
    before = Past(TurnId(1), Instant(0.0), first, asks, Outcome.DEGRADED, Expect.LENGTH, task="timer_change")
    (act,) = ask(meant("timer_change", then, before, borrowed=(Slot("label", "egg"),), score=0.1), facts=ONE).acts
    assert isinstance(act, ChangeTimer)
    assert (act.seconds, act.number) == (seconds, 1)
    assert claim_on(meant("timer_change", "what time is it", before, score=0.1)) is None


def test_no_more_is_taken_off_than_there_is():
    with pytest.raises(AnswerError, match="only 5 minutes left"):
        ask(meant("timer_change", "take {duration:ten minutes} off"), facts=ONE)


def test_a_run_that_keeps_none_hands_the_change_over_as_it_was_said():
    here = replace(FACTS, keeps=False)
    reply = ask(meant("timer_change", "take a minute off the {label:egg} timer"), facts=here)
    assert reply == Reply("", (ChangeTimer(TimerChange.ADD, -60.0, "egg"),))


def test_the_label_of_one_that_runs_is_enough():
    before = Past(TurnId(1), Instant(0.0), "how long on the egg", "So.", Outcome.ANSWERED_LOCAL, task="timer_left")
    reply = ask(meant("timer_change", "actually make the egg twenty five", before), facts=TWO)
    assert reply.acts == (ChangeTimer(TimerChange.LENGTH, 1500.0, "egg", 1),)
    assert ask(meant("timer_change", "rename the egg timer to dinner"), facts=ONE).acts[0].name == "dinner"


def test_what_is_read_off_a_bottle_is_no_name_of_a_timer():
    past = Past(TurnId(1), Instant(0.0), "a timer for the rice", "So.", Outcome.ANSWERED_LOCAL, task="timer_set")
    past = replace(past, deeds=(Deed(SetTimer(540.0, "rice"), done=True),))
    said = "hang on it says {duration:twenty minutes} on the {label:bottle} change it"
    assert ask(meant("timer_change", said, past), facts=TWO).acts == (
        ChangeTimer(TimerChange.LENGTH, 1200.0, "rice", 2),
    )
    named = ask(meant("timer_change", "change the {label:pasta} timer to {duration:ten minutes}", past), facts=TWO)
    assert named.acts == ()


def test_the_timer_that_was_changed_last_is_meant():
    past = Past(
        TurnId(1), Instant(0.0), "take a minute off the egg", "So.", Outcome.ANSWERED_LOCAL, task="timer_change"
    )
    past = replace(past, deeds=(Deed(ChangeTimer(TimerChange.ADD, -60.0, "egg", 1), done=True),))
    reply = ask(meant("timer_change", "add {duration:two minutes}", past), facts=TWO)
    assert reply.acts == (ChangeTimer(TimerChange.ADD, 120.0, "egg", 1),)
