"""Only what is true: what left, by the receipts; what sees and hears, by the devices; what is kept, by its counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.messages import Leaving
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, meant
from tests.edge.skills.keeping import kept

TODAY = Leaving(NOON - timedelta(hours=2), "desk", "plan my day", 900, pictured=True)
LONG_AGO = Leaving(NOON - timedelta(days=3), "cloud", "", 10)


def said(sentence: str, facts=FACTS) -> str:
    return ask(meant("what_sent", sentence), facts=facts).text


def test_what_left_is_told():
    assert said("did you send anything") == "Nothing has left this device."
    one = said("did you send anything", kept(left=(TODAY,)))
    assert one == 'Something left this device once: to desk, at 10:00, to answer "plan my day", with a picture.'
    two = said("what left the glasses", kept(left=(LONG_AGO, replace(TODAY, pictured=False))))
    assert two == 'Something left this device two times, last to desk, at 10:00, to answer "plan my day".'


def test_a_span_is_kept_to():
    assert said("what left {date:today}", kept(left=(LONG_AGO,))) == "Nothing has left this device then."
    assert "once then: to cloud, on Saturday, 1 March at 12:00." in said(
        "what left this last week", kept(left=(LONG_AGO,))
    )


@pytest.mark.parametrize("sentence", ["are you recording me", "is the camera on", "are you watching me"])
def test_the_camera(sentence):
    assert "I have no camera here." in said(sentence)
    sees = replace(FACTS, sees=True)
    assert "its light is on as long as it is" in said(sentence, sees)
    assert "tape" not in said(sentence, sees)
    assert "A tape is being recorded" in said(sentence, replace(sees, taping=True))


@pytest.mark.parametrize("sentence", ["are you listening", "can you hear me when i'm on the phone", "is the mic on"])
def test_the_microphone(sentence):
    assert "I cannot hear here" in said(sentence)
    assert "My microphone is open" in said(sentence, replace(FACTS, hears=True))


def test_what_is_kept_is_counted():
    told = said("what have you stored about me", kept(turns=3, notes=1, facts=0))
    assert told == 'I keep 3 turns and 1 note, on this device. Say "forget everything" to wipe it.'
    assert said("what have you stored about me", kept()) == "I keep nothing."


def test_photos_that_are_kept_are_told_where_they_are_asked_for():
    told = said("do you keep my photos", kept(turns=3, photos=2))
    assert told.startswith("I keep a photo only where you have me take one")
    assert told.endswith("two photos now.")
    assert said("do you keep my photos").endswith("no photos now.")
