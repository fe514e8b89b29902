"""Sentences with marks: the text without them, and the words that were marked."""

from __future__ import annotations

import pytest

from edge.language.marked import read_marked
from edge.messages import Slot


@pytest.mark.parametrize(
    ("sentence", "text", "slots"),
    [
        ("Is it late?", "Is it late?", ()),
        ("Set a {label:Pasta} timer for {duration:5 minutes}.", "Set a Pasta timer for 5 minutes.",
         (Slot("label", "pasta"), Slot("duration", "5 minutes"))),
        ("where is the {thing}", "where is the thing", (Slot("thing", "thing"),)),
        ("is there a {thing!:dog}", "is there a dog", (Slot("thing", "dog"),)),
        ("an {open brace", "an {open brace", ()),
    ],
)  # fmt: skip
def test_marks_are_taken_off_and_told(sentence: str, text: str, slots: tuple[Slot, ...]):
    marked = read_marked(sentence)
    assert (marked.text, marked.slots) == (text, slots)
