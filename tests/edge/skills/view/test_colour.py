"""Colours are told of boxes. What has none has no colour here, whatever the frame is full of."""

from __future__ import annotations

import re

import numpy as np
import pytest

from edge.errors import AnswerError
from edge.messages import Box, Frame, Instant, Need, Query, Scene, Thing, TurnId
from edge.perceive.colours import EXAMPLES, colours_of
from edge.understand.understand import best_claim
from tests.edge.skills.asking import SKILLS, ask

COLOUR_WORD = re.compile(rf"\b(?:{'|'.join(EXAMPLES)})\b")
GREEN, BROWN, BLUE, RED = (40, 150, 60), (115, 70, 35), (30, 60, 220), (200, 20, 20)


def scene(*things: tuple[str, tuple[int, int, int], Box], around: tuple[int, int, int] = GREEN) -> Scene:
    """A green place with one thing of one colour a box, and a white strip that tells about the light."""
    pixels = np.full((120, 160, 3), around, np.uint8)
    for _, rgb, box in things:
        pixels[round(120 * box.y1) : round(120 * box.y2), round(160 * box.x1) : round(160 * box.x2)] = rgb
    pixels[:4] = 235
    return Scene(Frame(Instant(0.0), pixels), things=tuple(Thing(label, 0.9, box) for label, _, box in things))


LEFT, MIDDLE, RIGHT = Box(0.05, 0.3, 0.3, 0.8), Box(0.4, 0.3, 0.6, 0.8), Box(0.7, 0.3, 0.95, 0.8)
MEADOW = scene(("cow", BROWN, LEFT), ("person", BLUE, RIGHT))
NO_LIGHT = "I don't see a traffic light here, and I can't tell other lights from what is around them."
NO_TRAFFIC_LIGHT = "I don't see a traffic light, but I could miss a small one."
WHICH = "I can't tell which thing you mean: I see a cow and a person."
NOT_THERE = {
    NO_LIGHT: """
        is the light green?
        Is the light red
        is the light still green
        is the light green yet?
        hey glint is the light red or green
        has the light turned green?
        did the light change to green
        is the light green so I can go
        is this light green
        can you tell me if the light is green please
        do I have a green light
        is the red light on
        is there a green light in front of me
        is that a red light?
        what colour is the light?
        what color is the light at the crossing
        is the pedestrian light green
        is the crossing light red
        is the signal red?
        are the lights green
        what colour does the light show
        is the light blue
        """,
    NO_TRAFFIC_LIGHT: """
        is the traffic light green?
        what colour is the traffic light
        has the traffic light turned red
        is there a green traffic light
        is the stoplight red
        where is the red traffic light
        """,
    WHICH: """
        is it green?
        is it green now
        is that green
        is this green or blue
        are they red
        is it red yet?
        is this light blue
        is this thing green
        """,
    f"{WHICH} Ask for the main colour here, and I tell that of the picture as a whole.": """
        what colour is it
        what color is this
        what colour are these
        what colour is that over there
        what colour is this thing
        what is the colour of this one
        """,
    "I can't tell the button from other things, so I can't say its colour.": """
        is the button green
        is the button red or green?
        is this button green
        """,
    "I can't tell the shirt from other things, so I can't say its colour. "
    "Ask for the main colour here, and I tell that of the picture as a whole.": """
        what color is my shirt
        which colour is this shirt
        tell me what colour this shirt is
        """,
    "I can't tell the jeans from other things, so I can't say their colour.": "are my jeans green or blue",
    "I can't tell the led from other things, so I can't say its colour.": "what colour is the led",
    "I can't tell the car light from other things, so I can't say its colour.": "has the car light turned green",
    "I don't see a cup, but I could miss a small one.": """
        is the cup green
        what colour is the cup
        is my cup light green
        is there a green cup
        """,
    "I don't see any cups, but I could miss small ones.": "what colour are the cups",
    "I don't see a cow on the right, but I could miss a small one.": "what colour is the cow on the right",
}


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "answer"), [(text, a) for a, texts in NOT_THERE.items() for text in lines(texts)])
def test_what_is_not_in_view_has_no_colour(text: str, answer: str):
    reply = ask(text, MEADOW)
    assert reply.text == answer
    assert not COLOUR_WORD.search(reply.text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what colour is the wall", "I can't tell the wall from the rest, but the picture as a whole looks mostly"),
        ("is the background green?", "I can't tell the background from the rest, but the picture as a whole looks"),
        ("what colours do you see", "The picture as a whole looks mostly green, with some "),
        ("which colours are there in this picture", "The picture as a whole looks mostly green, with some "),
        ("what's the main colour here?", "The picture as a whole looks mostly green, with some "),
        ("what colour is the picture", "The picture as a whole looks mostly green, with some "),
    ],
)
def test_of_the_picture_as_a_whole_the_frame_may_tell_and_says_so(text: str, answer: str):
    big = scene(("cow", BROWN, Box(0.0, 0.2, 0.45, 1.0)))
    assert ask(text, big).text.startswith(answer)


def test_one_colour_only_is_told_as_that():
    assert ask("what is the main colour", scene()).text == "The picture as a whole looks green."
    assert [colour.name for colour in colours_of(np.full((40, 40, 3), RED, np.uint8))] == ["red"]


@pytest.mark.parametrize("text", ["what colour is this", "is it blue", "is this red or blue", "what colour is it"])
def test_the_only_thing_in_view_is_the_one_that_is_pointed_at_and_is_named(text: str):
    assert ask(text, scene(("cup", BLUE, MIDDLE))).text == "The cup looks blue."


def test_of_several_of_one_kind_all_colours_are_told():
    cups = scene(("cup", BLUE, LEFT), ("cup", RED, RIGHT))
    assert ask("what colour are they", cups).text == "The cups look blue and red."
    assert ask("what colour is the cup on the right", cups).text == "The cup looks red."


ONE_LIGHT = scene(("traffic light", RED, MIDDLE), ("car", BLUE, RIGHT))
ASKED_OF_A_LIGHT = """
    is the light green
    is the traffic light green?
    is the traffic light red
    is the light red or green
    what colour is the traffic light
    has the light turned green
    do I have a green light
    is there a green traffic light
    is there a red light
    where is the red traffic light
    how many red traffic lights are there
    """


@pytest.mark.parametrize("text", lines(ASKED_OF_A_LIGHT))
def test_a_traffic_light_is_told_with_its_doubt_and_never_with_a_yes(text: str):
    assert ask(text, ONE_LIGHT).text == "The traffic light looks red, but don't rely on me for that."


def test_a_traffic_light_that_is_not_clear_has_no_colour():
    several = scene(("traffic light", RED, LEFT), ("traffic light", GREEN, RIGHT))
    told = "I see two traffic lights, and I can't tell which one is meant; don't rely on me for that."
    assert ask("is the light green", several).text == told
    dark = scene(("traffic light", (40, 40, 40), MIDDLE))
    unclear = "I see a traffic light, but I can't make out its colour; don't rely on me for that."
    assert ask("is the traffic light green", dark).text == unclear
    assert ask("is it green", dark).text == unclear
    doubtful = Scene(ONE_LIGHT.frame, things=(Thing("traffic light", 0.35, MIDDLE),))
    assert ask("is the light red", doubtful).text == unclear


@pytest.mark.parametrize("text", ["is it safe to cross", "can I cross now", "can I go, is it green", "may I walk"])
def test_the_colour_skill_claims_no_question_about_crossing(text: str):
    claim, _ = best_claim(Query(TurnId(1), text), (), SKILLS)
    assert claim is None or claim.skill != "colour"


@pytest.mark.parametrize(
    "text",
    [
        "turn the light green",
        "what does a red light mean",
        "why is the light green",
        "is green light good for plants",
        "what color is an apple",
        "is the blue",
        "is the light on",
    ],
)
def test_what_is_no_question_about_a_colour_in_view_is_left_alone(text: str):
    assert best_claim(Query(TurnId(1), text), (), SKILLS) == (None, ())


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("what colour is my shirt", set()),
        ("what colour is the wall", {Need.PICTURE}),
        ("is the light green", {Need.PICTURE, Need.THINGS}),
        ("what colour is it", {Need.PICTURE, Need.THINGS}),
    ],
)
def test_no_more_is_looked_at_than_the_answer_needs(text: str, needs: set[Need]):
    claim, _ = best_claim(Query(TurnId(1), text), (), SKILLS)
    assert claim is not None
    assert (claim.skill, claim.needs) == ("colour", needs)


@pytest.mark.parametrize("text", ["is the light green", "is it green", "what colour is the cup"])
def test_without_a_detector_nothing_is_guessed(text: str):
    with pytest.raises(AnswerError, match="no way to look"):
        ask(text, Scene(scene().frame, missing="I have no way to look for things here."))


@pytest.mark.parametrize(
    "text", ["what colour is the dog", "tell me what colour the door is", "what colour is the tie"]
)
def test_words_that_begin_like_small_words_are_words(text: str):
    assert "I don't see a" in (said := ask(text, MEADOW).text) or "I can't tell the" in said


def test_a_shade_is_no_light():
    assert ask("is the car light blue", ONE_LIGHT).text.startswith("Yes, the car looks")


ROAD = scene(("car", RED, LEFT), ("bus", BLUE, RIGHT))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what colour is the car", "The car looks red."),
        ("what color is the bus", "The bus looks blue."),
        ("is the car red", "Yes, the car looks red."),
        ("is the bus red or green", "The bus looks like neither: I would call it blue."),
        ("is there a red car", "Yes, I see a red car."),
        ("is there a blue car", "No, the car that I see is red."),
        ("how many red cars are there", "I see a red car."),
        ("where is the blue bus", "The blue bus is on the right."),
        ("is there a red dog", "I don't see a dog, but I could miss a small one."),
    ],
)
def test_colours_of_things(text: str, answer: str):
    assert ask(text, ROAD).text == answer
