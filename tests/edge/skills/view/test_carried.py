"""What goes on from the turns before: things that the detector knows, and never a word that was no thing."""

from __future__ import annotations

import numpy as np
import pytest

from edge.messages import Box, Frame, Instant, Outcome, Past, Scene, Slot, Thing, TurnId
from tests.edge.skills.asking import ask, claim_on, meant

RED, BLUE = (200, 20, 20), (30, 60, 220)


def past(task: str, asked: str, *slots: Slot, figure: str = "") -> Past:
    return Past(TurnId(1), Instant(0.0), asked, "", Outcome.ANSWERED_LOCAL, task=task, slots=slots, figure=figure)


def scene() -> Scene:
    """A red cup on the left, a blue one on the right, a bench in the middle."""
    boxes = (("cup", RED, Box(0.05, 0.3, 0.25, 0.6)), ("cup", BLUE, Box(0.75, 0.3, 0.95, 0.6)))
    pixels = np.full((120, 160, 3), (120, 120, 120), np.uint8)
    pixels[:4] = 235
    for _, rgb, box in boxes:
        pixels[round(120 * box.y1) : round(120 * box.y2), round(160 * box.x1) : round(160 * box.x2)] = rgb
    things = [Thing(label, 0.9, box) for label, _, box in boxes]
    return Scene(Frame(Instant(0.0), pixels), things=(*things, Thing("bench", 0.9, Box(0.35, 0.7, 0.65, 0.95))))


WHERE = past("where", "where is the red cup", Slot("thing", "red cup"))
COUNT = past("count", "how many cups are there", Slot("thing", "cups"), figure="2")


@pytest.mark.parametrize(
    ("task", "text", "before", "answer"),
    [
        ("not_for_us", "and the blue one", WHERE, "I see a cup that looks blue on the right."),
        ("not_for_us", "are you sure", WHERE, "I see a cup that looks red on the left."),
        ("presence", "look again", COUNT, "I see two cups."),
        ("count", "and how many of them are {colour:blue}", COUNT, "I see one cup that looks blue."),
        ("colour", "which of them are {colour:red}", COUNT, "I see a cup that looks red on the left."),
        ("count", "so how many are missing, we are {number:five}", COUNT, "Three: I see two, and you said five."),
    ],
)
def test_a_question_goes_on_from_the_one_before(task: str, text: str, before: Past, answer: str):
    assert ask(meant(task, text, before), scene()).text == answer


def test_a_word_that_was_no_thing_is_not_carried():
    before = past("presence", "is there anywhere to sit")
    meaning = meant("where", "which way is it", before, borrowed=(Slot("thing", "sit"),))
    assert ask(meaning, scene()).text == "The bench is in the middle."
    kept = past("memory_add", "my keys are in the bowl", Slot("thing", "keys"))
    assert "keys" not in ask(meant("relation", "what is on the {ref:bench}", kept), scene()).text


def test_them_is_what_was_named_some_turns_ago_but_not_for_a_question_of_its_own():
    other = past("convert", "five miles in kilometres")
    assert "red" in ask(meant("colour", "which of them are {colour:red}", COUNT, other), scene()).text


def test_whether_a_thing_is_free_is_no_question_of_words():
    told = ask(meant("read", "is the bench free", past("read", "what does it say")), scene()).text
    assert told == "I see a bench, but I can't tell whether that is so."


def test_how_tall_a_thing_is_that_nobody_sees_is_not_where_it_is():
    assert claim_on(meant("where", "how tall is the {thing:eiffel tower}")) is None
    assert claim_on(meant("where", "how long did they take, is it done", WHERE)) is None
    assert claim_on(meant("where", "where is the {thing:eiffel tower}")) is not None


def test_colours_that_are_marked_as_things_are_colours():
    told = ask(meant("colour", "the cup on the {side:left}, is that {thing:red} or {thing:white wine}"), scene()).text
    assert told == "The cup looks red."


def test_a_light_is_no_colour():
    assert "traffic light" in ask(meant("colour", "is the {thing:light} {colour:green}"), scene()).text
