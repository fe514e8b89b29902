"""Text is normalised as a recogniser writes it, and split into words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.language.text import as_written, listing, normalise, words


@given(st.text())
def test_normalising_twice_changes_nothing(text: str):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("What’s THIS?", "what's this"),
        ("It's 7:30 -- really!", "it's 7:30 really"),
        ("$50 is 15% of what?", "$50 is 15% of what"),
        ("  a t-shirt,  1,000.5 and 5kg ", "a t-shirt 1,000.5 and 5kg"),
        ("ＡＢＣ straße", "abc strasse"),
        ("...", ""),
    ],
)
def test_text_looks_like_a_recogniser_s(text: str, said: str):
    assert normalise(text) == said


def test_words_keep_what_is_inside_them():
    assert words("Where's my t-shirt?") == ("where's", "my", "t-shirt")


def test_a_list_is_said_as_people_say_it():
    assert [listing(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "said", "written"),
    [
        ("Note: call Anna, at five.", "call anna at five", "call Anna, at five"),
        ('Say "Don\'t"!', "don't", "Don't"),
        ("milk and eggs", "eggs", "eggs"),
        ("it's 7:30", "something else", "something else"),
        ("anything", "", ""),
        ("", "x", "x"),
    ],
)
def test_words_are_found_as_they_were_written(text, said, written):
    assert as_written(text, said) == written
