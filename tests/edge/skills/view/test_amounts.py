"""Numbers of things are compared with a number, or with each other."""

from __future__ import annotations

import pytest

from edge.language.language import english
from edge.messages import Scene
from edge.skills.view.amounts import amount, asks_amount
from edge.skills.view.describe import Bar, OneLook
from edge.skills.view.sought import Sought, sought
from tests.edge.skills.asking import meant
from tests.edge.skills.view.scenes import thing


def wanted(text: str) -> Sought:
    return sought(meant("count", text), english())


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("is there a {thing:cup}", False),
        ("how many {thing:cups} are there", False),
        ("is there {thing:one cup}", False),
        ("is there only one {thing:cup}", True),
        ("are there {number:two} {thing:cups}", True),
        ("are there {number:two} or {number:three} {thing:cups}", False),
        ("is there more than {number:one} {thing:cup}", True),
        ("are there more {thing:cups} than {thing:dogs}", True),
        ("how many {thing:cups} and {thing:dogs}", False),
        ("are there {number:two} of them", False),
    ],
)
def test_a_yes_or_no_about_a_number_is_told_from_the_number_itself(text: str, asks: bool):
    assert asks_amount(wanted(text)) is asks


CUPS = [thing("cup", x=0.1 + 0.2 * n, size=0.1) for n in range(3)]


@pytest.mark.parametrize(
    ("words", "yes"),
    [
        ("exactly {number:three}", True),
        ("exactly {number:two}", False),
        ("at least {number:two}", True),
        ("at least {number:four}", False),
        ("more than {number:two}", True),
        ("more than {number:three}", False),
        ("fewer than {number:four}", True),
        ("fewer than {number:three}", False),
        ("at most {number:three}", True),
        ("at most {number:two}", False),
        ("{number:two}", True),
        ("{number:four}", False),
    ],
)
def test_three_cups_are_or_are_not_as_many(words: str, yes: bool):
    view = OneLook(Scene(things=tuple(CUPS)), Bar())
    told = amount(view, wanted(f"are there {words} {{thing:cups}}"))
    assert told.startswith("Yes" if yes else "No")
    assert "three cups" in told


def test_a_doubtful_number_gets_no_yes():
    view = OneLook(Scene(things=(thing("cup", 0.41, 0.2), thing("cup", 0.41, 0.8))), Bar())
    assert amount(view, wanted("are there {number:two} {thing:cups}")) == "I think I see two cups."


def test_none_is_said_as_none():
    told = amount(OneLook(Scene(things=()), Bar()), wanted("are there {number:two} {thing:cups}"))
    assert told == "I don't see any cups, but I could miss small ones."
