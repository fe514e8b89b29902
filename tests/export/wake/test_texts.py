"""Near misses are never the phrase, and are made for any phrase."""

from __future__ import annotations

import numpy as np
import pytest

from export.wake.texts import alike, commands, misspelt, near_misses


@pytest.mark.parametrize("phrase", ["view glass", "hey glint", "computer"])
def test_near_misses_are_not_the_phrase(phrase: str):
    made = near_misses(phrase, np.random.default_rng(1), 300)
    assert len(made) == 300
    assert not any(phrase in text for text in made)
    assert made == near_misses(phrase, np.random.default_rng(1), 300)


def test_another_spelling_of_the_phrase_is_the_phrase():
    assert alike("vew glass", "view glass")
    assert not alike("few glass", "view glass")


def test_a_misspelt_word_keeps_some_of_its_sounds():
    rng = np.random.default_rng(2)
    words = {misspelt("glint", rng) for _ in range(200)}
    assert len(words) > 20
    assert all(word.startswith("gl") or word.endswith("nt") for word in words)


def test_commands_come_at_most_once():
    assert sorted(commands(["a", "b", "c"], np.random.default_rng(3), 9)) == ["a", "b", "c"]
