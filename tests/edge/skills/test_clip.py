"""Clips: how long, no longer than can be, and the end of one."""

import pytest

from edge.messages import StopClip, TakeClip
from tests.edge.skills.asking import ask, claim_on, meant


@pytest.mark.parametrize(
    ("sentence", "seconds"),
    [
        ("film this", 10.0),
        ("film for {duration:twenty seconds}", 20.0),
        ("record a video of 5 seconds", 5.0),
        ("keep filming for {duration:15 seconds} then stop", 15.0),
        ("film for {duration:two minutes}", 30.0),
    ],
)
def test_a_clip_is_as_long_as_was_said_or_may_be(sentence, seconds):
    meaning = meant("clip", sentence)
    reply = ask(meaning)
    assert reply.acts == (TakeClip(seconds),)
    assert claim_on(meaning).takes > seconds, "the answer comes when it is over"
    assert ("at most 30 seconds" in reply.text) == ("minutes" in sentence)


@pytest.mark.parametrize("sentence", ["stop filming", "end the recording now", "that'll do stop the video", "and cut"])
def test_filming_is_stopped(sentence):
    assert ask(meant("clip", sentence)).acts == (StopClip(),)
