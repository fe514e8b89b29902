"""What fills the places of templates: that the parsers of the skills can read what is made up."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")  # the tests of the export run where torch is

from edge.language.durations import duration_in
from export.meaning.corpus import HERE
from export.meaning.fillers import Fillers, read_fillers

TIMES = 300


@pytest.fixture(scope="module")
def fillers() -> Fillers:
    return read_fillers(HERE / "en" / "fillers.toml")


def made(fillers: Fillers, name: str) -> list[str]:
    rng = np.random.default_rng(1)
    return [" ".join(fillers(name, rng)).strip() for _ in range(TIMES)]


@pytest.mark.parametrize(
    "name", ["thing", "a_thing", "things", "side", "unit", "one_unit", "number", "percent", "duration", "time", "date"]
)
def test_something_is_made_each_time_and_not_always_the_same(fillers: Fillers, name: str):
    found = made(fillers, name)
    assert all(text and text == " ".join(text.split()) for text in found)
    assert len(set(found)) > 5


def test_an_unknown_filler_is_refused(fillers: Fillers):
    with pytest.raises(KeyError):
        fillers("no_such_filler", np.random.default_rng(1))


def test_an_article_fits_its_word_and_is_no_part_of_the_slot(fillers: Fillers):
    rng = np.random.default_rng(1)
    pairs = [fillers("a_thing", rng) for _ in range(TIMES)]
    assert all((lead == "an") == (words[0] in "aeiou") for lead, words in pairs if lead in {"a", "an"})
    assert {"a", "an"} < {lead for lead, _ in pairs}


def test_lengths_of_time_are_lengths_to_the_parser_of_the_skills(fillers: Fillers):
    lost = {text for text in made(fillers, "duration") if duration_in(text) is None}
    assert len(lost) < 10, lost


def test_a_percentage_stands_between_one_and_a_hundred(fillers: Fillers):
    assert all(0 < int(text) <= 100 for text in made(fillers, "percent") if text.isdigit())
