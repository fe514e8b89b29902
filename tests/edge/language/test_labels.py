"""Timers are named as people name them."""

from __future__ import annotations

import pytest

from edge.language.labels import called_in, label_in
from edge.language.timed import time_words


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("set a pasta timer for nine minutes", "pasta"),
        ("rice timer 18 minutes", "rice"),
        ("a 20 minute slow cooker timer", "slow cooker"),
        ("timer eight minutes for the rice", "rice"),
        ("set a timer for four hours for the brisket please", "brisket"),
        ("timer for my hard boiled eggs ten minutes", "hard boiled eggs"),
        ("set a timer called hair dye for half an hour", "hair dye"),
        ("timer thirty five minutes call it sponge", "sponge"),
        ("rename it to washing", "washing"),
        ("set a timer for ten minutes", ""),
        ("please you make timer from ten minutes", ""),
        ("another timer for five minutes", ""),
        ("set two timers", ""),
        ("timer for an hour for me", ""),
        ("set a timer for the next ten minutes", ""),
        ("wake me for the morning", ""),
        ("the ten minute timer", ""),
        ("", ""),
    ],
)
def test_a_name(said: str, label: str):
    assert label_in(time_words(said)) == label


@pytest.mark.parametrize(
    ("said", "label"),
    [("cancel the pasta one", "pasta"), ("cancel the other one", ""), ("which one", ""), ("the ten minute one", "")],
)
def test_a_name_before_one(said: str, label: str):
    assert label_in(time_words(said), ones=True) == label
    assert not label_in(time_words(said))


def test_only_what_is_called_so():
    assert called_in(time_words("an alarm called gym for six")) == "gym"
    assert not called_in(time_words("set a gym timer"))
    assert not called_in(time_words("a timer called alpha beta gamma delta")), "no name has so many words"


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("tea four minutes", "tea"),
        ("um soft eggs six minutes thanks", "soft eggs"),
        ("about ten minutes", ""),
        ("four minutes", ""),
        ("tea in four minutes", ""),
        ("timer two minutes for steeping", "steeping"),
        ("set a timer for ten", ""),
        ("ten minutes for me", ""),
    ],
)
def test_a_word_or_two_before_the_length_are_a_name(said: str, label: str):
    assert label_in(time_words(said)) == label
