"""Questions about things in view: their kind, and what exactly is asked for. Who answers: test_claims.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.nouns import Noun
from edge.language.question import Kind, Question, question, side_named, unknown_in

CUP, CAT = Noun(("cup",), "cup", "cups"), Noun(("cat",), "cat", "cats")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Is there a cup?", Question(Kind.PRESENCE, (CUP,))),
        ("Hey Glint, can you see a cup, please?", Question(Kind.PRESENCE, (CUP,))),
        ("is this a cup", Question(Kind.IDENTITY, (CUP,))),
        ("where is the cup", Question(Kind.WHERE, (CUP,))),
        ("how many cups are there", Question(Kind.COUNT, (CUP,), many=True)),
        ("are there three cups", Question(Kind.PRESENCE, (CUP,), many=True, least=3)),
        ("are there only three cups", Question(Kind.PRESENCE, (CUP,), many=True, least=3, exact=True)),
        ("is there more than one cup", Question(Kind.PRESENCE, (CUP,), least=2)),
        ("is there a cup and a cat", Question(Kind.PRESENCE, (CUP, CAT), each=True)),
        ("is there a cup or a cat", Question(Kind.PRESENCE, (CUP, CAT))),
        ("are there cups in the centre", Question(Kind.PRESENCE, (CUP,), many=True, side="middle")),
        ("where is the cup on the left", Question(Kind.WHERE, (CUP,))),
        ("is there a red cup", Question(Kind.PRESENCE, (CUP,), colour="red")),
        ("is there a cup on the table", Question(Kind.PRESENCE, (CUP,))),
    ],
)
def test_a_question_says_what_is_asked_for(text: str, asked: Question):
    assert question(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "is there a cup in london",
        "how many cups or cats are there",
        "how many cups are not there",
        "is there a red cup and a cat",
        "what is the number of the bus",
        "why is there a cup",
        "I see a cup",
        "is there a cup's handle",
        "",
    ],
)
def test_what_is_not_understood_to_its_last_word_is_left_to_others(text: str):
    assert question(text) is None


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("there is a cup", False),
        ("there is a cup?", True),
        ("there's a cup, right", True),
        ("there is a cup is there", True),
    ],
)
def test_a_statement_is_a_question_only_as_it_is_said(text: str, asks: bool):
    assert (question(text) == Question(Kind.PRESENCE, (CUP,))) is asks


STAPLER = Noun((), "stapler", "staplers")


@pytest.mark.parametrize(
    ("text", "asked", "named"),
    [
        ("is there a stapler in front of me", Question(Kind.PRESENCE, (STAPLER,)), STAPLER),
        ("how many staplers can you see", Question(Kind.COUNT, (STAPLER,)), STAPLER),
        ("is there a stapler", None, STAPLER),
        ("is there a difference in front of me", None, None),
        ("is there any text in view", None, None),
        ("is there a cup", Question(Kind.PRESENCE, (CUP,)), None),
    ],
)
def test_a_thing_that_no_detector_knows_is_named_where_it_is_asked_for_in_view(
    text: str, asked: Question | None, named: Noun | None
):
    assert question(text) == asked
    assert unknown_in(text) == named


def test_the_middle_has_one_name():
    assert [side_named(word) for word in ("left", "center", "centre", "middle")] == [
        "left",
        "middle",
        "middle",
        "middle",
    ]


WORDS = "is there a an the cup cats red two how many where not or and stapler in front of me left on number".split()


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_a_question_is_about_something_that_was_said(text: str):
    asked = question(text)
    if asked is not None:
        assert asked.nouns
        assert asked.least >= 1
        assert asked.colour in {"", "red"}
        assert all({noun.one, noun.many} & set(text.split()) or not noun.labels for noun in asked.nouns)
