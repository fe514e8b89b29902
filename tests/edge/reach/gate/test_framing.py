"""Which part of a picture leaves: what the question names, or the whole in any doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Box, Thing
from edge.reach.gate.framing import LEAST, SURE, WHOLE, part_asked_about

PLANT = Thing("potted plant", 0.8, Box(0.1, 0.4, 0.3, 0.8))
CUP = Thing("cup", 0.7, Box(0.7, 0.5, 0.75, 0.6))
PERSON = Thing("person", 0.9, Box(0.5, 0.0, 0.9, 1.0))
THINGS = (PLANT, CUP, PERSON)


def holds(part: Box, thing: Thing) -> bool:
    box = thing.box
    return part.x1 <= box.x1 and part.y1 <= box.y1 and part.x2 >= box.x2 and part.y2 >= box.y2


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("is this plant poisonous?", [PLANT]),
        ("Why does my houseplant look so sad", [PLANT]),
        ("would this cup survive the dishwasher?", [CUP]),
        ("does the cup match the plant?", [CUP, PLANT]),
    ],
)
def test_what_a_question_names_leaves_with_room_around_it_and_no_more(question, named):
    part = part_asked_about(question, THINGS)
    assert part != WHOLE
    assert all(holds(part, thing) for thing in named)
    assert part.x2 - part.x1 >= LEAST - 1e-9
    assert part.y2 - part.y1 >= LEAST - 1e-9


@pytest.mark.parametrize(
    "question",
    [
        "which of these should I eat if I am allergic to nuts, and why?",
        "why?",
        "what is next to the plant?",
        "describe everything around the cup",
        "would the cat like this plant?",
        "what should I do in this room with the plant",
    ],
)
def test_in_any_doubt_it_is_the_whole(question):
    assert part_asked_about(question, THINGS) == WHOLE


def test_a_thing_that_is_only_suspected_cuts_nothing_away():
    doubtful = Thing("cup", SURE - 0.01, CUP.box)
    assert part_asked_about("would this cup survive the dishwasher?", (doubtful,)) == WHOLE


corners = st.tuples(st.floats(0, 0.99), st.floats(0.001, 1)).map(lambda c: (c[0], min(1.0, c[0] + c[1])))


@given(corners, corners)
def test_the_part_is_never_smaller_than_the_thing_nor_larger_than_the_picture(across, down):
    cup = Thing("cup", 0.9, Box(across[0], down[0], across[1], down[1]))
    part = part_asked_about("would this cup survive the dishwasher?", (cup,))
    assert holds(part, cup)
    assert holds(WHOLE, Thing("part", 1.0, part))
    assert min(part.x2 - part.x1, part.y2 - part.y1) >= LEAST - 1e-9
