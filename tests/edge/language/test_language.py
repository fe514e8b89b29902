"""A language is a folder: what it says is said, and the rest in English."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.errors import FormatError
from edge.language.language import english, language_in
from edge.messages import Scene
from edge.skills.battery import Battery
from edge.skills.levels import LevelSkill
from edge.skills.view.count import Count
from edge.skills.view.presence import Presence
from tests.edge.skills.asking import ask, meant
from tests.edge.skills.view.scenes import thing

NOUNS = """
[words]
cup = "Tasse/Tassen/eine Tasse"
dog = "Hund/Hunde/einen Hund"
[sides]
left = "links"
[parts]
articles = "eine, ein, einen, die"
"""
PHRASES = """
[view]
see = "Ich sehe {things}"
yes = "Ja: {see}."
left = "links"
[numbers]
2 = "zwei"
[battery]
unknown = "Das weiß ich nicht."
[volume]
up = "Lauter."
"""
HEARD = """
[volume]
up = ["lauter", "mach * lauter"]
down = ["leiser"]
"""


@pytest.fixture
def german(tmp_path: Path):
    (tmp_path / "nouns.toml").write_text(NOUNS, encoding="utf-8")
    (tmp_path / "phrases.toml").write_text(PHRASES, encoding="utf-8")
    (tmp_path / "heard.toml").write_text(HEARD, encoding="utf-8")
    return language_in(tmp_path)


def test_a_question_is_answered_in_a_language_that_was_dropped_in(german):
    scene = Scene(things=(thing("cup", x=0.1), thing("cup", x=0.2), thing("dog", x=0.8)))
    skills = (Presence(language=german), Count(language=german))
    asked = [
        meant("presence", "gibt es hier {thing:einen Hund}"),
        meant("count", "wie viele {thing:Tassen} siehst du {side:links}"),
    ]
    assert [ask(meaning, scene, skills=skills).text for meaning in asked] == [
        "Ja: Ich sehe einen Hund.",
        "Ich sehe zwei Tassen links.",
    ]


def test_what_a_folder_does_not_say_is_said_in_english(german):
    assert german.say("view.right") == english().say("view.right")
    assert german.noun_of("cat") == english().noun_of("cat")
    with pytest.raises(KeyError):
        german.say("view.no_such_wording")


def test_words_that_turn_a_question_are_heard_in_it_and_the_others_in_english(german):
    louder = ask(meant("volume", "mach mal lauter"), skills=(LevelSkill(german),))
    assert (louder.text, louder.acts[0].by) == ("Lauter.", 20)
    assert ask(meant("battery", "wie voll ist der akku"), skills=(Battery(german),)).text == "Das weiß ich nicht."
    assert german.hears("cancel.undo", "undo that") == "undo"
    assert german.table("units") == english().table("units")


def test_the_name_with_the_most_words_wins():
    assert english().which("volume", "turn the volume down a bit") == "down"
    assert english().which("volume", "hello") == ""


def test_all_that_is_heard_is_heard_in_some_sentence():
    for names in english().table("heard").values():
        for name, phrases in names.items():
            assert phrases, name
            assert all(isinstance(phrase, str) and phrase.strip() for phrase in phrases)


def test_numbers_are_told_in_words_and_large_ones_as_about_right():
    cup = english().noun_of("cup")
    told = [english().counted(n, cup) for n in (0, 1, 2, 6, 7)]
    assert told == ["no cups", "a cup", "two cups", "six cups", "about seven cups"]


def test_cues_are_whole_words_and_no_parts_of_others():
    assert "or" in english().cues("a cup or a glass")
    assert "or" not in english().cues("an orange")


def test_a_file_that_is_no_toml_is_named(tmp_path: Path):
    (tmp_path / "phrases.toml").write_text("cup = ", encoding="utf-8")
    with pytest.raises(FormatError, match=r"phrases\.toml"):
        language_in(tmp_path)


def test_where_the_number_is_told_one_is_a_number():
    cup, scissors = english().noun_of("cup"), english().noun_of("scissors")
    assert (english().numbered(1, cup), english().numbered(2, cup)) == ("one cup", "two cups")
    assert english().numbered(0, cup) == english().counted(0, cup)
    assert english().numbered(1, scissors) == english().counted(1, scissors)
