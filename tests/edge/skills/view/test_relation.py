"""How things lie to each other, as far as boxes tell."""

from __future__ import annotations

import pytest

from edge.messages import Scene
from tests.edge.skills.asking import ask, claim_on, meant
from tests.edge.skills.view.scenes import before, boxed

SEEN = "I see a table, a keyboard, a cup, a clock and a mouse."
DESK = Scene(
    things=(
        boxed("dining table", 0.05, 0.5, 0.95, 1.0, 0.9),
        boxed("keyboard", 0.1, 0.55, 0.4, 0.7),
        boxed("mouse", 0.5, 0.58, 0.58, 0.68),
        boxed("cup", 0.8, 0.4, 0.9, 0.6),
        boxed("clock", 0.4, 0.0, 0.5, 0.1),
    )
)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("what is {side:left} of the {ref:mouse}", "I see a keyboard and a clock left of the mouse."),
        ("what's to the {side:right} of the {ref:mouse}", "I see a cup right of the mouse."),
        ("what is next to the {ref:keyboard}", "I see a mouse next to the keyboard."),
        ("what stands on the {ref:table}", "I see a keyboard, a cup and a mouse on the table."),
        (
            "what is between the {ref:keyboard} and the {ref:cup}",
            "I see a clock and a mouse between the keyboard and the cup.",
        ),
        ("what is above the {ref:mouse}", "I see a clock above the mouse."),
        ("what is under the {ref:clock}", "I see a table and a mouse under the clock."),
        (
            "what is next to the {ref:shelf}",
            f"I can't recognise shelves. {SEEN}",
        ),
        (
            "what is next to the {ref:vase}",
            "I don't see a vase to go by. I see a table, a keyboard, a cup, a clock and a mouse.",
        ),
    ],
)
def test_what_lies_beside_something(text: str, answer: str):
    assert ask(meant("relation", text), DESK).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "is the {thing:keyboard} {side:left} or {side:right} of the {ref:mouse}",
            "The keyboard looks to be left of the mouse.",
        ),
        (
            "is the {thing:keyboard} on the {side:left} or on the {side:right} of the {thing:mouse}",
            "The keyboard looks to be left of the mouse.",
        ),
        ("is the {thing:cup} left of the {ref:mouse}", "No, the cup looks to be right of the mouse."),
        ("is the {thing:cup} on the {ref:table}", "Yes, the cup looks to be on the table."),
        ("is the {thing:clock} on the {ref:table}", "It doesn't look like that: the clock is left of the table."),
        ("is the {thing:cup} on the {ref:table} or under it", "The cup looks to be on the table."),
        (
            "is the {thing:cup} behind the {ref:mouse}",
            "I can't tell what is in front and what is behind. The cup is right of the mouse.",
        ),
        ("is the {thing:vase} on the {ref:table}", "I don't see a vase, but I could miss a small one."),
        (
            "is the {thing:stapler} on the {ref:table}",
            "I can't recognise staplers. I see a table, a keyboard, a cup, a clock and a mouse.",
        ),
        ("is the {thing:cup} on the {side:left}", "No, the cup is on the right."),
        ("i think the {thing:cup} is on the {ref:table} is that right", "Yes, the cup looks to be on the table."),
        ("what is the {thing:cup} standing on", "The cup looks to be on the table."),
        ("is there anything between me and the {ref:cup}", f"I can't tell what is in front and what is behind. {SEEN}"),
        ("what is next to the {ref:mouse} on the {side:right}", "I see a cup right of the mouse."),
    ],
)
def test_whether_one_thing_lies_beside_another(text: str, answer: str):
    assert ask(meant("relation", text), DESK).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (
            "which is bigger the {thing:cup} or the {thing:keyboard}",
            "The keyboard looks bigger than the cup, though how far away they are may deceive me.",
        ),
        ("is the {thing:clock} bigger than the {thing:mouse}", "The clock and the mouse look about as big."),
        ("what is the biggest thing here", "The table in the middle looks biggest."),
        ("what is the biggest thing on the {ref:table}", "The keyboard on the left looks biggest."),
        ("compare them which is larger", "The table in the middle looks biggest."),
        ("which {thing:cup} is the smallest", "The cup on the right looks smallest."),
        ("what is nearest to me", "I can't measure distances, but by its size the table in the middle seems nearest."),
        (
            "which is nearer the {thing:cup} or the {thing:keyboard}",
            "I can't measure distances, but by its size the keyboard seems nearer than the cup.",
        ),
    ],
)
def test_sizes_are_compared_and_distances_only_guessed_from_them(text: str, answer: str):
    scene = Scene(things=(*(DESK.things or ())[:4], boxed("clock", 0.4, 0.0, 0.49, 0.1)))
    assert ask(meant("relation", text), scene).text == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("or under it", "It doesn't look like that: the cup is right of the table."),
        ("is it on the {side:left}", "No, the cup is on the right."),
        ("is it next to the {ref:mouse}", "It doesn't look like that: the cup is right of the mouse."),
        ("and the {thing:mouse}", "Yes, the mouse looks to be on the table."),
    ],
)
def test_it_and_there_are_what_the_turn_before_named(text: str, answer: str):
    past = before("is the cup on the table", "relation", ("thing", "cup"), ("ref", "table"))
    assert ask(meant("relation", text, past), DESK).text == answer


def test_what_names_no_relation_is_not_claimed():
    assert claim_on(meant("relation", "tell me about it")) is None
