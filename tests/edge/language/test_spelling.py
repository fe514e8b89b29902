"""Whether two words differ by one typing error."""

from __future__ import annotations

import pytest

from edge.language.spelling import one_letter_apart


@pytest.mark.parametrize("typed", ["bottel", "botle", "bottlle", "bottlr", "bottles", "botttle"])
def test_one_letter_too_many_too_few_another_or_two_swapped(typed: str):
    assert one_letter_apart(typed, "bottle")


@pytest.mark.parametrize("typed", ["bottle", "ottle", "pottle", "botl", "bolltte", "bo", "", "bottless"])
def test_what_is_more_or_less_than_one_letter_away(typed: str):
    assert not one_letter_apart(typed, "bottle")
