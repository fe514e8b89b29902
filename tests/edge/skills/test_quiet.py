"""Quiet: for good, for a while, and no more; "shush" ends only what is being said."""

from __future__ import annotations

import pytest

from edge.messages import Act, SetQuiet, StopAll
from tests.edge.skills.asking import ask, meant


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("do not disturb", (StopAll(), SetQuiet(on=True))),
        ("mute yourself", (StopAll(), SetQuiet(on=True))),
        ("don't speak unless i ask you something", (StopAll(), SetQuiet(on=True))),
        ("keep quiet for {duration:ten minutes}", (StopAll(), SetQuiet(on=True, seconds=600.0))),
        ("you can talk again", (SetQuiet(on=False),)),
        ("turn off do not disturb", (SetQuiet(on=False),)),
        ("shush", (StopAll(),)),
        ("oh do shut up", (StopAll(),)),
    ],
)
def test_what_is_wanted(text: str, acts: tuple[Act, ...]):
    assert ask(meant("quiet", text)).acts == acts


def test_who_wants_quiet_is_told_how_to_end_it():
    assert "you can talk again" in ask(meant("quiet", "silent mode")).text


def test_quiet_until_a_time_of_day():
    reply = ask(meant("quiet", "do not disturb me till six"))
    assert reply.acts == (StopAll(), SetQuiet(on=True, seconds=6 * 3600.0))
    assert reply.text == "I will be quiet until 18:00, and only show answers."
