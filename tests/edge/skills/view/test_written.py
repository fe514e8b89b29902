"""What is asked of things that is usually written on them, whatever the model takes it for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.language.language import english
from edge.messages import Instant, Intent, Outcome, Past, Point, Quad, Scene, Text, TurnId
from edge.skills.view.read import Read
from edge.skills.view.written import Written, written
from tests.edge.skills.asking import ask, claim_on, meant


def text(words: str, x: float, y: float) -> Text:
    corners = Point(x, y), Point(x + 0.25, y), Point(x + 0.25, y + 0.08), Point(x, y + 0.08)
    return Text(words, 0.9, Quad(*corners))


STALL = Scene(
    texts=(text("PLUMS 3.10 / KG", 0.1, 0.2), text("PEARS 2.20 / KG", 0.6, 0.2), text("Market hall", 0.1, 0.6))
)
PACKET = Scene(texts=(text("OAT BISCUITS", 0.2, 0.1), text("SMOKED", 0.2, 0.3), text("CONTAINS SESAME", 0.2, 0.6)))
DOOR = Scene(texts=(text("WELCOME", 0.2, 0.1), text("ROOM 31", 0.2, 0.3), text("FOR: PAUL", 0.2, 0.6)))


@pytest.mark.parametrize(
    ("question", "scene", "said"),
    [
        ("what do the pears cost", STALL, "It says: “PEARS 2.20 / KG”."),
        ("how much are the plums", STALL, "It says: “PLUMS 3.10 / KG”."),
        ("is this the plain one or the smoked one", PACKET, "It says: “SMOKED”."),
        ("has it got sesame in it", PACKET, "It says: “CONTAINS SESAME”. Go by the whole label rather than by me."),
        (
            "does it contain milk",
            PACKET,
            "I can't find “milk” in what I can read. Go by the whole label rather than by me.",
        ),
        ("which room is this", DOOR, "It says: “ROOM 31”."),
        ("who is it for", DOOR, "It says: “FOR: PAUL”."),
        ("what's on the sign", DOOR, "It says: “WELCOME, ROOM 31, FOR: PAUL”."),
    ],
)
def test_it_is_read_there(question: str, scene: Scene, said: str):
    assert ask(meant("what", question), scene).text == said


def test_the_same_is_asked_of_another_thing():
    past = Past(TurnId(1), Instant(0.0), "what do the pears cost", "", Outcome.ANSWERED_LOCAL, task="find_text")
    assert ask(meant("other", "and the plums", past), STALL).text == "It says: “PLUMS 3.10 / KG”."
    assert claim_on(meant("other", "and the plums")) is None


@pytest.mark.parametrize(
    "question",
    ["are there any cups in it", "is it the left one or the right one", "is it the red one or the blue one",
     "what's on the plate", "how much is a new phone", "which one is this", "where is the cat from here"],
)  # fmt: skip
def test_what_is_seen_or_is_nowhere_in_view_is_not_looked_for_in_texts(question: str):
    assert written(english(), question) == Written()


def test_what_the_world_costs_is_not_read_here():
    petrol, soup = (meant("other", f"how much is the {what}") for what in ("petrol", "soup"))
    read = Read()
    assert read.instead(replace(petrol, intent=Intent.KNOW)) == ""
    assert read.instead(replace(soup, intent=Intent.SHOP)) == "find_text"
