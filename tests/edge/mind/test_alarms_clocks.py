"""Timers and a wall clock that is wrong, is put right, or is another one after a restart."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from edge.messages import (
    Alarm,
    Remember,
    SetAlarm,
    Started,
    Tick,
)
from edge.store.alarms import from_notes, to_notes

from .walk import START, Walk, bell, only, timer, wants

NINETEEN_SEVENTY = datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
STEP = timedelta(hours=1)


def restarted(walk: Walk, time: datetime, *, trusted: bool) -> Walk:
    """A new process, with the notes of the old one and another clock."""
    again = Walk()
    again.set_clock(time, trusted=trusted)
    again.tell(Started(alarms=from_notes(json.loads(json.dumps(to_notes(walk.state.alarms))))))
    return again


def rings_after(walk: Walk, most: int = 4000) -> int | None:
    """Whole seconds until the bell, told by a Tick every second."""
    return next((n for n in range(most) if bell(walk.tell(Tick(), after=float(n > 0)))), None)


def test_a_timer_set_before_the_clock_was_set_does_not_ring_when_it_is():
    walk = Walk()
    walk.set_clock(NINETEEN_SEVENTY, trusted=False)
    timer(walk, 300, "tea")
    walk.tell(Tick(), after=100.0)
    walk.set_clock(START)
    commands = walk.tell(Tick())
    assert bell(commands) == []
    kept = only(Remember, commands).alarms
    assert [(alarm.rings, alarm.trusted) for alarm in kept] == [(START + timedelta(seconds=200), True)]
    assert walk.tell(Tick()) == [], "noted once"
    assert rings_after(restarted(walk, START + timedelta(seconds=20), trusted=True)) == 180
    assert rings_after(walk) == 200


@pytest.mark.parametrize("step", [STEP, -STEP])
def test_a_clock_that_is_put_right_moves_no_timer_that_counts_seconds(step):
    walk = Walk()
    timer(walk, 300, "tea")
    walk.tell(Tick(), after=100.0)
    later = walk.now().wall.time + step
    walk.set_clock(later)
    kept = only(Remember, walk.tell(Tick())).alarms
    assert kept[0].rings == later + timedelta(seconds=200), "right after a restart too"
    assert rings_after(walk) == 200


def test_a_clock_that_is_off_by_less_than_a_second_is_not_noted():
    walk = Walk()
    timer(walk, 300, "tea")
    walk.set_clock(walk.now().wall.time + timedelta(seconds=0.9))
    assert walk.tell(Tick()) == []


def test_an_unset_clock_that_turns_out_to_be_right_is_noted_as_such():
    walk = Walk()
    walk.set_clock(START, trusted=False)
    timer(walk, 300, "tea")
    walk.set_clock(START)
    kept = only(Remember, walk.tell(Tick())).alarms
    assert [(alarm.rings, alarm.trusted) for alarm in kept] == [(START + timedelta(seconds=300), True)]


def test_a_clock_that_is_lost_is_not_noted():
    walk = Walk()
    timer(walk, 300, "tea")
    walk.set_clock(NINETEEN_SEVENTY, trusted=False)
    assert walk.tell(Tick()) == []
    assert rings_after(walk) == 300


def test_a_time_of_day_follows_the_clock_that_is_put_right():
    walk = Walk()
    wants(walk, SetAlarm(START + 2 * STEP))
    walk.set_clock(START + STEP)
    assert rings_after(walk) == 3600


@pytest.mark.parametrize("unset", [NINETEEN_SEVENTY, datetime(2150, 1, 1, tzinfo=UTC)])
def test_a_time_of_day_has_not_come_while_the_clock_cannot_be_believed(unset):
    walk = Walk()
    wants(walk, SetAlarm(START + STEP))
    walk.set_clock(unset, trusted=False)
    assert rings_after(walk, 120) is None
    assert walk.state.wakes == walk.at + 60.0, "and it is looked at no more often than else"
    walk.set_clock(START + timedelta(minutes=10))
    assert rings_after(walk) == 3000


def test_a_clock_that_may_be_set_meanwhile_is_looked_at_every_minute():
    walk = Walk()
    walk.tell(Started(alarms=(Alarm(START + STEP, ""),)))
    assert walk.state.wakes == 60.0
    timer(walk, 90, "tea")
    assert walk.state.wakes == 60.0
    walk.tell(Tick(), after=59.5)
    assert walk.state.wakes == 90.0, "the instant of the other is nearer"
    counts = Walk()
    counts.set_clock(NINETEEN_SEVENTY, trusted=False)
    timer(counts, 90, "tea")
    assert counts.state.wakes == 60.0, "its wall time is to be noted anew as soon as the clock is set"


def test_after_a_restart_a_timer_of_a_set_clock_waits_while_the_clock_is_not_set():
    walk = Walk()
    timer(walk, 300, "tea")
    again = restarted(walk, NINETEEN_SEVENTY, trusted=False)
    assert rings_after(again, 1000) is None
    again.set_clock(START + timedelta(seconds=290))
    assert rings_after(again) == 10
    late = restarted(walk, NINETEEN_SEVENTY, trusted=False)
    late.set_clock(START + STEP)
    assert rings_after(late) == 0


def test_after_a_restart_a_timer_of_an_unset_clock_goes_on_by_the_same_clock():
    walk = Walk()
    walk.set_clock(NINETEEN_SEVENTY, trusted=False)
    timer(walk, 300, "tea")
    again = restarted(walk, NINETEEN_SEVENTY + timedelta(seconds=100), trusted=False)
    again.tell(Tick(), after=50.0)
    again.set_clock(START)
    kept = only(Remember, again.tell(Tick())).alarms
    assert [(alarm.rings, alarm.trusted) for alarm in kept] == [(START + timedelta(seconds=150), True)]
    assert rings_after(again) == 150


@pytest.mark.parametrize("unset", [NINETEEN_SEVENTY, datetime(2150, 1, 1, tzinfo=UTC)])
def test_a_timer_of_an_unset_clock_rings_at_once_where_nobody_knows_what_is_left(unset):
    walk = Walk()
    walk.set_clock(unset, trusted=False)
    timer(walk, 300, "tea")
    assert bell(Walk().tell(Started(alarms=from_notes(to_notes(walk.state.alarms)))))


def test_notes_of_an_earlier_glint_are_read():
    assert from_notes([["2026-05-01T12:01:00+00:00", "tea"]]) == (Alarm(START + timedelta(seconds=60), "tea"),)


def test_notes_tell_which_clock_wrote_them():
    alarms = (Alarm(START, "tea"), Alarm(NINETEEN_SEVENTY, "", trusted=False))
    assert to_notes(alarms)[0] == ["2026-05-01T12:00:00+00:00", "tea"], "as an earlier Glint can read it"
    assert from_notes(to_notes(alarms)) == alarms
