"""Colours are told of boxes. What has none has no colour here, whatever the frame is full of."""

from __future__ import annotations

import re

import numpy as np
import pytest

from edge.errors import AnswerError
from edge.messages import Box, Expect, Frame, Instant, Need, Scene, Thing
from edge.perceive.colours import EXAMPLES, colours_of
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.view.scenes import before

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
SEEN = "I see a cow and a person."
NOT_THERE = {
    "I don't see a traffic light here, and I can't tell other lights from what is around them.": """
        is the {thing:light} {colour:green}?
        is the {thing:light} {colour:red} or {colour:green}
        has the {thing:light} turned {colour:green}?
        is the light green so I can go
        can I cross is the {thing:light} {colour:green}
        is this light green
        do I have a {thing:green light}
        is that a {thing:red light}?
        what colour is the {thing:light}?
        what color is the {thing:light} at the {ref:crossing}
        is the {thing:pedestrian light} {colour:green}
        is the {thing:signal} {colour:red}?
        are the {thing:lights} {colour:green}
        is the {thing:little man} {colour:green} or {colour:red}
        can i cross now, is it {colour:green}
        """,
    "I don't see a traffic light, but I could miss a small one.": """
        is the {thing:traffic light} {colour:green}?
        what colour is the {thing:traffic light}
        has the {thing:stoplight} turned {colour:red}
        """,
    f"Which one do you mean? {SEEN}": """
        is it {colour:green}?
        is that {colour:green}
        is this {colour:green} or {colour:blue}
        are {thing:they} {colour:red}
        what colour is it
        what color is this
        colour please
        what colour is it here
        what colour is this in the picture
        what colour is that over there in this room
        is it {colour:light blue} or dark blue
        """,
    f"I can't tell buttons from other things, so I can't say the colour. {SEEN}": """
        is the {thing:button} {colour:green}
        what colour is this {thing:button}
        """,
    f"I can't tell shirts from other things, so I can't say the colour. {SEEN}": "what color is my {thing:shirt}",
    "I don't see a cup, but I could miss a small one.": """
        is the {thing:cup} {colour:green}
        what colour is the {thing:cup}
        what colour is the cup
        """,
    "I don't see any cups, but I could miss small ones.": "what colour are the {thing:cups}",
    "I don't see a cow on the right, but I could miss a small one.": """
        what colour is the {thing:cow} on the {side:right}
        what colour is the {thing:cow} on the right
        """,
}


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "answer"), [(text, a) for a, texts in NOT_THERE.items() for text in lines(texts)])
def test_what_is_not_in_view_has_no_colour(text: str, answer: str):
    reply = ask(meant("colour", text), MEADOW)
    assert reply.text == answer
    assert not COLOUR_WORD.search(reply.text)


@pytest.mark.parametrize(
    "text", ["what colours do you see", "which colours are there in this picture", "what's the main colour here?"]
)
def test_of_the_picture_as_a_whole_the_frame_may_tell_and_says_so(text: str):
    big = scene(("cow", BROWN, Box(0.0, 0.2, 0.45, 1.0)))
    told = ask(meant("colour", text), big).text
    assert told.startswith("The picture as a whole looks mostly green, with some ")


def test_one_colour_only_is_told_as_that():
    told = ask(meant("colour", "what is the main colour"), scene()).text
    assert told == "The picture as a whole looks green."
    assert [colour.name for colour in colours_of(np.full((40, 40, 3), RED, np.uint8))] == ["red"]


@pytest.mark.parametrize(
    "text", ["what colour is this", "is it {colour:blue}", "is this {colour:red} or {colour:blue}"]
)
def test_the_only_thing_in_view_is_the_one_that_is_pointed_at_and_is_named(text: str):
    assert ask(meant("colour", text), scene(("cup", BLUE, MIDDLE))).text == "The cup looks blue."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what colour is it", "The cow looks brown."),
        ("is it {colour:brown}", "Yes, the cow looks brown."),
        ("and the {thing:person}", "The person looks blue."),
    ],
)
def test_it_is_what_the_turn_before_named(text: str, answer: str):
    past = before("is there a cow", "presence", ("thing", "cow"))
    assert ask(meant("colour", text, past), MEADOW).text == answer


def test_it_has_no_colour_where_what_was_named_is_not_in_view():
    past = before("is there a dog", "presence", ("thing", "dog"))
    assert ask(meant("colour", "what colour is it", past), MEADOW).text.startswith("I don't see a dog")


def test_which_one_is_asked_back_and_the_next_words_name_it():
    assert ask(meant("colour", "what colour is it"), MEADOW).expects is Expect.THING
    assert ask(meant("colour", "{thing:the cow}"), MEADOW).text == "The cow looks brown."


def test_of_several_of_one_kind_all_colours_are_told():
    cups = scene(("cup", BLUE, LEFT), ("cup", RED, RIGHT))
    told = "The cups look blue on the left and red on the right."
    assert ask(meant("colour", "what colour are they"), cups).text == told
    assert ask(meant("colour", "what colour is the {thing:cup}"), cups).text == told
    assert ask(meant("colour", "what colour is the {thing:cup} on the {side:right}"), cups).text == "The cup looks red."
    assert ask(meant("colour", "are the {thing:cups} {colour:red}"), cups).text.startswith("No, the cups look blue")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("are both {thing:cups} the same colour", "They look different: blue and red."),
        ("do these match", "They look different: blue and red."),
        ("do the {thing:cups} match", "They look different: blue and red."),
    ],
)
def test_colours_are_compared(text: str, answer: str):
    assert ask(meant("colour", text), scene(("cup", BLUE, LEFT), ("cup", RED, RIGHT))).text == answer


def test_alike_is_said_of_two_and_never_of_one():
    same = scene(("cup", BLUE, LEFT), ("bottle", BLUE, RIGHT))
    assert ask(meant("colour", "does the {thing:cup} match the {thing:bottle}"), same).text == "They look alike: blue."
    one = ask(meant("colour", "do these {thing:cups} match"), same).text
    assert one.startswith("I need two things in view")


ONE_LIGHT = scene(("traffic light", RED, MIDDLE), ("car", BLUE, RIGHT))
ASKED_OF_A_LIGHT = """
    colour is the {thing:light} {colour:green}
    colour is the {thing:traffic light} {colour:green}?
    colour is the {thing:traffic light} {colour:red}
    colour is the {thing:light} {colour:red} or {colour:green}
    colour what colour is the {thing:traffic light}
    colour has the {thing:light} turned {colour:green}
    colour can i cross, is it {colour:green}
    presence is there a {thing:green traffic light}
    where where is the {thing:red traffic light}
    count how many {thing:red traffic lights} are there
    """


@pytest.mark.parametrize("text", lines(ASKED_OF_A_LIGHT))
def test_a_traffic_light_is_told_with_its_doubt_and_never_with_a_yes(text: str):
    task, _, sentence = text.partition(" ")
    told = "The traffic light looks red, but don't rely on me for that."
    assert ask(meant(task, sentence), ONE_LIGHT).text == told


def test_a_traffic_light_that_is_not_clear_has_no_colour():
    several = scene(("traffic light", RED, LEFT), ("traffic light", GREEN, RIGHT))
    told = "I see two traffic lights, and I can't tell which one is meant; don't rely on me for that."
    assert ask(meant("colour", "is the {thing:light} {colour:green}"), several).text == told
    dark = scene(("traffic light", (40, 40, 40), MIDDLE))
    unclear = "I see a traffic light, but I can't make out its colour; don't rely on me for that."
    assert ask(meant("colour", "is the {thing:traffic light} {colour:green}"), dark).text == unclear
    assert ask(meant("colour", "is it {colour:green}"), dark).text == unclear
    doubtful = Scene(ONE_LIGHT.frame, things=(Thing("traffic light", 0.35, MIDDLE),))
    assert ask(meant("colour", "is the {thing:light} {colour:red}"), doubtful).text == unclear


def test_both_the_picture_and_its_things_are_looked_at():
    claim = claim_on(meant("colour", "what colour is the {thing:cup}"))
    assert claim is not None
    assert (claim.skill, claim.needs) == ("colour", {Need.PICTURE, Need.THINGS})


@pytest.mark.parametrize(
    "text", ["is the {thing:light} {colour:green}", "is it {colour:green}", "what colour is the {thing:cup}"]
)
def test_without_a_detector_nothing_is_guessed(text: str):
    with pytest.raises(AnswerError, match="no way to look"):
        ask(meant("colour", text), Scene(scene().frame, missing="I have no way to look for things here."))


def test_without_a_picture_nothing_is_guessed():
    with pytest.raises(AnswerError, match="no picture today"):
        ask(meant("colour", "what colour is the {thing:cup}"), Scene(things=(), missing="no picture today"))


ROAD = scene(("car", RED, LEFT), ("bus", BLUE, RIGHT))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("colour what colour is the {thing:car}", "The car looks red."),
        ("colour what color are the {thing:car} and the {thing:bus}", "The car looks red. The bus looks blue."),
        ("colour is the {thing:car} {colour:red}", "Yes, the car looks red."),
        ("colour is the {thing:car} {colour:maroon}", "Yes, the car looks red."),
        ("colour is the {thing:car} {colour:green}", "No, the car looks red."),
        ("colour is the {thing:bus} {colour:blue} or {colour:green}", "The bus looks blue."),
        ("colour is the {thing:bus} {colour:red} or {colour:green}", "Neither: I would call it blue."),
        ("presence is there a {thing:red car}", "Yes, I see a car that looks red."),
        ("presence is there a {thing:blue car}", "No, the car that I see is red."),
        ("presence is there a {thing:red dog}", "I don't see a dog, but I could miss a small one."),
        ("count how many {thing:red cars} are there", "I see one car that looks red."),
        ("count how many {thing:blue cars} are there", "I see no cars that look blue, though I could miss small ones."),
        ("where where is the {thing:blue bus}", "I see a bus that looks blue on the right."),
    ],
)
def test_colours_of_things(text: str, answer: str):
    task, _, sentence = text.partition(" ")
    assert ask(meant(task, sentence), ROAD).text == answer
