"""What a question about the view is after: its marked words as values, and what the turn before adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.language import english
from edge.messages import Need, Past, Slot
from edge.skills.view.sought import Sought, sought
from tests.edge.skills.asking import meant
from tests.edge.skills.view.scenes import before

ENGLISH = english()


def wanted(text: str, *recent: Past, borrowed: tuple[Slot, ...] = ()) -> Sought:
    return sought(meant("presence", text, *recent, borrowed=borrowed), ENGLISH)


def names(phrases: tuple[object, ...]) -> list[str]:
    return [phrase.noun.one for phrase in phrases]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "things", "refs"),
    [
        ("is there a {thing:red cup} on the {ref:table}", ["cup"], ["table"]),
        ("is there a {thing:cup on the table}", ["cup"], ["table"]),
        ("is there a {thing:cup} in the {ref:picture}", ["cup"], []),
        ("is there a cup on the table", ["cup"], ["table"]),
        ("is there a {thing:cup} or a {thing:glass}", ["cup", "glass"], []),
        ("where are my {thing:glasses}", ["glass"], []),
        ("is there anything on the {ref:kitchen table}", [], ["table"]),
    ],
)
def test_things_and_places(text: str, things: list[str], refs: list[str]):
    found = wanted(text)
    assert (names(found.things), names(found.refs)) == (things, refs)


def test_my_glasses_are_no_drinking_glasses():
    assert not wanted("where are my {thing:glasses}").known
    assert wanted("how many {thing:glasses} are there").known


@pytest.mark.parametrize(
    ("text", "side", "sides"),
    [
        ("is there a {thing:cup} on the {side:left}", "left", ("left",)),
        ("is there a {thing:cup} on my left", "left", ("left",)),
        ("is the {thing:cup} left or right", "", ("left", "right")),
        ("is that a {thing:cup} is that right", "", ()),
        ("what's on the left of the {ref:cup}", "", ("left",)),
        ("{side:centre} please", "middle", ("middle",)),
    ],
)
def test_sides(text: str, side: str, sides: tuple[str, ...]):
    found = wanted(text)
    assert (found.side, found.sides) == (side, sides)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("is the {thing:cup} on the {ref:table}", "on"),
        ("what is to the left of the {ref:table}", "left_of"),
        ("what is in between", "between"),
        ("which is the nearest to me", "nearest"),
        ("is there a {thing:cup}", ""),
    ],
)
def test_relations(text: str, relation: str):
    assert wanted(text).relation == relation


def test_numbers_colours_and_needs():
    found = wanted("are there {number:two} {thing:red cups}")
    assert found.numbers == (2,)
    assert found.needs == {Need.THINGS, Need.PICTURE}
    assert wanted("is it {colour:light blue} or {colour:gray}").colours == ("blue", "grey")
    assert wanted("are there {thing:three cups}").numbers == (3,)


def test_words_of_things_give_no_cues():
    assert "filled" not in wanted("is there a {thing:full bottle}").cues
    assert "filled" in wanted("is the {thing:bottle} full").cues


CUP = before("is there a cup on the table", "presence", ("thing", "cup"), ("ref", "table"))


@pytest.mark.parametrize(
    ("text", "things", "refs"),
    [
        ("and how many", ["cup"], ["table"]),
        ("and on the {side:left}", ["cup"], []),
        ("what about a {thing:dog}", ["dog"], ["table"]),
        ("is there a {thing:dog}", ["dog"], []),
        ("and on the {ref:chair}", ["cup"], ["chair"]),
        ("the {thing:left one}", ["cup"], ["table"]),
    ],
)
def test_what_is_not_said_is_taken_from_the_turn_before(text: str, things: list[str], refs: list[str]):
    found = wanted(text, CUP)
    assert (names(found.things), names(found.refs)) == (things, refs)


def test_borrowed_words_come_before_those_of_the_turn_before():
    found = wanted("where is it", CUP, borrowed=(Slot("thing", "dog"),))
    assert (names(found.things), found.follows, found.pointed) == (["dog"], True, False)


def test_nothing_named_and_nothing_before_is_pointed_at():
    assert wanted("is that the {side:left} one").pointed
    assert wanted("the {thing:left one}").side == "left"
    assert not wanted("is there a {thing:cup}").pointed


@given(st.text(max_size=40), st.sampled_from(["thing", "ref", "side", "number", "colour"]))
def test_any_words_can_be_read(words: str, kind: str):
    meaning = meant("presence", words.replace("{", "").replace("}", ""), borrowed=(Slot(kind, words),))
    sought(meaning, ENGLISH)
