"""Notes: what is noted is what was said, and what is read out is what was noted."""

from __future__ import annotations

import pytest

from edge.errors import AnswerError
from edge.messages import Drop, Expect, Keep, Kind
from tests.edge.skills.asking import FACTS, ask, meant
from tests.edge.skills.keeping import before, kept, notes


@pytest.mark.parametrize(
    ("sentence", "noted"),
    [
        ("Make a note that {text:the car is due in May}.", "the car is due in May"),
        ("Note: {text:Call Anna, at five}!", "Call Anna, at five"),
        ("please make a note that the boiler hums", "the boiler hums"),
        ("could you jot down that Anna left", "Anna left"),
        ("the gate is broken write that down please", "the gate is broken"),
        ("note to self buy stamps", "buy stamps"),
    ],
)
def test_what_was_said_is_noted_as_it_was_written(sentence, noted):
    reply = ask(meant("note_add", sentence))
    assert reply.acts == (Keep(Kind.NOTE, noted),)
    assert reply.text == f"Noted: {noted}."


def test_what_to_note_is_asked_for_and_then_noted_whole():
    asked = ask(meant("note_add", "take a note"))
    assert (asked.text, asked.acts, asked.expects) == ("What shall I note?", (), Expect.TEXT)
    past = before("note_add", "take a note", expects=Expect.TEXT)
    assert ask(meant("note_add", "{text:Ring the plumber.}", past)).acts == (Keep(Kind.NOTE, "Ring the plumber"),)


def test_a_correction_takes_the_place_of_the_note_before():
    past = before("note_add", "note {text:gate seven}", Keep(Kind.NOTE, "gate seven"))
    reply = ask(meant("note_add", "sorry i meant gate nine", past), facts=notes("gate seven"))
    assert reply.acts == (Drop(Kind.NOTE, 0, "gate seven"), Keep(Kind.NOTE, "gate nine"))


def test_another_note_after_a_note_is_another_note():
    past = before("note_add", "note {text:gate seven}", Keep(Kind.NOTE, "gate seven"))
    assert ask(meant("note_add", "and also that {text:Anna comes}", past)).acts == (Keep(Kind.NOTE, "Anna comes"),)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("read my notes", "You have two notes. The car is due. The boiler hums."),
        ("what was my last note", "Your last note, at 12:00: the car is due."),
        ("how many notes have i got", "You have two notes."),
        ("what did i note about the {text:boilers}", "Your note, at 11:00: the boiler hums."),
        ("find the note on {text:the garden}", "You have no note about the garden."),
        ("any notes from {date:yesterday}", "You have no notes from then."),
        ("what notes did i make {date:today}", "You have two notes. The car is due. The boiler hums."),
    ],
)
def test_notes_are_read_out_the_newest_first(sentence, told):
    assert ask(meant("note_read", sentence), facts=notes("the boiler hums", "the car is due")).text == told


def test_of_many_the_newest_are_read():
    told = ask(meant("note_read", "read my notes"), facts=notes(*(f"note {n}" for n in range(9)))).text
    assert told == "You have nine notes. Note 8. Note 7. Note 6. Note 5. Note 4."


def test_where_there_are_none_it_says_how_to_make_one():
    assert "Say: make a note that" in ask(meant("note_read", "read my notes"), facts=kept()).text


def test_what_cannot_be_read_is_not_called_nothing():
    from dataclasses import replace

    with pytest.raises(AnswerError, match="cannot read what I keep"):
        ask(meant("note_read", "read my notes"), facts=replace(FACTS, kept=None))


def test_a_few_words_take_the_place_of_their_like():
    past = before("note_add", "note call sue on friday", Keep(Kind.NOTE, "call sue on friday"))
    reply = ask(meant("note_add", "no monday", past), facts=notes("call sue on friday"))
    assert reply.acts[-1] == Keep(Kind.NOTE, "call sue on monday")
