"""Words that are glued together come apart; of what was corrected the last counts."""

from __future__ import annotations

import pytest

from edge.language.numbers import whole_at
from edge.language.timed import FoundValue, chosen, corrects, every, time_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1h30", "1 h 30"),
        ("7pm", "7 pm"),
        ("at 7 a.m.", "at 7 am"),
        ("a five-minute timer", "a five minute timer"),
        ("half-past six oclock", "half past six o'clock"),
        ("the x-ray, 3rd of May, 7:30", "the x-ray 3rd of may 7:30"),
        ("3/5", "3/5"),
    ],
)
def test_words_come_apart(text: str, words: str):
    assert " ".join(time_words(text)) == words


def number(tokens: tuple[str, ...], at: int) -> FoundValue[int] | None:
    found = whole_at(tokens, at)
    return FoundValue(int(found.value), at, at + found.used) if found is not None else None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ten no fifteen", 15),
        ("ten sorry i meant fifteen", 15),
        ("ten and fifteen", 10),
        ("five no not five six", 6),
        ("ten not fifteen", 10),
        ("ten no fifteen then twenty", 15),
        ("nothing", None),
    ],
)
def test_after_a_correction_the_last_counts(text: str, value: int | None):
    tokens = time_words(text)
    found = chosen(tokens, every(tokens, number))
    assert (found.value if found else None) == value


def test_of_several_the_plainest_counts():
    found = (FoundValue("a", 0, 1), FoundValue("b", 2, 3, plain=2), FoundValue("c", 4, 5, plain=2))
    best = chosen(("x",) * 5, found)
    assert best is not None
    assert best.value == "b"


@pytest.mark.parametrize(
    ("text", "so"), [("no fifteen", True), ("make it ten", True), ("wait", False), ("and another", False)]
)
def test_a_correction_is_known_by_its_words(text: str, so: bool):
    assert corrects(time_words(text)) is so
