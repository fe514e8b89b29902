"""A language is a folder: what it says is used, and what it does not say is English."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.errors import FormatError
from edge.language.language import english, language_in
from edge.skills.battery import Battery
from edge.skills.levels import LevelSkill
from tests.edge.skills.asking import ask, meant


@pytest.fixture
def german(tmp_path: Path) -> Path:
    (tmp_path / "phrases.toml").write_text('[battery]\nunknown = "Das weiß ich nicht."\n[volume]\nup = "Lauter."\n')
    (tmp_path / "heard.toml").write_text('[volume]\nup = ["lauter", "mach * lauter"]\ndown = ["leiser"]\n')
    return tmp_path


def test_a_folder_is_a_language(german: Path):
    language = language_in(german)
    louder = ask(meant("volume", "mach mal lauter"), skills=(LevelSkill(language),))
    assert (louder.text, louder.acts[0].by) == ("Lauter.", 20)
    assert ask(meant("battery", "wie voll ist der akku"), skills=(Battery(language),)).text == "Das weiß ich nicht."


def test_what_it_does_not_say_is_said_and_heard_in_english(german: Path):
    language = language_in(german)
    assert language.say("battery.low") == english().say("battery.low")
    assert language.hears("cancel.undo", "undo that") == "undo"
    assert language.table("units") == english().table("units")
    with pytest.raises(KeyError):
        language.say("battery.nothing")


def test_the_name_with_the_most_words_wins():
    assert english().which("volume", "turn the volume down a bit") == "down"
    assert english().which("volume", "hello") == ""


def test_a_broken_file_is_told(tmp_path: Path):
    (tmp_path / "phrases.toml").write_text("[battery\n")
    with pytest.raises(FormatError):
        language_in(tmp_path)


def test_all_that_is_heard_is_heard_in_some_sentence():
    for names in english().table("heard").values():
        for name, phrases in names.items():
            assert phrases, name
            assert all(isinstance(phrase, str) and phrase.strip() for phrase in phrases)
