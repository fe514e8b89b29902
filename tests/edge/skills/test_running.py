"""Which of several is meant: by its name, its length, its time, its text, or because it was spoken of last."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.language.durations import Duration
from edge.language.language import english
from edge.language.timed import time_words
from edge.messages import Alarm, AlarmKind, Deed, Instant, Outcome, Past, SetTimer, TurnId, Wall
from edge.skills.running import (
    about,
    addressed,
    at_time,
    is_known,
    meant_by,
    mentioned,
    name_text,
    named,
    newest,
    none_running,
    of_kind,
    points_at_last,
)
from tests.edge.moments import NOON, when_in
from tests.edge.skills.asking import FACTS, meant

EGG = Alarm(NOON, "egg", length=300.0, number=1)
EGG_WHITE = Alarm(NOON, "egg white", length=60.0, number=2)
PLAIN = Alarm(NOON, "", length=300.0, number=3)
TIMERS = (EGG, EGG_WHITE, PLAIN)


@pytest.mark.parametrize(
    ("label", "length", "numbers"),
    [("egg", 0, [1]), ("eggs", 0, [1]), ("white", 0, [2]), ("", 0, [1, 2, 3]), ("", 300, [1, 3]), ("rice", 0, [])],
)
def test_timers_are_named(label: str, length: float, numbers: list[int]):
    assert [one.number for one in named(TIMERS, label, length)] == numbers


@pytest.mark.parametrize(
    ("said", "length", "rest"),
    [
        ("cancel the ten minute one", 600, "cancel the one"),
        ("add 5 minutes to my ten minute timer", 600, "add 5 minutes to my timer"),
        ("add 5 minutes to the timer", None, "add 5 minutes to the timer"),
        ("a ten minute timer", None, "a ten minute timer"),
    ],
)
def test_a_timer_may_be_named_by_its_length(said: str, length: int | None, rest: str):
    assert addressed(time_words(said)) == (Duration(length) if length else None, time_words(rest))


def test_the_last_one_is_meant_where_it_was_spoken_of():
    before = Past(TurnId(1), Instant(0.0), "timer", "So.", Outcome.ANSWERED_LOCAL, deeds=(Deed(SetTimer(5.0), True),))
    assert points_at_last(meant("timer_cancel", "cancel it", before))
    assert not points_at_last(meant("timer_cancel", "cancel it"))
    assert not points_at_last(meant("timer_cancel", "cancel it", replace(before, deeds=(Deed(SetTimer(5.0), False),))))
    assert points_at_last(meant("timer_cancel", "cancel the one i just set"))
    assert newest(TIMERS) == (PLAIN,)
    assert newest(()) == ()


MUM = Alarm(NOON + timedelta(hours=6), "", kind=AlarmKind.REMINDER, text="call mum", number=4)
CAT = Alarm(NOON + timedelta(hours=30), "", kind=AlarmKind.REMINDER, text="feed the cat", number=5)


@pytest.mark.parametrize(
    ("said", "numbers"),
    [
        ("at six", [4, 5]),
        ("today at six", [4]),
        ("tomorrow", [5]),
        ("6 am", []),
        ("31st of june", []),
        ("", [4, 5]),
    ],
)
def test_what_rings_at_a_moment(said: str, numbers: list[int]):
    assert [one.number for one in at_time((MUM, CAT), when_in(said), NOON)] == numbers


@pytest.mark.parametrize(
    ("text", "numbers"), [("mum", [4]), ("to feed my cat", [5]), ("bins", []), ("call mum now", [4])]
)
def test_what_a_reminder_is_about(text: str, numbers: list[int]):
    assert [one.number for one in about((MUM, CAT), text)] == numbers


def test_kinds_are_kept_apart():
    assert of_kind((EGG, MUM), AlarmKind.REMINDER) == (MUM,)
    assert [name_text(one, TIMERS) for one in TIMERS] == [
        "the egg timer",
        "the egg white timer",
        "the timer for 5 minutes",
    ]
    assert name_text(PLAIN, (PLAIN,)) == "the timer"
    assert none_running("", (), english()).text == "There is no timer running."


def test_a_wall_time_is_known_only_by_a_clock_that_is_set():
    unset = replace(FACTS.now, wall=Wall(NOON, trusted=False))
    assert is_known(EGG, FACTS.now)
    assert not is_known(EGG, unset)
    assert is_known(replace(EGG, due=Instant(5.0)), unset)
    assert is_known(replace(EGG, held=5.0), unset)


def test_one_is_meant_by_its_name_where_it_is_said_and_was_not_understood():
    assert meant_by(TIMERS, "", 0.0, "how long on the egg white") == meant_by(TIMERS, "egg white", 0.0, "")
    assert meant_by(TIMERS, "whats left", 0.0, "whats left of the egg whites") == (TIMERS[1],)
    assert meant_by(TIMERS, "rice", 0.0, "the rice") == ()
    assert meant_by(TIMERS, "", 0.0, "how long") == TIMERS
    assert meant_by(TIMERS, "", 300.0, "the five minute egg one") == named(TIMERS, "", 300.0)


@pytest.mark.parametrize(("said", "numbers"), [("drop the cats", [5]), ("drop the one", []), ("call the cat", [4, 5])])
def test_a_reminder_is_mentioned_by_a_word_that_says_something(said: str, numbers: list[int]):
    assert [one.number for one in mentioned((MUM, CAT), said, english())] == numbers
