"""Timers: set, counted, kept over a restart, rung and heard, whatever the wall clock does."""

from edge.messages import (
    Act,
    Heard,
    Local,
    Remember,
    Said,
    Say,
    Started,
    Tick,
    Touch,
    Tried,
    Typed,
    Voice,
    Wake,
)
from edge.mind.state import BELL

from .walk import Walk, asked, bell, claimed, only, timer


def test_a_timer_rings_while_a_server_thinks_and_survives_a_restart():
    walk = Walk(servers=True)
    query, _ = walk.begin(walk.tell(Typed("set a tea timer for a minute")))
    walk.tell(claimed(query, "timer", ()))
    act = Act("timer", {"seconds": 60, "label": "tea"})
    commands = walk.tell(Tried(query.turn, Local("timer"), "A minute for tea.", acts=(act,)))
    kept = only(Remember, commands).alarms
    asked(walk)
    assert walk.state.wakes is not None
    commands = walk.tell(Tick(), after=60.0)
    assert any(isinstance(c, Say) and "tea timer" in c.text for c in commands)
    again = Walk()
    again.tell(Started(alarms=kept))
    assert again.state.wakes == 60.0


def test_a_bell_behind_an_answer_that_is_talked_over_is_heard_when_the_ear_closes():
    walk = Walk()
    timer(walk, 10, "tea")
    query, _ = walk.begin(walk.tell(Typed("what time is it")))
    walk.tell(claimed(query, "clock", ()))
    walk.tell(Tried(query.turn, Local("clock"), "Noon."))
    assert bell(walk.tell(Tick(), after=10.0)) == ["Your tea timer is done."], "after the answer, which is still spoken"
    assert bell(walk.tell(Wake("glint"))) == [], "the wearer has our ear"
    assert bell(walk.tell(Heard("never mind", 0.9, final=True))) == ["Your tea timer is done."]
    assert bell(walk.tell(Said(BELL, 1.0, whole=True))) == []
    assert walk.state.bells == ()


def test_a_bell_waits_while_the_wearer_speaks_and_is_not_said_again_once_it_was_cut_short():
    walk = Walk()
    timer(walk, 10, "tea")
    timer(walk, 10, "egg")
    walk.tell(Wake("glint"))
    assert bell(walk.tell(Tick(), after=4.0)) == []
    walk.tell(Voice(on=True))
    assert bell(walk.tell(Voice(on=True), after=6.0)) == []
    texts = ["Your tea timer is done.", "Your egg timer is done."]
    assert sorted(bell(walk.tell(Touch()))) == sorted(texts)
    said = bell(walk.tell(Touch()))
    assert len(said) == 1, "the first was begun and is silenced, the second comes at once"
    assert bell(walk.tell(Touch())) == []
    assert bell(walk.tell(Tick(), after=60.0)) == []
