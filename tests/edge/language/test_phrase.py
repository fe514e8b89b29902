"""Phrases as data: gaps, choices, words that may be missing, and what a recogniser leaves out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.phrase import begins, folded, heard_in, without


@pytest.mark.parametrize(
    ("phrase", "said", "heard"),
    [
        ("turn * up", "please turn the volume up now", "turn the volume up"),
        ("turn * up", "turn up", "turn up"),
        ("turn * up", "turn the very big old red knob up", ""),
        ("red|blue cup", "a blue cup", "blue cup"),
        ("red|blue cup", "a blue cupboard", ""),
        ("set an? alarm", "set alarm", "set alarm"),
        ("the? root", "root", "root"),
        ("half of?", "half of that", "half of"),
        ("i'm * fire", "i am on fire", "i am on fire"),
        ("can't breathe", "i cant breathe", "can not breathe"),
        ("what's this", "whats this", "what is this"),
    ],
)
def test_a_phrase_is_heard(phrase: str, said: str, heard: str):
    assert heard_in((phrase,), said) == heard


def test_the_longest_of_several_is_told():
    assert heard_in(("a cup", "cup", "a cup of tea"), "i want a cup of tea and a cup") == "a cup of tea"
    assert heard_in((), "anything") == ""


def test_a_sentence_begins_with_a_phrase_and_can_be_freed_of_one():
    assert begins(("what is|are",), "what's a stroke")
    assert not begins(("what is|are",), "tell me what's a stroke")
    assert without(("fire exit|door",), "where is the fire exit please") == "where is the please"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str):
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abc '|*?#().+", max_size=300))
def test_no_sentence_breaks_it(said: str):
    heard_in(("a * b|c", "#", "b? a", "can't"), said)
