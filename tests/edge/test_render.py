"""Cards fit whatever is written on them, and what is spoken is words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.messages import Card, Show, Size
from edge.render import SPOKEN_AT_MOST, card, sentences, spoken, width, wrap


@given(st.text(), st.text(), st.integers(2, 60), st.integers(0, 8))
def test_a_card_always_fits(title: str, text: str, columns: int, rows: int):
    shown = card(Show(title, text), Size(columns, rows))
    assert len(shown.lines) <= rows
    assert all(width(line) <= columns for line in (shown.title, *shown.lines))


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), max_size=30), st.integers(12, 40))
def test_wrapping_loses_no_word(said: list[str], columns: int):
    assert " ".join(wrap(" ".join(said), columns)).split() == said


@given(st.text())
def test_nothing_hidden_reaches_the_display(text: str):
    shown = card(Show("t", text), Size(30, 6))
    assert not [c for line in shown.lines for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


def test_a_long_answer_says_that_there_was_more():
    assert card(Show("Glint", "one two three four five six"), Size(10, 2)).lines == ("one two", "three...")


def test_a_card_stays_for_as_long_as_it_was_meant_to():
    assert card(Show("Timer", "It is done.", 10.0), Size(40, 6)) == Card("Timer", ("It is done.",), 10.0)
    assert card(Show(""), Size(40, 6)) == Card("")


def test_wide_characters_take_two_columns():
    assert card(Show("Glint", "日本語"), Size(4, 3)).lines == ("日本", "語")


def test_markdown_is_not_shown():
    text = "# Title\nSome **bold** and `code`, a [link](http://x.y).\n\n- one\n* two"
    assert card(Show("", text), Size(60, 6)).lines == ("Title", "Some bold and code, a link.", "- one", "- two")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It costs $5.50, 15% off.", "It costs 5 dollars 50, 15 percent off."),
        ("**It's 20°C** and 5 km/h.", "It's 20 degrees Celsius and 5 kilometres per hour."),
        ("See https://user@www.example.com/a?b=c, ok.", "See example dot com, ok."),
        ("- one\n- two", "one. two."),
        ("10-12 cups, -5 is 2 - 7 = -5", "10 to 12 cups, minus 5 is 2 minus 7 equals minus 5"),
        ("Code 4006381333931", "Code 4 0 0, 6 3 8, 1 3 3, 3 9 3 1"),
        ("and/or 😀", "or"),
        ("He is 1.5 m tall at 7:30.", "He is 1.5 metres tall at seven thirty."),
        ("At 9:00\nGate B12", "At nine o'clock. Gate B12"),
    ],
)
def test_symbols_are_said(written: str, said: str):
    assert spoken(written) == said


@given(st.text(max_size=2000))
def test_speech_is_short_and_has_no_markup(text: str):
    said = spoken(text)
    assert len(said) <= SPOKEN_AT_MOST + 3
    assert not set(said) & set("*`~|<>^\n")


def test_long_speech_ends_at_a_sentence():
    said = spoken("This is a sentence of some length. " * 60)
    assert said.endswith("length.")
    assert len(said) <= SPOKEN_AT_MOST


@pytest.mark.parametrize(
    ("buffer", "whole", "rest"),
    [
        ("Dr. Smith paid 3.50 dollars. It was", ("Dr. Smith paid 3.50 dollars.",), "It was"),
        ("Really? Yes! No", ("Really?", "Yes!"), "No"),
        ("1. First thing. Then", ("1. First thing.",), "Then"),
        ("e.g. this one. Next", ("e.g. this one.",), "Next"),
        ("J. Bach wrote it. And", ("J. Bach wrote it.",), "And"),
        ("At 5 p.m. we go. Then", ("At 5 p.m. we go.",), "Then"),
        ("one\ntwo", ("one",), "two"),
        ("He said “go.” Then", ("He said “go.”",), "Then"),
        ("これは。それ", ("これは。",), "それ"),
        ("No end yet.", (), "No end yet."),
        ("", (), ""),
    ],
)
def test_sentences_end_where_people_end_them(buffer: str, whole: tuple[str, ...], rest: str):
    assert sentences(buffer) == (whole, rest)


@given(st.text(alphabet="ab .!?\n1eg", max_size=80), st.integers(0, 80))
def test_a_stream_gives_the_same_words_however_it_is_cut(text: str, cut: int):
    first, rest = sentences(text[:cut])
    second, left = sentences(rest + text[cut:])
    assert "".join((*first, *second, left)).split() or not text.split()
    assert "".join("".join((*first, *second, left)).split()) == "".join(text.split())
