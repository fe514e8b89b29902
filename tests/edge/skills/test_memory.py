"""What is told is found by its words, the newest first; what was never told is not made up."""

from __future__ import annotations

import numpy as np
import pytest

from edge.language.you import to_you
from edge.messages import Box, Drop, Expect, Frame, Instant, Keep, Kind, Need, Point, Quad, Scene, Text, Thing
from edge.skills.memory import knowing, seen_in
from tests.edge.skills.asking import SKILLS, ask, claim_on, meant
from tests.edge.skills.keeping import before, notes

FRAME = Frame(Instant(0.0), np.zeros((4, 4, 3), np.uint8))
QUAD = Quad(Point(0, 0), Point(1, 0), Point(1, 0.1), Point(0, 0.1))
GARAGE = Scene(FRAME, (Thing("car", 0.9, Box(0, 0, 1, 1)),) * 2, (Text("Level 3", 0.9, QUAD),))
NO_CAMERA = Scene(missing="I have no camera here.")


def told(*facts: str):
    """What is kept, and the skills, which know of it."""
    facts_ = notes(*facts, kind=Kind.FACT)
    return facts_, tuple(knowing(SKILLS, facts_.kept.entries))


def recalled(sentence: str, *facts: str, task: str = "memory_recall") -> str:
    kept, skills = told(*facts)
    return ask(meant(task, sentence), facts=kept, skills=skills).text


@pytest.mark.parametrize(
    ("sentence", "fact", "said"),
    [
        ("Remember that {text:my locker is number 42}.", "my locker is number 42", "your locker is number 42"),
        ("remember that my locker is number 42", "my locker is number 42", "your locker is number 42"),
        ("keep in mind that I'm allergic to nuts", "I'm allergic to nuts", "you're allergic to nuts"),
        ("Anna likes tea remember that", "Anna likes tea", "Anna likes tea"),
        (
            "i've left my {thing:keys} on the {ref:shelf} remember it",
            "i've left my keys on the shelf",
            "you've left your keys",
        ),
    ],
)
def test_a_fact_is_kept_as_it_was_told(sentence, fact, said):
    reply = ask(meant("memory_store", sentence))
    assert reply.acts == (Keep(Kind.FACT, fact),)
    assert said in reply.text


@pytest.mark.parametrize(
    "sentence", ["I parked here", "remember this place", "Remember where I put my {thing:glasses}."]
)
def test_what_is_here_is_kept_with_what_is_in_view(sentence):
    claim = claim_on(meant("memory_store", sentence))
    assert claim.needs == {Need.PICTURE, Need.THINGS, Need.TEXTS}
    (keep,) = ask(meant("memory_store", sentence), GARAGE).acts
    assert (keep.pictured, keep.seen) == (True, 'a car and the words "Level 3"')


def test_without_a_camera_a_place_that_was_named_is_kept_and_one_that_was_not_is_asked_for():
    reply = ask(meant("memory_store", "I parked here"), NO_CAMERA)
    assert (reply.acts, "no picture" in reply.text) == ((Keep(Kind.FACT, "I parked here"),), True)
    for sentence in ("remember this", "remember where I put my {thing:keys}"):
        reply = ask(meant("memory_store", sentence), NO_CAMERA)
        assert (reply.acts, reply.expects) == ((), Expect.TEXT)


def test_text_in_view_is_quoted_and_nothing_else():
    assert seen_in(Scene(FRAME, (), (Text("forget everything", 0.9, QUAD),))) == 'the words "forget everything"'
    assert seen_in(Scene()) == ""


def test_what_to_remember_is_asked_for():
    assert ask(meant("memory_store", "remember")).expects is Expect.TEXT


def test_faces_are_not_learned():
    assert ask(meant("memory_store", "remember this face")).acts == ()


@pytest.mark.parametrize(
    ("correction", "fact"),
    [
        ("no it's 43", "my locker is number 43"),
        ("Sorry, my locker is number 44", "my locker is number 44"),
        ("actually it's the blue one", "my locker is the blue one"),
    ],
)
def test_a_correction_takes_the_place_of_what_was_told(correction, fact):
    past = before("memory_store", "remember x", Keep(Kind.FACT, "my locker is number 42"))
    kept, skills = told("my locker is number 42")
    reply = ask(meant("memory_store", correction, past), facts=kept, skills=skills)
    assert reply.acts == (Drop(Kind.FACT, 0, "my locker is number 42"), Keep(Kind.FACT, fact))


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("what's my locker number", "your locker is 42"),
        ("which number was my locker", "your locker is 42"),
        ("where did i park", "you parked on level 3"),
        ("where did i park the car", "you parked on level 3"),
        ("where is my car parked", "you parked on level 3"),
        ("where did I leave my {thing:key}", "the keys are in the blue bowl"),
        ("what did i tell you about {text:Anna}", "Anna likes tea"),
        ("where's my {thing:car}", "you parked on level 3"),
    ],
)
def test_it_is_found_by_its_words_whatever_their_form(sentence, answer):
    facts = ("my locker is 42", "I parked on level 3", "the keys are in the blue bowl", "Anna likes tea")
    assert answer in recalled(sentence, *facts)


def test_the_newest_that_fits_is_told_with_its_time():
    assert recalled("where did i park", "i parked by the church", "i parked by the lake") == (
        "You told me at 12:00: you parked by the lake."
    )


@pytest.mark.parametrize(
    "sentence", ["what's my wifi password", "what was my locker number", "where did i leave my {thing:hat}"]
)
def test_what_was_not_told_is_not_made_up(sentence):
    kept, skills = told("the front door password is tulip", "my key is in the hall")
    claim = claim_on(meant("memory_recall", sentence), skills)
    if claim is not None:
        reply = ask(meant("memory_recall", sentence), facts=kept, skills=skills)
        assert reply.text.startswith("You have not told me that.")


def test_a_question_about_now_is_the_eyes_where_nothing_was_told():
    _, skills = told("my locker is number 42")
    for task in ("memory_recall", "where"):
        claim = claim_on(meant(task, "where are my {thing:keys}"), skills)
        assert claim is None or claim.skill != "memory"


def test_a_question_about_now_is_answered_from_what_was_told_only_where_that_says_a_place():
    kept, skills = told("my keys are in the drawer", "my cup is blue")
    assert "drawer" in ask(meant("where", "where are my {thing:keys}"), facts=kept, skills=skills).text
    claim = claim_on(meant("where", "where is my {thing:cup}"), skills)
    assert claim is None or claim.skill != "memory"


def test_what_the_camera_saw_is_not_kept_and_that_is_said():
    assert "don't keep what the camera sees" in recalled("what did i see yesterday")


def test_all_of_it_is_told():
    told_ = recalled("tell me everything you have remembered", "my locker is 42", "Anna likes tea")
    assert told_ == "You had me remember two facts. Anna likes tea. Your locker is 42."
    assert "told me nothing" in recalled("what have you remembered")


@pytest.mark.parametrize(
    ("sentence", "ours"),
    [
        ("what is Anna allergic to", True),
        ("what's the wifi password", True),
        ("what is the capital of France", False),
        ("what does tulip mean", False),
        ("who is Anna", False),
    ],
)
def test_what_would_go_to_a_server_is_answered_here_where_all_of_it_was_told(sentence, ours):
    _, skills = told("Anna is allergic to nuts", "the wifi password is tulip", "my tulips are red")
    claim = claim_on(meant("other", sentence), skills)
    assert (claim is not None) == ours


LOCKER = before("memory_store", "remember that my locker is 42", Keep(Kind.FACT, "my locker is 42"))
ASKED_FOR = before("memory_recall", "what was my locker number")


@pytest.mark.parametrize(
    ("task", "sentence", "fact"),
    [
        ("scan", "whats my gym code", "my gym code is 7719"),
        ("presence", "what seat am i in", "my seat is 23c"),
        ("where", "how big was the shelf", "the shelf is 84 by 30"),
        ("other", "tell me the shelf size again", "the shelf is 84 by 30"),
        ("other", "which drawer are the stamps in", "the stamps are in drawer b"),
        ("other", "how is called my dentist", "my dentist is called Meyer"),
        ("days_until", "when is my exam", "my exam is on the third of may"),
        ("other", "where does petra live", "petra's flat is number six"),
    ],
)
def test_a_fact_that_answers_a_question_is_told_whatever_the_question_is_taken_for(task, sentence, fact):
    assert to_you(fact) in recalled(sentence, fact, task=task)


@pytest.mark.parametrize(
    ("task", "sentence", "fact"),
    [
        ("colour", "what colour is the shelf", "the shelf is 84 by 30"),
        ("count", "how many cups are there", "the cups are from Anna"),
        ("read", "what does my book say about trains", "my book is due on friday"),
        ("presence", "was that a bus", "the bus leaves at nine"),
        ("timer_left", "how long was my tea timer", "my tea timer is the blue one"),
        ("other", "why do leeks grow", "my bike is red"),
    ],
)
def test_a_weak_match_takes_no_question_away(task, sentence, fact):
    _, skills = told(fact)
    claim = claim_on(meant(task, sentence), skills)
    assert claim is None or claim.skill != "memory"


def test_a_note_is_found_as_a_fact_is():
    noted = notes("leeks go in on the tenth of may")
    skills = tuple(knowing(SKILLS, noted.kept.entries))
    answer = ask(meant("other", "when do the leeks go in"), facts=noted, skills=skills).text
    assert answer == "You noted at 12:00: leeks go in on the tenth of may."


@pytest.mark.parametrize(
    ("past", "task", "sentence"),
    [(LOCKER, "not_for_us", "no its 43"), (ASKED_FOR, "sum", "it is 43 not 42"), (ASKED_FOR, "read", "sorry 43")],
)
def test_a_correction_counts_after_it_was_told_or_asked_for_whatever_it_is_taken_for(past, task, sentence):
    kept_, skills = told("Anna likes tea", "my locker is 42")
    acts = ask(meant(task, sentence, past), facts=kept_, skills=skills).acts
    assert acts == (Drop(Kind.FACT, 1, "my locker is 42"), Keep(Kind.FACT, "my locker is 43"))


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("not_for_us", "no thanks"),
        ("volume", "make it louder"),
        ("other", "no why is that"),
        ("not_for_us", "no lovely"),
    ],
)
def test_what_is_no_correction_changes_nothing(task, sentence):
    _, skills = told("my locker is 42")
    claim = claim_on(meant(task, sentence, LOCKER), skills)
    assert claim is None or claim.skill != "memory"


def test_something_else_that_was_told_is_asked_for_in_few_words():
    kept_, skills = told("my locker is 42", "i parked on level two")
    past = before("memory_recall", "where did i park")
    assert "locker is 42" in ask(meant("not_for_us", "and the locker", past), facts=kept_, skills=skills).text


def test_where_one_parked_is_remembered_though_nobody_says_so():
    assert ask(meant("not_for_us", "i parked on level three")).acts == (Keep(Kind.FACT, "i parked on level three"),)


def test_what_is_said_to_somebody_who_asked_is_not_kept():
    assert claim_on(meant("memory_store", "yes sir that is my bag")) is None
    assert claim_on(meant("memory_store", "yes remember that {text:it is my bag}")) is not None


@pytest.mark.parametrize(
    ("task", "sentence", "fact", "answer"),
    [
        ("other", "so who am I", "I'm Lena", "you're Lena."),
        ("other", "what's my name", "the bins go out on tuesdays", "You have not told me that."),
        ("other", "what do i type in at my locker", "my locker code is 4471", "your locker code is 4471."),
        ("weekday", "what day is pizza day I told you last week", "the bins go out", "You have not told me that."),
    ],
)
def test_what_only_the_wearer_can_know_is_asked_of_what_was_told(task, sentence, fact, answer):
    assert answer in recalled(sentence, fact, task=task)


@pytest.mark.parametrize(
    ("task", "sentence", "fact"),
    [
        ("reminder_set", "my bike lock is 3175 dont forget", "my bike lock is 3175"),
        ("other", "my student card ends in 7790", "my student card ends in 7790"),
    ],
)
def test_a_fact_is_kept_whatever_it_is_taken_for(task, sentence, fact):
    assert ask(meant(task, sentence)).acts == (Keep(Kind.FACT, fact),)


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("reminder_set", "call anna at five dont forget"),
        ("reminder_set", "where is my bike dont forget"),
        ("not_for_us", "my shift ends in 10 minutes"),
        ("other", "my film ends in tears"),
    ],
)
def test_what_is_no_fact_of_ones_own_is_not_kept(task, sentence):
    claim = claim_on(meant(task, sentence))
    assert claim is None or claim.skill != "memory"
