"""The recipes by name: those that can be tried out in seconds are, and a name that is none is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.bundle.net import open_bundle
from edge.errors import UsageError
from export.errors import ExportError
from export.recipe import Place
from export.recipes import NAMES, make


def place(folder: Path, name: str) -> Place:
    return Place(folder / "data", folder / "work", folder / "models" / name)


def test_a_small_table_of_words_is_made_by_its_name(tmp_path: Path) -> None:
    said: list[str] = []
    figures = make("trigrams", place(tmp_path, "trigrams"), said.append, smoke=True, resume=False)
    card = open_bundle(tmp_path / "models" / "trigrams").card
    assert (card.name, card.task) == ("trigrams", "trigrams")
    assert figures["bytes"] == card.figures["bytes"] > 0
    assert any("count" in line for line in said)


def test_a_small_voice_detector_is_made_by_its_name(tmp_path: Path) -> None:
    figures = make("silero", place(tmp_path, "silero"), lambda _: None, smoke=True, resume=False)
    card = open_bundle(tmp_path / "models" / "silero").card
    assert (card.name, card.task) == ("silero", "voice")
    assert figures


@pytest.mark.parametrize("name", ["trigrams", "silero"])
def test_the_true_recipe_needs_what_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError):
        make(name, place(tmp_path, name), lambda _: None, smoke=False, resume=False)
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize("smoke", [True, False])
def test_an_unknown_name_is_refused_with_the_known_ones(tmp_path: Path, smoke: bool) -> None:
    with pytest.raises(UsageError, match=r"no recipe called 'parrot'") as told:
        make("parrot", place(tmp_path, "parrot"), lambda _: None, smoke=smoke, resume=False)
    assert str(told.value).endswith("there are: " + ", ".join(NAMES))
    assert not list(tmp_path.iterdir())
