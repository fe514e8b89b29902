"""Whether something is there: yes, no, and how sure that is."""

from __future__ import annotations

import pytest

from edge.messages import Need, Scene, Slot
from edge.skills.skill import Reply
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.view.scenes import DESK, before, boxed, thing

SEEN = "I see a laptop, two cups and perhaps a dog."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a {thing:cup}", "Yes, I see two cups."),
        ("any {thing:mugs} in view?", "Yes, I see two mugs."),
        ("is there a {thing:dog} here", "I think I see a dog."),
        ("is there a {thing:cat}", "I don't see a cat, but I could miss a small one."),
        ("are there any {thing:cats}", "I don't see any cats, but I could miss small ones."),
        ("is {thing:anybody} here", "I don't see anybody, though I could miss somebody far away."),
        ("is there a {thing:cup} and a {thing:cat}", "No, I see two cups, but no cat."),
        ("is there a {thing:cup} or a {thing:cat}", "Yes, I see two cups, but no cat."),
        ("are there {thing:cups or mugs}", "Yes, I see two cups."),
        (
            "is there a {thing:cat} or a {thing:bus}",
            "No, I don't see any cats or buses, though I could miss small ones.",
        ),
        ("is there a {thing:laptop} on the {side:left}", "No, the laptop that I see is in the middle."),
        ("are there any {thing:cups} on the {side:left}", "Yes, I see a cup on the left."),
        ("are there any {thing:cups} on the left", "Yes, I see a cup on the left."),
        (
            "are there any {thing:cats} on the {side:right}",
            "I don't see any cats on the right, but I could miss small ones.",
        ),
        ("are there any {thing:animals}", "I think I see a dog."),
        ("is there a {thing:cup} in the {ref:picture}", "Yes, I see two cups."),
        ("i can't find my {thing:cup} do you see it", "Yes, I see two cups."),
        ("can you see a {thing:labtop}", "Yes, I see a laptop."),
        ("is there a cup here", "Yes, I see two cups."),
    ],
)
def test_a_thing_is_there_or_not(text: str, answer: str):
    assert ask(meant("presence", text), DESK) == Reply(answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("are there no {thing:cups}", "I see two cups."),
        ("there isn't a {thing:cup} in here is there", "I see two cups."),
        ("is the {thing:cup} gone", "I see two cups."),
        ("are there no {thing:bottles}", "I don't see any bottles, but I could miss small ones."),
        ("isn't there a {thing:cup} here somewhere", "Yes, I see two cups."),
        ("yes or no is there a {thing:cup}", "Yes, I see two cups."),
    ],
)
def test_where_a_yes_could_mean_both_none_is_said(text: str, answer: str):
    assert ask(meant("presence", text), DESK).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("are there {number:three} {thing:cups}", "No, I see only two cups."),
        ("are there {thing:three cups}", "No, I see only two cups."),
        ("are there exactly {number:two} {thing:cups}", "Yes, I see two cups."),
        ("is there only one {thing:cup}", "No, I see two cups."),
        ("is there more than {number:one} {thing:laptop}", "No, I see only a laptop."),
        ("are there at least {number:two} {thing:cups}", "Yes, I see two cups."),
    ],
)
def test_a_number_is_compared(text: str, answer: str):
    assert ask(meant("presence", text), DESK).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a {thing:coffee cup}", "I see two cups, but I can't tell which kind."),
        ("is there a {thing:puppy}", "I see a dog, but I can't tell which kind."),
        ("is there a {thing:spare cup}", "I see two cups, but I can't tell which kind."),
        ("is the {thing:cup} full", "I see two cups, but I can't tell whether that is so."),
        ("is there a {thing:beer bottle}", "I don't see a bottle, but I could miss a small one."),
    ],
)
def test_a_quality_that_was_not_seen_is_never_said_back(text: str, answer: str):
    scene = Scene(things=(thing("cup", x=0.2), thing("cup", x=0.4), thing("dog")))
    assert ask(meant("presence", text), scene).text == answer


def test_women_are_people_to_the_detector_and_that_is_said():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    told = ask(meant("presence", "is there a {thing:woman}"), scene).text
    assert told == "I see two people, but I can't tell men from women."


def test_what_nobody_taught_the_detector_is_said_by_name_and_then_what_is_seen():
    reply = ask(meant("presence", "is there a {thing:pencil sharpener} in front of me"), DESK)
    assert reply.text == f"I can't recognise pencil sharpeners. {SEEN}"
    assert reply.degraded


TABLE = (boxed("dining table", 0.1, 0.5, 0.9, 1.0), boxed("cup", 0.4, 0.4, 0.5, 0.6), boxed("dog", 0.0, 0.1, 0.1, 0.3))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is there a {thing:cup} on the {ref:table}", "Yes, I see a cup on the table."),
        ("is there a {thing:dog} on the {ref:table}", "I see a dog, but I can't tell what is on the table."),
        ("is there a {thing:cup} on the {ref:shelf}", "I see a cup, but I can't tell what is on the shelf."),
        (
            "is there a {thing:dog} behind the {ref:table}",
            "I see a dog, but I can't tell what is in front and what is behind.",
        ),
        ("is there anything on the {ref:table}", "I see a cup on the table."),
        ("is there anything on the {ref:chair}", "I don't see a chair to go by. I see a table, a dog and a cup."),
    ],
)
def test_what_is_on_another_thing_follows_from_the_boxes(text: str, answer: str):
    assert ask(meant("presence", text), Scene(things=TABLE)).text == answer


def test_the_way_is_never_called_free():
    blocked = ask(meant("presence", "is the path clear"), DESK)
    assert "Straight ahead I see a laptop and a cup" in blocked.text
    free = ask(meant("presence", "is there anything in my way"), Scene(things=()))
    assert blocked.text.endswith("don't rely on me for that.")
    assert free.text.endswith("don't rely on me for that.")


def test_what_is_behind_is_not_seen():
    told = ask(meant("presence", "is {thing:somebody} behind me"), Scene(things=(thing("person"),))).text
    assert told == "I only see what is in front of you. I see a person."


def test_unknown_things_are_told_beside_known_ones_and_nearness_is_not_guessed():
    assert ask(meant("presence", "is there a {thing:cup} or a {thing:key}"), DESK).text == (
        "Yes, I see two cups. I can't recognise keys."
    )
    assert (
        ask(meant("presence", "am i near a {thing:cup}"), DESK).text == "Yes, I see two cups. I can't tell distances."
    )


@pytest.mark.parametrize(
    ("things", "answer"),
    [((), "I see nobody else, though I could miss somebody far away."), ((thing("person"),), "I see a person.")],
)
def test_being_alone_is_told_without_a_yes_or_no(things, answer: str):
    assert ask(meant("presence", "am i alone in here"), Scene(things=things)).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("and a {thing:dog}", "I think I see a dog."),
        ("and on the {side:left}?", "Yes, I see a cup on the left."),
        ("are you sure", "Yes, I see two cups."),
        ("what about {thing:cats}", "I don't see any cats, but I could miss small ones."),
    ],
)
def test_a_question_goes_on_with_what_the_turn_before_named(text: str, answer: str):
    past = before("is there a cup", "presence", ("thing", "cup"))
    assert ask(meant("presence", text, past), DESK).text == answer
    borrowed = (Slot("thing", "cup"),)
    assert ask(meant("presence", text, borrowed=borrowed), DESK).text == answer


@pytest.mark.parametrize(
    ("text", "needs"),
    [("is there a {thing:cup}", {Need.THINGS}), ("is there a {thing:red cup}", {Need.THINGS, Need.PICTURE})],
)
def test_a_picture_is_needed_only_for_a_colour(text: str, needs: set[Need]):
    claim = claim_on(meant("presence", text))
    assert claim is not None
    assert claim.needs == needs
