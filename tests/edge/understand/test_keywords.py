"""The keyword floor: each row of its table is heard in its example, and shares are shares whatever is said."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Intent, Need
from edge.understand.keywords import FloorRow, by_keywords, floor, needs_of

SEE = {Need.PICTURE, Need.THINGS}
ROWS = floor().rows


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.task}-{row.intent}")
def test_the_example_of_a_row_is_taken_for_its_task(row: FloorRow):
    found = by_keywords(row.example, "")
    assert max(found.tasks, key=lambda task: found.tasks[task]) == row.task
    assert max(found.intents, key=lambda intent: found.intents[intent]) is row.intent
    assert found.camera >= row.sees


def test_there_is_a_row_for_every_intent():
    assert {row.intent for row in ROWS} == set(Intent)


@given(st.text(max_size=120))
def test_shares_are_shares_whatever_is_said(text: str):
    found = by_keywords(text, "")
    assert math.isclose(sum(found.intents.values()), 1.0)
    assert sum(found.tasks.values()) <= 1.0


def test_what_decided_is_told():
    assert by_keywords("Scan this QR code.", "").why == "'qr code'"
    assert by_keywords(" ... ", "").why == "nothing was said"
    assert by_keywords("blue", "").why == "no keyword"


@pytest.mark.parametrize(
    ("text", "camera"),
    [("why is the sky blue", 0.0), ("why is this so hot", 1.0), ("is there a dog", 1.0), ("set a timer", 0.0)],
)
def test_a_picture_is_needed_for_what_is_in_view(text: str, camera: float):
    assert by_keywords(text, "").camera == camera


@pytest.mark.parametrize(
    ("intent", "text", "needs"),
    [
        (Intent.LOOK, "", {Need.THINGS}),
        (Intent.READ, "", {Need.TEXTS}),
        (Intent.SCAN, "", {Need.CODES}),
        (Intent.NONE, "this", set()),
        (Intent.ACT, "take a photo", {Need.PICTURE}),
        (Intent.RECALL, "remember this", {Need.PICTURE}),
        (Intent.THINK, "compare these", SEE),
        (Intent.SHOP, "which of these bottles is cheaper", SEE),
        (Intent.SHOP, "is that a good price", SEE | {Need.TEXTS}),
        (Intent.HEALTH, "may I eat this", SEE | {Need.TEXTS}),
        (Intent.HEALTH, "how much sodium does the label say", SEE | {Need.TEXTS}),
    ],
)
def test_no_more_is_looked_for_than_the_intent_needs(intent: Intent, text: str, needs: set[Need]):
    assert needs_of(intent, text) == needs
