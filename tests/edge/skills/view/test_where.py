"""Where a thing is: one side, the main one's, and what it is near."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Entry, Expect, Kind, Scene, TurnId
from edge.skills.memory import knowing
from edge.skills.skill import Reply
from tests.edge.mind.walk import PHOTO
from tests.edge.skills.asking import SKILLS, ask, claim_on, meant
from tests.edge.skills.view.scenes import DESK, before, boxed, thing

CUPS = Scene(things=(boxed("cup", 0.1, 0.1, 0.2, 0.2), boxed("cup", 0.7, 0.6, 0.9, 0.9)))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("where is the {thing:laptop}", "The laptop is in the middle, near the cup."),
        ("where is the {thing:dog}", "I think the dog is on the right, near the laptop."),
        ("where is the {thing:cup}", "I see two cups; the main one is on the left, near the laptop."),
        ("where is the {thing:cat}", "I don't see a cat, but I could miss a small one."),
        ("is the {thing:laptop} on my {side:left} or {side:right}", "The laptop is in the middle, near the cup."),
        ("is the {thing:laptop} on the {side:left}", "No, the laptop is in the middle."),
        ("is the {thing:cup} on the {side:left}", "Yes, the cup is on the left."),
        (
            "should i reach {side:left} or {side:right} for the {thing:laptop}",
            "The laptop is in the middle, near the cup.",
        ),
        ("where is my {thing:coffee cup}", "I see a cup on the left, but I can't tell which kind."),
        (
            "how far away is the {thing:laptop}",
            "The laptop is in the middle, near the cup. I can't tell distances.",
        ),
    ],
)
def test_the_side_of_the_main_one_is_named(text: str, answer: str):
    assert ask(meant("where", text), DESK) == Reply(answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("where is the {thing:big cup}", "I see two cups; the main one is on the right."),
        ("where is the {thing:small cup}", "I see two cups; the main one is on the left."),
        ("where is the {thing:left cup}", "The cup is on the left."),
        (
            "is the {thing:small cup} high up",
            "I see two cups; the main one is on the left. It is high up in the picture.",
        ),
    ],
)
def test_the_one_that_is_described_is_meant(text: str, answer: str):
    assert ask(meant("where", text), CUPS).text == answer


@pytest.mark.parametrize(
    ("score", "answer"),
    [
        (0.09, "I don't see a dog, but I could miss a small one."),
        (0.11, "I'm not sure, but there may be a dog on the left."),
        (0.35, "I think the dog is on the left."),
        (0.5, "The dog is on the left."),
    ],
)
def test_the_less_sure_the_box_is_the_less_sure_is_the_answer(score: float, answer: str):
    assert ask(meant("where", "where is the {thing:dog}"), Scene(things=(thing("dog", score, 0.2),))) == Reply(answer)


def test_it_is_what_the_turn_before_named():
    past = before("is there a cup", "presence", ("thing", "cup"))
    assert ask(meant("where", "where is it", past), CUPS).text == "I see two cups; the main one is on the right."
    assert ask(meant("where", "the {thing:left one}", past), CUPS).text == "The cup is on the left."
    assert ask(meant("where", "the {side:left} one", past), CUPS).text == "The cup is on the left."


def test_he_is_a_person():
    assert ask(meant("where", "where is he now"), Scene(things=(thing("person", x=0.1), thing("cup")))).text == (
        "The person is on the left."
    )


def test_nothing_named_is_asked_back_for():
    reply = ask(meant("where", "where is it"), DESK)
    assert reply.text.startswith("Where is what? I see a laptop")
    assert reply.expects is Expect.THING


def test_an_unknown_thing_is_said_to_be_that():
    told = ask(meant("where", "where is the {thing:exit}"), DESK).text
    assert told.startswith("I can't recognise exits. I see a laptop")


def test_what_was_left_somewhere_is_looked_for_in_a_picture_that_came_along():
    asked = meant("memory_recall", "where did i leave my {thing:laptop}")
    assert claim_on(asked).skill == "memory"
    photo = replace(asked, query=replace(asked.query, picture=PHOTO))
    assert ask(photo, DESK).text == "The laptop is in the middle, near the cup."
    skills = tuple(knowing(SKILLS, (Entry(1, Kind.FACT, "my laptop is in the car", None, TurnId(9)),)))
    assert claim_on(photo, skills).skill == "memory", "what was told counts before"
