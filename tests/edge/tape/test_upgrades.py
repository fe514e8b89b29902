"""What tapes held before there were values for it is read as values."""

from datetime import datetime
from typing import Any

import pytest

from edge.messages import (
    CancelTimers,
    Command,
    Deed,
    Event,
    Local,
    Outcome,
    Ref,
    Refused,
    SetAlarm,
    SetTimer,
    Show,
    StopAll,
    Tried,
    TurnId,
    Wanted,
)
from edge.tape.codec import decode, encode
from edge.tape.upgrades import with_situation, with_values
from edge.tape.writer import HEAD, SENSED, STEP

TRIED = {"is": "Tried", "turn": 1, "route": {"is": "Server", "mode": "think"}, "text": None, "why": "spent"}
END = {"is": "End", "turn": 1, "outcome": "answered_local", "text": "", "route": None, "why": ""}
TEA = {"skill": "timer", "slots": {"seconds": 60.0, "label": "tea", "at": "2026-05-01T12:00:00+00:00"}}


def event(data: dict[str, Any]) -> Any:
    return decode(Event, with_values(STEP, {"event": data, "commands": []})["event"])


def command(data: dict[str, Any]) -> Any:
    return decode(Command, with_values(STEP, {"event": {"is": "Tick"}, "commands": [data]})["commands"][0])


def test_a_refusal_is_a_problem():
    found = event({**TRIED, "refused": "refused_budget"})
    assert found.problem == Refused(Outcome.REFUSED_BUDGET, "spent")
    assert event({**TRIED, "refused": None}).problem is None


def test_what_was_wanted_and_what_was_done_are_apart():
    acts = [{**TEA, "done": None}, {"skill": "cancel", "slots": {}}, {"skill": "cancel_timer", "done": False}]
    found = event({**TRIED, "acts": [*acts, {"skill": "no such", "done": None}]})
    assert [type(act) for act in found.acts] == [SetAlarm, StopAll]
    assert found.deeds == (Deed(CancelTimers(), False),)
    assert (found.acts[0].at.isoformat(), found.acts[0].seconds) == (TEA["slots"]["at"], None)  # type: ignore[index]
    assert event({"is": "Wanted", "ref": "7", "acts": [TEA]}).acts == found.acts[:1]


@pytest.mark.parametrize(("told", "done"), [({}, True), ({"done": True}, True), ({"done": False}, False)])
def test_an_end_says_of_each_act_whether_it_was_done(told: dict[str, bool], done: bool):
    assert command({**END, "acts": [{"skill": "cancel", **told}]}).acts == (Deed(StopAll(), done),)


def test_a_card_is_the_words_on_it():
    card = {"title": "Timer", "lines": ["Your tea timer is", "done."], "seconds": 10.0}
    assert command({"is": "Show", "card": card}) == Show("Timer", "Your tea timer is done.", 10.0)
    assert command({"is": "Show", "card": {"title": ""}}) == Show("")
    assert command(encode(Command, Show("Glint", "Hi."))) == Show("Glint", "Hi.")


def test_what_is_of_today_stays_as_it_is():
    tried = Tried(TurnId(1), Local("timer"), "So.", acts=(StopAll(),), deeds=(Deed(CancelTimers("tea"), True),))
    wanted = Wanted(Ref("7"), (CancelTimers("tea"),))
    assert [event(encode(Event, one)) for one in (tried, wanted)] == [tried, wanted]


def test_a_timer_for_a_time_of_day_is_an_alarm():
    timer, at = {"is": "SetTimer", "seconds": 60.0, "label": ""}, "2026-05-01T12:00:00+00:00"
    tried = {"is": "Tried", "turn": 1, "route": {"is": "Local", "skill": "timer"}, "text": "So."}
    found = event({**tried, "acts": [{**timer, "at": at}, {**timer, "at": None}], "deeds": []})
    assert found.acts == (SetAlarm(datetime.fromisoformat(at)), SetTimer(60.0))
    ended = command({**END, "acts": [{"act": {**timer, "at": at}, "done": True}]})
    assert ended.acts == (Deed(found.acts[0], True),)
    assert event({"is": "Wanted", "ref": "7", "acts": [{**timer, "at": at}]}).acts == found.acts[:1]


def test_only_the_records_that_are_meant_are_changed():
    old = {"policy": {"servers": True, "queue": False}, "event": {"is": "Tried", "refused": "x"}, "commands": []}
    policy = with_situation(HEAD, old)["policy"]
    assert (policy.pop("fallbacks")["without_server"], policy) == (
        "without_server", {"queue": False, "situation": {"servers": True}},
    )  # fmt: skip
    assert with_situation(STEP, old) == old
    assert with_values(SENSED, old) == old
