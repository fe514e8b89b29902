"""What is there of a thing: where, beside what, and what cannot be told of it."""

from __future__ import annotations

import pytest

from edge.language.language import english
from edge.language.things import read_thing
from edge.messages import Scene
from edge.skills.view.describe import Bar, OneLook
from edge.skills.view.hit import all_seen, cannot_tell, hit, missing, unknown_thing
from edge.skills.view.sought import sought
from tests.edge.skills.asking import meant
from tests.edge.skills.view.scenes import DESK, boxed

ENGLISH = english()
VIEW = OneLook(DESK, Bar())


@pytest.mark.parametrize(
    ("text", "found", "elsewhere", "place"),
    [
        ("is there a {thing:cup}", 2, 0, ""),
        ("is there a {thing:cup} on the {side:left}", 1, 0, "on the left"),
        ("is there a {thing:cup} on the {side:right}", 0, 2, "on the right"),
        ("is there a {thing:cat} on the {side:right}", 0, 0, "on the right"),
    ],
)
def test_a_side_is_looked_at_and_the_others_are_remembered(text: str, found: int, elsewhere: int, place: str):
    wants = sought(meant("presence", text), ENGLISH)
    there = hit(VIEW, wants, wants.things[0])
    assert (len(there.things), len(there.elsewhere), there.place, there.note) == (found, elsewhere, place, "")


@pytest.mark.parametrize(
    ("text", "found", "note"),
    [
        ("is there a {thing:cup} on the {ref:table}", 1, ""),
        ("is there a {thing:clock} on the {ref:table}", 1, "I can't tell what is on the table"),
        ("is there a {thing:cup} next to the {ref:shelf}", 1, "I can't tell what is next to the shelf"),
        ("is there a {thing:cat} on the {ref:table}", 0, ""),
        ("is the {thing:cup} empty", 1, "I can't tell whether that is so"),
    ],
)
def test_what_no_box_tells_is_noted(text: str, found: int, note: str):
    table, cup = boxed("dining table", 0.1, 0.5, 0.9, 1.0), boxed("cup", 0.4, 0.4, 0.5, 0.6)
    view = OneLook(Scene(things=(table, cup, boxed("clock", 0.0, 0.0, 0.1, 0.1))), Bar())
    wants = sought(meant("presence", text), ENGLISH)
    there = hit(view, wants, wants.things[0])
    assert (len(there.things), there.note) == (found, note)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("bottle", ""),
        ("red bottle", ""),
        ("beer bottle", "I can't tell which kind"),
        ("big bottle", "I can't tell which kind"),
        ("women", "I can't tell men from women"),
    ],
)
def test_qualities_that_no_box_shows_cannot_be_told(said: str, note: str):
    assert cannot_tell(VIEW, read_thing(said, ENGLISH)) == note


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("cup", "I don't see a cup, but I could miss a small one."),
        ("cups", "I don't see any cups, but I could miss small ones."),
        ("somebody", "I don't see anybody, though I could miss somebody far away."),
        ("it", "I don't see anything that I know, but I could miss small things."),
    ],
)
def test_what_is_missing_may_still_be_there(said: str, answer: str):
    assert missing(VIEW, read_thing(said, ENGLISH)) == answer


def test_an_unknown_thing_is_named_and_all_that_is_seen_told():
    reply = unknown_thing(VIEW, read_thing("key", ENGLISH))
    assert reply.text == f"I can't recognise keys. {all_seen(VIEW)}"
    assert reply.degraded == "the detector does not know keys"
