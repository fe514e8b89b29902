"""The words that decided: those without which a question would have been something else."""

from __future__ import annotations

import pytest

from edge.language.text import words
from edge.messages import Instant, Intent, Outcome, Past, Query, TurnId
from edge.understand.explain import LEAST, MOST, marked
from edge.understand.grasp import Grasped


class Sure:
    """A model that is sure of `count` while it reads these words, and notes what it was asked."""

    def __init__(self, *words: str, without: float = 0.2) -> None:
        self.words, self.without = words, without
        self.asked: list[tuple[str, str]] = []

    def __call__(self, text: str, before: str) -> Grasped:
        self.asked.append((text, before))
        share = 0.9 if all(word in words(text) for word in self.words) else self.without
        return Grasped({Intent.LOOK: 1.0}, {"count": share, "other": 1 - share}, 1.0)


def told(text: str, grasp, *recent: Past) -> str:
    return marked(Query(TurnId(1), text), recent, grasp)


def test_a_word_decided_if_without_it_the_task_is_less_likely():
    assert told("How many cups?", Sure("how", "many")) == "[how] [many] cups"


@pytest.mark.parametrize(("fall", "text"), [(LEAST + 0.01, "[how] many"), (LEAST - 0.01, "how many")])
def test_a_little_less_is_not_enough(fall: float, text: str):
    assert told("how many", Sure("how", without=0.9 - fall)) == text


def test_the_question_before_is_read_with_each():
    sure = Sure("many")
    past = Past(TurnId(0), Instant(0.0), "is there a cup", "Yes.", Outcome.ANSWERED_LOCAL)
    told("how many", sure, past)
    assert {before for _, before in sure.asked} == {"is there a cup"}
    assert len(sure.asked) == 3


def test_a_long_question_costs_no_more_than_its_beginning():
    sure = Sure("so")
    text = told(" ".join(["so"] * (MOST + 9)), sure)
    assert len(sure.asked) == MOST + 1
    assert len(text.split()) == MOST + 9


def test_where_no_task_is_known_nothing_is_marked():
    assert told("Why is the sky blue?", lambda _text, _before: Grasped({Intent.NONE: 1.0}, {}, 0.0)) == (
        "why is the sky blue"
    )
