"""Lines of text in view: in the order of reading, the largest, those with a word, where they stand."""

from __future__ import annotations

import pytest

from edge.messages import Point, Quad, Text
from edge.skills.view.lines import after, holding, largest, lines_of, place
from tests.edge.skills.view.scenes import line


def large(text: str, y: float) -> Text:
    return Text(text, 0.9, Quad(Point(0.1, y), Point(0.9, y), Point(0.9, y + 0.2), Point(0.1, y + 0.2)))


MENU = lines_of([line("Tea 2.20", y=0.6), large("MARIO'S", 0.05), line("Soup of the", y=0.4), line("day 4.50", y=0.5)])


def test_lines_are_read_from_top_to_bottom_and_left_to_right():
    assert [each.text for each in MENU] == ["MARIO'S", "Soup of the", "day 4.50", "Tea 2.20"]
    assert [each.text for each in lines_of([line("b", x=0.5), line("a", x=0.1)])] == ["a b"]
    assert lines_of([]) == []


def test_the_largest_letters_come_first():
    assert [each.text for each in largest(MENU)] == ["MARIO'S"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("tea", [3]), ("Soups", [1]), ("soup of the day", [1]), ("marios", [0]), ("coffee", []), ("te", []), ("", [])],
)
def test_words_are_found_a_letter_aside_and_over_two_lines(words: str, found: list[int]):
    assert holding(MENU, words) == found


def test_reading_goes_on_below_what_was_heard():
    assert [each.text for each in after(MENU, "It says: “MARIO'S, Soup of the”.")] == ["day 4.50", "Tea 2.20"]
    assert after(MENU, "It says: “Tea 2.20”.") == []
    assert after(MENU, "Hello.") == MENU


@pytest.mark.parametrize(
    ("x", "y", "where"),
    [(0.0, 0.0, "top left"), (0.75, 0.9, "bottom right"), (0.4, 0.5, "middle"), (0.4, 0.9, "bottom")],
)
def test_where_a_line_stands(x: float, y: float, where: str):
    assert place(lines_of([line("x", x=x, y=y)])[0]) == where
