"""What is in view, all of it or one kind or side; and what is said of questions about it that no skill answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from edge.messages import Scene, Thing
from edge.skills.skill import Reply
from tests.edge.skills.asking import FACTS, ask, last_word, meant
from tests.edge.skills.view.scenes import DESK, boxed, thing

SEEN = "I see a laptop, two cups and perhaps a dog."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what am i looking at", SEEN),
        ("what's in front of me", SEEN),
        ("what is on the {side:left}", "I see a cup on the left."),
        ("what's in the {side:middle} of the {ref:picture}?", "I see a laptop and a cup in the middle."),
        ("what do you see on the {side:right-hand} side", "I think I see a dog on the right."),
        ("what is this", "It looks like a laptop. I also see two cups and perhaps a dog."),
        ("whats this", "It looks like a laptop. I also see two cups and perhaps a dog."),
        ("what {thing:animals} do you see", "I think I see a dog."),
        ("what kind of {thing:cup} is this", "I see two cups, but I can't tell which kind."),
        ("what's on the {ref:desk}", f"I don't see a table to go by. {SEEN}"),
        ("what's on the table", f"I don't see a table to go by. {SEEN}"),
    ],
)
def test_what_is_in_view_is_told(text: str, answer: str):
    assert ask(meant("what", text), DESK) == Reply(answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is this a {thing:laptop}", "Yes, it looks like a laptop."),
        ("is this a {thing:bus}", f"No, I don't think so. {SEEN}"),
        ("is it a {thing:dog} or a {thing:cat}", "I think it's a dog."),
        ("is it a {thing:bus} or a {thing:cat}", f"Neither, I think. {SEEN}"),
        ("surely that's not a {thing:laptop}", "It looks like a laptop."),
        ("is that a {thing:coffee cup}", "I see two cups, but I can't tell which kind."),
        ("is this a {thing:stapler}", f"I can't recognise staplers. {SEEN}"),
    ],
)
def test_whether_it_is_what_is_named(text: str, answer: str):
    assert ask(meant("what", text), DESK).text == answer


@pytest.mark.parametrize("kind", ["beer", "wine", "water", "plastic"])
def test_a_bottle_is_a_bottle_whatever_is_in_it(kind: str):
    told = ask(meant("what", f"is that a {{thing:{kind} bottle}}"), Scene(things=(thing("bottle"),))).text
    assert told == "I see a bottle, but I can't tell which kind."


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what am i holding", "It looks like a cup."),
        (
            "what is blocking my way",
            "Straight ahead I see a table; I can't tell how far away, so don't rely on me for that.",
        ),
        ("i came with a dog what is in front of me", "I see a table and a cup."),
    ],
)
def test_nobody_holds_a_table_and_words_that_only_tell_are_not_asked_for(text: str, answer: str):
    scene = Scene(things=(boxed("dining table", 0.1, 0.5, 0.9, 1.0), thing("cup", x=0.1, size=0.1)))
    assert ask(meant("what", text), scene).text == answer


def test_who_people_are_is_not_said():
    scene = Scene(things=(thing("person"), thing("person", x=0.8)))
    assert ask(meant("what", "who is this"), scene).text == "I don't say who people are. I see two people."


@pytest.mark.parametrize("text", ["describe the scene", "what do you see", "is that all"])
def test_a_description_goes_from_left_to_right(text: str):
    told = "On the left I see a cup, in the middle a laptop and a cup, and on the right perhaps a dog."
    assert ask(meant("describe", text), DESK).text == told


def test_a_description_of_one_side_is_a_plain_sentence():
    scene = Scene(things=(thing("cup", x=0.1), boxed("dog", 0.0, 0.5, 0.2, 0.9)))
    assert ask(meant("describe", "describe the scene"), scene).text == "I see a dog and a cup on the left."


def test_what_more_is_asked_of_the_view_is_told_after_what_is_seen():
    asked = "i dropped my knife can you see one"
    told = last_word("in_view", asked, Scene(things=(thing("knife"), thing("cup", x=0.9)))).text
    assert told == "I see a knife. I also see a cup. More than that I can't tell."
    missed = last_word("in_view", asked, DESK).text
    assert missed == f"I don't see a knife, but I could miss a small one. {SEEN} More than that I can't tell."


def test_what_is_in_view_is_said_while_a_server_thinks():
    meanwhile, text = replace(FACTS, others=True), "compare these for me"
    assert last_word("in_view", text, DESK, meanwhile) == Reply(SEEN)
    alone = last_word("in_view", text, DESK)
    assert alone.text == f"{SEEN} More than that I can't tell."
    assert alone.degraded


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what do you see", "I don't see anything that I know, but I could miss small things."),
        ("what is on the {side:left}", "I don't see anything that I know on the left."),
        ("what is this", "I don't know what this is: I see nothing that I was taught to recognise."),
        ("what {thing:animals} do you see", "I don't see any animals, but I could miss small ones."),
        ("who is in front of me", "I don't say who people are. I don't see anybody."),
        ("is this a {thing:bus}", "No, I don't see a bus there."),
    ],
)
@pytest.mark.parametrize("things", [(), (thing("face", 0.9, 0.2),)])
def test_nothing_is_said_as_nothing_and_faces_are_not_listed(things: tuple[Thing, ...], text: str, answer: str):
    assert ask(meant("what", text), Scene(things=things)).text == answer


def test_this_is_rather_what_stands_in_the_middle():
    scene = Scene(things=(thing("cup", 0.8, 0.1), thing("bottle", 0.7, 0.5)))
    assert ask(meant("what", "what is this"), scene).text == "It looks like a bottle. I also see a cup."
