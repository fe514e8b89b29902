"""Who understands a question: skills first, then the router, then readable rules that say why."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Intent, Need, Query, TurnId, Understanding
from edge.skills import all_skills
from edge.understand.keywords import guess
from edge.understand.understand import understand

SKILLS = all_skills()
SEE = {Need.PICTURE, Need.THINGS}


def meant(text: str) -> Understanding:
    return understand(Query(TurnId(7), text), (), SKILLS)


@pytest.mark.parametrize(
    ("text", "intent", "needs"),
    [
        ("what is the man holding", Intent.LOOK, {Need.THINGS}),
        ("what brand is this", Intent.READ, {Need.TEXTS}),
        ("what's the expiry date on the label", Intent.READ, {Need.TEXTS}),
        ("please find the barcode for me", Intent.SCAN, {Need.CODES}),
        ("play some jazz", Intent.ACT, set()),
        ("take a photo", Intent.ACT, {Need.PICTURE}),
        ("where did I leave my keys", Intent.RECALL, set()),
        ("remember where I parked", Intent.RECALL, {Need.PICTURE}),
        ("who wrote hamlet", Intent.KNOW, set()),
        ("what's the weather in london", Intent.KNOW, set()),
        ("why is the sky blue", Intent.THINK, set()),
        ("compare these two for me", Intent.THINK, SEE),
        ("how do I cook this recipe on the page here", Intent.THINK, SEE | {Need.TEXTS}),
        ("where can I buy this", Intent.SHOP, SEE),
        ("how much does a bicycle cost", Intent.SHOP, set()),
        ("how many calories are in a banana", Intent.HEALTH, set()),
        ("is this medicine safe with ibuprofen", Intent.HEALTH, SEE | {Need.TEXTS}),
        ("yeah I don't really mind", Intent.NONE, set()),
        ("", Intent.NONE, set()),
    ],
)
def test_words_decide_where_no_skill_does(text: str, intent: Intent, needs: set[Need]):
    found = meant(text)
    assert (found.intent, set(found.needs), found.claim) == (intent, needs, None)
    assert found.turn == 7


def test_the_words_that_decided_are_named():
    assert "'why'" in meant("why is the sky blue").why


@given(st.text(max_size=120))
def test_shares_are_shares_whatever_is_said(text: str):
    found = guess(text)
    assert math.isclose(sum(found.scores.values()), 1.0)
    assert set(found.scores) == set(Intent)
    assert found.scores[found.intent] == max(found.scores.values())


def test_a_claim_settles_intent_and_needs():
    found = meant("is there a dog")
    assert found.claim is not None
    assert (found.claim.skill, found.intent, found.needs) == ("presence", Intent.LOOK, {Need.THINGS})
    assert "presence" in found.why
    assert math.isclose(sum(found.scores.values()), 1.0)


def test_a_claim_brings_the_intent_of_its_skill():
    named = {
        "emergency": "I can't breathe",
        "cancel": "stop",
        "clock": "what time is it",
        "sums": "2 + 2",
        "timer": "cancel the timer",
    }
    assert {skill: meant(text).intent for skill, text in named.items()} == {
        "emergency": Intent.HEALTH,
        "cancel": Intent.ACT,
        "clock": Intent.KNOW,
        "sums": Intent.KNOW,
        "timer": Intent.ACT,
    }


def test_a_router_outranks_the_floor_and_no_skill():
    def router(query: Query) -> dict[Intent, float]:
        return dict.fromkeys(Intent, 0.01) | {Intent.SHOP: 0.91}

    found = understand(Query(TurnId(1), "how would you pay for this"), (), SKILLS, router)
    assert (found.intent, found.needs, found.scores[Intent.SHOP]) == (Intent.SHOP, SEE, 0.91)
    assert understand(Query(TurnId(1), "is there a dog"), (), SKILLS, router).claim is not None


def test_a_very_long_text_is_for_no_skill_and_still_understood():
    found = meant("is there a dog " * 500)
    assert found.claim is None
    assert found.intent is Intent.LOOK


def test_route_tells_line_by_line():
    lines = "is there a dog\nwhy is the sky blue\n\nyes that's right\n"
    done = subprocess.run(
        [sys.executable, "-m", "edge.cli", "route", "--json"],
        input=lines,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["intent"], row["route"], row["needs_camera"]) for row in rows] == [
        ("look", "device", True),
        ("think", "server", False),
        ("none", "none", False),
        ("none", "none", False),
    ]
    assert all(0 <= row["score"] <= 1 and row["why"] for row in rows)
