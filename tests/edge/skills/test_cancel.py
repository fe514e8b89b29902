"""Stopping what is said, and taking back what was done."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import (
    Act,
    Alarm,
    AlarmKind,
    CancelTimers,
    ChangeTimer,
    Deed,
    Drop,
    Entry,
    Instant,
    Keep,
    Kept,
    Kind,
    Outcome,
    Past,
    SetAlarm,
    SetLevel,
    SetQuiet,
    SetTimer,
    StopAll,
    TimerChange,
    TurnId,
)
from edge.skills.skill import Reply
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claim_on, meant


def after(act: Act, *, done: bool = True) -> Past:
    return Past(TurnId(1), Instant(0.0), "...", "...", Outcome.ANSWERED_LOCAL, deeds=(Deed(act, done),))


@pytest.mark.parametrize("text", ["stop", "never mind", "that's enough", "forget it"])
def test_stop_is_answered_with_stop_all_whatever_was_done(text: str):
    assert ask(meant("cancel", text)) == Reply("OK.", (StopAll(),))


@pytest.mark.parametrize("text", ["cancel it", "undo that", "scrap that", "i've changed my mind"])
@pytest.mark.parametrize(
    ("done", "undone", "told"),
    [
        (SetTimer(60.0, "pasta"), CancelTimers(numbers=(2,)), "I cancelled the timer."),
        (SetAlarm(NOON), CancelTimers(kind=AlarmKind.ALARM, numbers=(3,)), "I cancelled the alarm."),
        (SetLevel("volume", 90, 20), SetLevel("volume", 70, -20), "Done, the volume is as it was."),
        (SetQuiet(on=True), SetQuiet(on=False), "Done, the quiet is as it was."),
    ],
)
def test_what_was_done_last_is_taken_back(text: str, done: Act, undone: Act, told: str):
    running = [Alarm(NOON, "", number=n, kind=AlarmKind.TIMER if n < 3 else AlarmKind.ALARM) for n in (1, 2, 3)]
    facts = replace(FACTS, alarms=tuple(running))
    reply = ask(meant("cancel", text, after(done)), facts=facts)
    assert (reply.acts, reply.text) == ((undone,), told)


def test_only_what_was_done_is_taken_back():
    assert ask(meant("cancel", "cancel that", after(SetTimer(60.0), done=False))).acts == (StopAll(),)
    assert ask(meant("cancel", "cancel that", after(StopAll()))).acts == (StopAll(),)


def test_a_timer_that_has_rung_is_not_taken_back():
    reply = ask(meant("cancel", "cancel it", after(SetTimer(60.0))))
    assert (reply.acts, reply.text) == ((), "I can't undo the timer. Say what it should be instead.")


@pytest.mark.parametrize("text", ["undo that", "scrap that"])
def test_what_was_kept_is_dropped_again(text: str):
    facts = replace(FACTS, kept=Kept((Entry(7, Kind.ITEM, "milk", NOON, TurnId(1), "shopping"),)))
    done = after(Keep(Kind.ITEM, "milk", "shopping"))
    reply = ask(meant("cancel", text, done), facts=facts)
    assert reply == Reply("Done, I removed “milk” again.", (Drop(Kind.ITEM, 7, "milk", "shopping"),))
    assert ask(meant("cancel", text, done)).degraded, "it is not there any more"


def test_a_timer_that_is_named_is_stopped():
    facts = replace(FACTS, alarms=(Alarm(NOON, "rice", number=1), Alarm(NOON, "fish", number=2)))
    reply = ask(meant("cancel", "never mind stop the fish"), facts=facts)
    assert reply.acts == (CancelTimers(numbers=(2,)),)
    assert ask(meant("cancel", "never mind the fish is fine"), facts=facts).acts == (StopAll(),)


def test_what_was_put_on_a_list_is_taken_off_again():
    facts = replace(FACTS, kept=Kept((Entry(7, Kind.ITEM, "milk", NOON, TurnId(1), "shopping"),)))
    done = after(Keep(Kind.ITEM, "milk", "shopping"))
    assert ask(meant("cancel", "take that off again", done), facts=facts).acts == (
        Drop(Kind.ITEM, 7, "milk", "shopping"),
    )


@pytest.mark.parametrize("text", ["that will do", "ok that's all for now thank you", "enough"])
def test_enough_right_after_an_answer_is_for_whoever_gave_it(text: str):
    assert ask(meant("not_for_us", text, after(SetTimer(60.0)))).acts == (StopAll(),)
    assert claim_on(meant("not_for_us", text)) is None


def test_enough_of_something_else_is_not_for_us():
    assert claim_on(meant("not_for_us", "that's enough sugar darling", after(SetTimer(60.0)))) is None


def test_the_last_request_is_taken_back_whatever_the_model_thinks():
    facts = replace(FACTS, alarms=(Alarm(NOON, "", number=2),))
    reply = ask(meant("other", "cancel my last request", after(SetTimer(60.0))), facts=facts)
    assert reply.acts == (CancelTimers(numbers=(2,)),)
    assert claim_on(meant("other", "how do i undo a knot")) is None


@pytest.mark.parametrize(("text", "acts"), [("cancel it", (CancelTimers(numbers=(2,)),)), ("undo that", ())])
def test_after_a_change_the_timer_is_cancelled_but_the_change_is_not_undone(text: str, acts: tuple[Act, ...]):
    two = tuple(Alarm(NOON, label, number=n) for n, label in ((1, "egg"), (2, "pasta")))
    changed = after(ChangeTimer(TimerChange.ADD, 60.0, "pasta"))
    assert ask(meant("cancel", text, changed), facts=replace(FACTS, alarms=two)).acts == acts
