"""Nouns become plurals and singulars, get an article and are counted."""

from __future__ import annotations

import pytest

from edge.language.plurals import counted, plural, singular, with_article

NOUNS = ["cup", "bus", "person", "knife", "sheep", "couch", "wine glass", "baby", "toy", "potato", "mouse", "leaf"]


@pytest.mark.parametrize("noun", NOUNS)
def test_plurals_go_both_ways(noun: str):
    assert singular(plural(noun)) == noun
    assert singular(noun) == noun


def test_nouns_are_counted():
    assert [counted(n, "knife") for n in (0, 1, 2)] == ["no knives", "a knife", "two knives"]
    assert [with_article(n) for n in ("umbrella", "orange", "scissors", "sheep", "bus")] == [
        "an umbrella",
        "an orange",
        "some scissors",
        "a sheep",
        "a bus",
    ]
