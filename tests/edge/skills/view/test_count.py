"""How many there are, and when the number is a guess."""

from __future__ import annotations

import pytest

from edge.messages import Expect, Scene
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.view.scenes import DESK, before, boxed, thing


@pytest.mark.parametrize(
    ("text", "answer", "figure"),
    [
        ("how many {thing:cups} are there", "I see two cups.", "2"),
        ("how many {thing:laptops} are there", "I see one laptop.", "1"),
        ("how many {thing:cats} are there", "I see no cats, though I could miss small ones.", "0"),
        ("how many {thing:people} are there", "I see no people, though I could miss somebody far away.", "0"),
        ("how many {thing:dogs} are there", "I think I see one dog.", "1"),
        ("how many {thing:cups and cats} are there", "I see two cups and no cats.", "2"),
        ("how many {thing:cups} or {thing:mugs}", "I see two cups and two mugs.", "2"),
        ("how many {thing:animals} are there", "I think I see a dog.", "1"),
        ("how many {thing:cups} are on the {side:left}", "I see one cup on the left.", "1"),
        (
            "how many {thing:cups} are on the {side:right}",
            "I see no cups on the right, though I could miss small ones.",
            "0",
        ),
        ("is it {number:two} or {number:three} {thing:cups}", "I see two cups.", "2"),
        ("how many cups are there", "I see two cups.", "2"),
        ("how many of us are there", "I see no people, though I could miss somebody far away.", "0"),
    ],
)
def test_things_are_counted(text: str, answer: str, figure: str):
    reply = ask(meant("count", text), DESK)
    assert (reply.text, reply.figure) == (answer, figure)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("are there more {thing:cups} than {thing:laptops}", "Yes, I see two cups and a laptop."),
        ("are there more {thing:laptops} than {thing:cups}", "No, I see a laptop and two cups."),
        ("are there fewer {thing:laptops} than {thing:cups}", "Yes, I see a laptop and two cups."),
        ("are there more {thing:dogs} than {thing:laptops}", "No, as many of both: I see a dog and a laptop."),
        ("are there as many {thing:dogs} as {thing:laptops}", "Yes, I see a dog and a laptop."),
        ("are there more {thing:cups} than {thing:people}", "Yes, I see two cups and no people."),
        ("i make it {number:two} {thing:cups} is that right", "Yes, I see two cups."),
        ("are there fewer than {number:two} {thing:cups}", "No, I see two cups."),
        ("there should be {number:four} {thing:cups} are they all there", "No, I see only two cups."),
        ("are there enough {thing:cups} for {number:three} {thing:people}", "No, I see only two cups."),
    ],
)
def test_numbers_are_compared_truthfully(text: str, answer: str):
    assert ask(meant("count", text), DESK).text == answer


def test_men_are_counted_as_people_and_that_is_said():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    told = ask(meant("count", "how many {thing:men} do you see"), scene).text
    assert told == "I see two people, but I can't tell men from women."


def test_a_face_that_was_seen_several_times_is_counted_once():
    faces = [thing("face", 0.6 - n / 50, 0.3 + n / 100) for n in range(5)] + [thing("face", 0.7, 0.8)]
    assert (
        ask(meant("count", "how many {thing:faces} are there"), Scene(things=tuple(faces))).text == "I see two faces."
    )


def test_a_box_inside_another_or_around_many_is_not_counted_twice():
    sheep = (
        boxed("sheep", 0.0, 0.2, 0.4, 0.8),
        boxed("sheep", 0.5, 0.2, 0.9, 0.8),
        boxed("sheep", 0.6, 0.3, 0.8, 0.7, 0.5),
    )
    assert ask(meant("count", "how many {thing:sheep}"), Scene(things=sheep)).text == "I see two sheep."
    row = tuple(boxed("orange", n / 10, 0.1, n / 10 + 0.08, 0.2) for n in range(9))
    heap = (*row, boxed("orange", 0.0, 0.0, 1.0, 0.5, 0.9))
    assert ask(meant("count", "how many {thing:oranges}"), Scene(things=heap)).text == "I see about nine oranges."


def test_several_kinds_under_one_word_are_listed():
    scene = Scene(things=(thing("dog", x=0.2), thing("cat", x=0.5, size=0.3), thing("dog", x=0.8)))
    told = ask(meant("count", "how many {thing:animals} are there"), scene).text
    assert told == "I see three animals: a cat and two dogs."


def test_what_is_counted_may_be_named_before_or_be_the_only_kind_in_view():
    past = before("is there a cup", "presence", ("thing", "cup"))
    assert ask(meant("count", "and how many", past), DESK).text == "I see two cups."
    chairs = Scene(things=(thing("chair", x=0.2), thing("chair", x=0.8)))
    assert ask(meant("count", "count them"), chairs).text == "I see two chairs."
    asked_back = ask(meant("count", "count them"), DESK)
    assert asked_back.text.startswith("How many of what? I see a laptop")
    assert asked_back.expects is Expect.THING


@pytest.mark.parametrize(
    ("task", "said"),
    [
        ("count", "how many {thing:books} are there in the bible"),
        ("colour", "do {thing:dogs} see color"),
        ("colour", "what colours are in the french {thing:flag}"),
        ("presence", "is there a {thing:dog} on mars"),
        ("where", "where do {thing:cats} live in the world"),
    ],
)
def test_what_is_elsewhere_is_not_looked_for(task: str, said: str):
    assert claim_on(meant(task, said)) is None
