"""The keyword floor: words speak for an intent, their weights become shares, and those that decided are named."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Intent, Need
from edge.understand.keywords import guess, needs_of, shares

SEE = {Need.PICTURE, Need.THINGS}


@given(st.text(max_size=120))
def test_shares_are_shares_whatever_is_said(text: str):
    found = guess(text)
    assert math.isclose(sum(found.scores.values()), 1.0)
    assert set(found.scores) == set(Intent)
    assert found.scores[found.intent] == max(found.scores.values())


def test_the_words_that_decided_are_named():
    assert guess("Why is the sky blue?").why == "'why' sounds like 'think'"
    assert guess("scan this barcode").why == "'barcode', 'scan' sounds like 'scan'"
    assert guess(" ... ").why == "nothing was said"


def test_the_surest_words_win_over_words_of_another_intent():
    assert guess("what is this").intent is Intent.LOOK
    assert guess("what is this barcode").intent is Intent.SCAN
    assert guess("what is the price of this").intent is Intent.SHOP


@given(st.dictionaries(st.sampled_from(sorted(Intent)), st.floats(0, 1000), min_size=1))
def test_more_weight_is_never_a_smaller_share(weights: dict[Intent, float]):
    found = shares(weights)
    assert math.isclose(sum(found.values()), 1.0)
    ranked = sorted(weights, key=lambda intent: weights[intent])
    assert all(found[less] <= found[more] for less, more in pairwise(ranked))


def test_a_lead_in_weight_is_a_lead_in_share_wherever_it_stands():
    low, high = (shares({Intent.LOOK: at + 1.0, Intent.READ: at})[Intent.LOOK] for at in (0.0, 500.0))
    assert math.isclose(low, high)
    assert 0.8 < low < 0.9


@pytest.mark.parametrize(
    ("intent", "text", "needs"),
    [
        (Intent.LOOK, "", {Need.THINGS}),
        (Intent.READ, "", {Need.TEXTS}),
        (Intent.SCAN, "", {Need.CODES}),
        (Intent.KNOW, "what is this", set()),
        (Intent.NONE, "this", set()),
        (Intent.ACT, "take a photo", {Need.PICTURE}),
        (Intent.ACT, "send the photo to mum", set()),
        (Intent.ACT, "take me home", set()),
        (Intent.RECALL, "Please remember this", {Need.PICTURE}),
        (Intent.RECALL, "what did I tell you to remember", set()),
        (Intent.THINK, "compare these", SEE),
        (Intent.THINK, "plan this weekend", set()),
        (Intent.THINK, "how do I get from here to paris", set()),
        (Intent.SHOP, "where can I buy the one I'm holding", SEE),
        (Intent.SHOP, "where can I buy milk", set()),
        (Intent.HEALTH, "how much sodium is in this", SEE | {Need.TEXTS}),
        (Intent.HEALTH, "how much sodium is in milk", set()),
    ],
)
def test_no_more_is_looked_for_than_the_words_point_at(intent: Intent, text: str, needs: set[Need]):
    assert needs_of(intent, text) == needs
