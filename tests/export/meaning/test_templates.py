"""Templates: what is drawn, what is marked, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")  # the tests of the export run where torch is

from edge.errors import FormatError
from export.meaning.templates import Template, drawn, read_templates


def fill(name: str, _rng: np.random.Generator) -> tuple[str, str]:
    return ("a", "red cup") if name == "a_thing" else ("", f"some {name}")


def some(template: str, times: int = 60) -> set[tuple[str, ...]]:
    rng = np.random.default_rng(1)
    return {drawn(template, rng, fill).words for _ in range(times)}


@pytest.mark.parametrize(
    ("template", "sentences"),
    [
        ("stop", {"stop"}),
        ("(stop|end) it", {"stop it", "end it"}),
        ("stop [now|please]", {"stop", "stop now", "stop please"}),
        ("stop [(right |)now]", {"stop", "stop now", "stop right now"}),
        ("a (b [c]|d)", {"a b", "a b c", "a d"}),
    ],
)
def test_every_choice_is_drawn_and_nothing_else(template: str, sentences: set[str]):
    assert {" ".join(words) for words in some(template)} == sentences


def test_what_fills_a_place_is_marked_and_an_article_is_not():
    found = drawn("is there {a_thing} here", np.random.default_rng(1), fill)
    assert found.words == ("is", "there", "a", "red", "cup", "here")
    assert found.tags == ("O", "O", "O", "B-thing", "I-thing", "O")
    assert not any(found.borrowed)


def test_literal_words_are_marked_unmarked_fillers_are_not_and_a_sign_says_what_is_borrowed():
    found = drawn("{side:left} of {person} {thing!}", np.random.default_rng(1), fill)
    assert found.tags == ("B-side", "O", "O", "O", "B-thing", "I-thing")
    assert found.borrowed == (False, False, False, False, True, True)


@pytest.mark.parametrize("template", ["(a|b", "a)", "[a", "a|b", "(a]"])
def test_a_bracket_that_does_not_match_is_refused(template: str):
    with pytest.raises(ValueError, match="bracket"):
        drawn(template, np.random.default_rng(1), fill)


def test_a_folder_is_read_file_by_file(tmp_path: Path):
    (tmp_path / "count.txt").write_text("# how many\n\nhow many\n", encoding="utf-8")
    (tmp_path / "followups.txt").write_text("@ task=count\nis it => and how many\n", encoding="utf-8")
    (tmp_path / "other.txt").write_text("@ intent=think camera=yes\nwhy is that\n", encoding="utf-8")
    assert list(read_templates(tmp_path, {"count": ("look", True)})) == [
        Template("how many", "count", "look", True),
        Template("and how many", "count", "look", True, "is it"),
        Template("why is that", "other", "think", True),
    ]
    (tmp_path / "other.txt").write_text("why\n", encoding="utf-8")
    with pytest.raises(FormatError, match="line 1 stands under no intent"):
        list(read_templates(tmp_path, {"count": ("look", True)}))
