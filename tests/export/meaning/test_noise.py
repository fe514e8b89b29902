"""Disturbed sentences: words change, and the marks stay on the words that they are for."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")  # the tests of the export run where torch is

from edge.understand.grasp import spans
from export.meaning.noise import disturbed, mended
from export.meaning.templates import TaggedWords

SENTENCE = TaggedWords(
    ("set", "a", "timer", "for", "ten", "whole", "minutes", "what's", "it"),
    ("O", "O", "O", "O", "B-duration", "I-duration", "I-duration", "O", "O"),
    (False, False, False, False, True, True, True, False, False),
)


def many(share: float) -> list[TaggedWords]:
    rng = np.random.default_rng(1)
    return [disturbed(SENTENCE, rng, share) for _ in range(400)]


def test_without_a_share_nothing_changes():
    assert set(many(0.0)) == {SENTENCE}


def test_it_changes_in_many_ways():
    found = many(1.0)
    assert len({one.words for one in found}) > 200
    assert any(one.words[0] != "set" for one in found)
    assert any("whats" in one.words for one in found)


def test_words_tags_and_what_is_borrowed_stay_in_step():
    for one in many(1.0):
        assert len(one.words) == len(one.tags) == len(one.borrowed)
        assert all(one.words)
        marked = [tag != "O" for tag in one.tags]
        assert marked == list(one.borrowed)


def test_a_slot_stays_one_slot():
    for one in many(1.0):
        found = spans(one.words, one.tags)
        assert [slot.kind for slot in found] == ["duration"]
        assert 2 <= len(found[0].words.split()) <= 4


def test_a_slot_whose_first_word_was_lost_begins_with_its_second():
    rows = [("for", "O", False), ("minutes", "I-duration", False), ("red", "I-thing", False)]
    assert [tag for _, tag, _ in mended(rows)] == ["O", "B-duration", "B-thing"]
