"""Volume, brightness and quiet: what is wanted is done, and quiet keeps all but bells silent."""

from __future__ import annotations

import pytest

from edge.messages import Adjust, Claim, Intent, Levels, Local, Say, SetLevel, SetQuiet, SetTimer, Tried, Typed
from edge.messages import Understanding as Meant
from edge.mind.levels import NOT_HERE
from tests.edge.mind.walk import Walk, bell, none_of, only, wants


@pytest.mark.parametrize(
    ("act", "level"),
    [
        (SetLevel("volume", 40), 40),
        (SetLevel("volume", 90, by=20), 90),
        (SetLevel("volume", 0, by=-90), 0),
        (SetLevel("volume", 100, by=90), 100),
    ],
)
def test_the_volume_is_set_or_changed_and_stays_between_its_ends(act: SetLevel, level: int):
    walk = Walk()
    assert only(Adjust, wants(walk, act)).levels == Levels(volume=level)
    assert walk.state.levels.volume == level


def test_brightness_is_another_level():
    walk = Walk()
    wants(walk, SetLevel("brightness", 10))
    wants(walk, SetLevel("brightness", 30, by=20))
    assert walk.state.levels == Levels(brightness=30)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (SetLevel("volume", 40), "Volume 40 percent"),
        (SetLevel("volume", 90, by=20), "Volume up"),
        (SetLevel("brightness", 50, by=-20), "Brightness down"),
        (SetQuiet(on=True), "Being quiet"),
        (SetQuiet(on=False), "Speaking again"),
    ],
)
def test_a_run_that_ends_with_its_answer_says_what_it_would_have_done(act: SetLevel | SetQuiet, what: str):
    walk = Walk(keeps=False)
    commands = wants(walk, act)
    assert none_of(Adjust, commands)
    assert only(Say, commands).text == f"{what}: {NOT_HERE}"


def test_while_it_is_to_be_quiet_an_answer_is_only_shown_and_a_timer_rings_all_the_same():
    walk = Walk()
    wants(walk, SetTimer(10.0), SetQuiet(on=True))
    assert none_of(Say, wants(walk, text="Four cups."))
    assert len(bell(walk.tell(Typed(""), after=11.0))) == 1
    assert only(Say, wants(walk, SetQuiet(on=False), text="I speak again.")).text == "I speak again."


def test_an_emergency_is_spoken_and_marked_as_urgent():
    walk = Walk()
    wants(walk, SetQuiet(on=True))
    query, _ = walk.begin(walk.tell(Typed("i can't breathe")))
    walk.tell(Meant(query.turn, Intent.HEALTH, {}, claim=Claim("emergency"), task="emergency"))
    said = only(Say, walk.tell(Tried(query.turn, Local("emergency"), "Call 112 now.")))
    assert said.urgent


def test_quiet_for_some_time_ends_by_itself():
    walk = Walk()
    wants(walk, SetQuiet(on=True, seconds=60.0))
    assert none_of(Say, wants(walk, text="Four cups."))
    assert not only(Adjust, walk.tell(Typed(""), after=61.0)).levels.quiet
    assert only(Say, wants(walk, text="Four cups.")).text == "Four cups."
