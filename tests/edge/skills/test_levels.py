"""Volume and brightness: so many percent, louder and dimmer, and what is said at the ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Deed, Expect, Instant, Levels, Outcome, Past, SetLevel, TurnId
from tests.edge.skills.asking import FACTS, ask, claim_on, meant


def acts(task: str, text: str, *recent: Past) -> tuple[object, ...]:
    return ask(meant(task, text, *recent)).acts


@pytest.mark.parametrize(
    ("text", "percent", "by"),
    [
        ("volume to {number:forty} percent", 40, 0),
        ("turn it up to eighty percent", 80, 0),
        ("put the volume at um fifteen percent", 15, 0),
        ("volume at three quarters please", 75, 0),
        ("half volume", 50, 0),
        ("full volume please", 100, 0),
        ("as loud as you can go", 100, 0),
        ("lowest volume", 10, 0),
        ("turn the volume down all the way", 10, 0),
        ("unmute", 70, 0),
        ("mute the volume", 0, 0),
        ("turn it up", 90, 20),
        ("a bit quieter would you", 60, -10),
        ("i can hardly hear what you're saying", 90, 20),
        ("you're too loud", 50, -20),
        ("turn it down by {number:30} percent", 40, -30),
        ("volume {number:fifty} no sixty percent", 60, 0),
        ("could you make it {number:seven} out of ten on the volume", 70, 0),
        ("a notch louder would be nice", 80, 10),
        ("sound down a bit", 60, -10),
    ],
)
def test_what_is_wanted_of_the_volume(text: str, percent: int, by: int):
    assert acts("volume", text) == (SetLevel("volume", percent, by),)


@pytest.mark.parametrize(
    ("text", "percent", "by"),
    [("brightness to 30 percent", 30, 0), ("the screen is too bright", 50, -20), ("brighter", 90, 20)],
)
def test_what_is_wanted_of_the_display(text: str, percent: int, by: int):
    assert acts("brightness", text) == (SetLevel("brightness", percent, by),)


def test_a_bit_more_goes_on_in_the_same_direction():
    deed = Deed(SetLevel("volume", 50, -20), done=True)
    past = Past(TurnId(1), Instant(0.0), "quieter", "Quieter.", Outcome.ANSWERED_LOCAL, task="volume", deeds=(deed,))
    assert acts("volume", "more", past) == (SetLevel("volume", 50, -20),)


def test_at_its_end_it_is_said_and_nothing_is_done():
    loud = replace(FACTS, levels=Levels(volume=100))
    reply = ask(meant("volume", "louder"), facts=loud)
    assert (reply.text, reply.acts) == ("I am as loud as I can be.", ())


def test_what_is_not_said_is_asked_back_for_and_may_be_told():
    assert ask(meant("volume", "set the volume")).expects is Expect.NUMBER
    assert ask(meant("volume", "volume to 300 percent")).expects is Expect.NUMBER
    assert ask(meant("volume", "what's the volume")).text == "The volume is 70 percent."


def test_a_level_is_set_where_the_model_thinks_of_percentages():
    assert acts("percent", "turn it up to eighty percent") == (SetLevel("volume", 80),)
    assert acts("percent", "raise the brightness to 20 percent") == (SetLevel("brightness", 20),)
    assert claim_on(meant("percent", "what's 80 percent")) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("all the way up", SetLevel("volume", 100)),
        ("no, half", SetLevel("volume", 50)),
        ("a notch down", SetLevel("volume", 60, -10)),
        ("no forty", SetLevel("volume", 40)),
    ],
)
def test_a_few_words_that_say_how_far_are_for_the_level_that_is_spoken_of(text: str, act: SetLevel):
    past = Past(TurnId(1), Instant(0.0), "half", "Volume 50 percent.", Outcome.ANSWERED_LOCAL, task="volume")
    assert acts("other", text, past) == (act,)
    assert claim_on(meant("other", text)) is None
    assert claim_on(meant("other", "what is half of the population of france", past)) is None


def test_who_is_to_turn_itself_down_is_told_of_its_volume():
    assert acts("other", "turn yourself down to a third") == (SetLevel("volume", 33),)
    assert claim_on(meant("other", "turn down the offer")) is None
