"""Forgetting is always asked back, says what it means, and goes only by a plain yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from edge.messages import Drop, Expect, Facts, Forget, Keep, Kind
from tests.edge.moments import NOON
from tests.edge.skills.asking import FACTS, ask, claim_on, meant
from tests.edge.skills.keeping import before, entry, kept, notes

TOLD = before("memory_store", "remember that {text:my locker is 42}", Keep(Kind.FACT, "my locker is 42"), turn=5)
FULL = kept(
    entry(1, Kind.FACT, "my locker is 42"),
    entry(2, Kind.NOTE, "lockers are locked at ten"),
    entry(3, Kind.FACT, "Anna likes tea"),
    entry(4, Kind.PHOTO, "", file="a.jpg"),
    entry(5, Kind.PHOTO, "", file="b.jpg"),
)


def agreed(sentence: str, answer: str = "yes", facts: Facts = FULL):
    """The answer to a yes, after this was asked for and asked back."""
    past = before("forget", sentence, expects=Expect.YES_OR_NO, turn=8)
    meaning = meant("forget", f"{{yes:{answer}}}", TOLD, past, borrowed=past.slots)
    assert claim_on(meaning).takes > 0, "forgetting may take longer than an answer"
    return ask(meaning, facts=facts)


@pytest.mark.parametrize(
    ("sentence", "question", "acts"),
    [
        ("Forget everything.", "everything that I keep", (Forget("everything"),)),
        ("wipe your memory", "everything that I keep", (Forget("everything"),)),
        ("forget everything you know about me", "everything that I keep", (Forget("everything"),)),
        ("forget that", "the last thing that you asked", (Forget("last", (5, 8)),)),
        ("forget the last thing i said", "the last thing that you asked", (Forget("last", (5, 8)),)),
        ("forget what i just said", "the last thing that you asked", (Forget("last", (5, 8)),)),
        ("erase my last question please", "the last thing that you asked", (Forget("last", (5, 8)),)),
        ("don't keep this", "the last thing that you asked", (Forget("last", (5, 8)),)),
        ("erase {date:today}", "everything from today", (Forget("span", (8,), NOON - timedelta(hours=12)),)),
        ("forget the last {duration:hour}", "from the last hour", (Forget("span", (8,), NOON - timedelta(hours=1)),)),
        ("delete the last picture", "the last photo", (Drop(Kind.PHOTO, 5),)),
        ("delete all my photos", "all two photos", (Drop(Kind.PHOTO, 4), Drop(Kind.PHOTO, 5))),
        ("forget what i told you about {text:my locker}", "your locker", (Forget("about", (102, 101, 8)),)),
        ("forget what I told you about Anna", '"Anna likes tea"', (Forget("about", (103, 8)),)),
    ],
)  # fmt: skip
def test_it_asks_back_and_then_forgets_just_that(sentence, question, acts):
    asked = ask(meant("forget", sentence, TOLD), facts=FULL)
    assert (asked.acts, asked.expects) == ((), Expect.YES_OR_NO)
    assert question in asked.text
    assert asked.text.endswith("Say yes or no.")
    assert agreed(sentence).acts == acts


@pytest.mark.parametrize("answer", ["no", "no thanks", "better not", "yes no wait don't"])
def test_a_no_keeps_it(answer):
    reply = agreed("forget everything", answer)
    assert (reply.acts, reply.text) == ((), "All right, I keep it.")


@pytest.mark.parametrize("answer", ["right now please what time is it", "maybe", "forget it all the same", "what"])
def test_what_is_no_answer_is_taken_for_none(answer):
    past = before("forget", "forget everything", expects=Expect.YES_OR_NO)
    assert claim_on(meant("forget", f"{{yes:{answer}}}", past)) is None


def test_what_is_not_there_is_not_forgotten():
    assert "told me nothing about your bike" in ask(meant("forget", "forget about {text:my bike}"), facts=FULL).text
    assert ask(meant("forget", "delete the last picture"), facts=kept()).text.startswith("I keep no photos")
    assert ask(meant("forget", "delete the last clip"), facts=kept()).expects is None


def test_where_it_is_not_clear_it_asks_what():
    reply = ask(meant("forget", "forget that"), facts=FACTS)  # nothing was before it
    assert (reply.acts, reply.expects) == ((), Expect.TEXT)
    assert "What shall I forget" in reply.text


@pytest.mark.parametrize(
    "sentence", ["strike that from your memory", "take that out of your memory", "unremember that"]
)
def test_that_is_not_everything(sentence):
    assert "the last thing" in ask(meant("forget", sentence, TOLD), facts=FULL).text


@pytest.mark.parametrize("sentence", ["have the facts about me deleted", "drop what you've learnt about me"])
def test_all_about_the_wearer_is_everything(sentence):
    assert "everything" in ask(meant("forget", sentence, TOLD), facts=FULL).text


@pytest.mark.parametrize(
    "sentence", ["forget what i told you", "wipe everything i told you", "forget all the things i've told you"]
)
def test_all_that_was_told_is_forgotten_after_a_yes_and_nothing_else(sentence):
    asked = ask(meant("forget", sentence, TOLD), facts=FULL)
    assert (asked.text, asked.acts) == ("Shall I forget what you told me, three things? Say yes or no.", ())
    assert agreed(sentence).acts == (Forget("told", (101, 103, 102, 8)),)
    assert "nothing to forget" in ask(meant("forget", sentence), facts=kept()).text


def test_notes_are_deleted_all_or_the_last_one():
    assert "the last note" in ask(meant("forget", "delete my last note"), facts=FULL).text
    assert agreed("delete all my notes").acts == (Drop(Kind.NOTE, 2),)
    assert ask(meant("forget", "delete all my notes"), facts=kept()).text.startswith("I keep no notes")


@pytest.mark.parametrize(
    ("task", "sentence", "question"),
    [
        ("cancel", "forget the last thing i said", "the last thing that you asked"),
        ("timer_change", "forget the last {duration:ten minutes}", "from the last ten minutes"),
        ("cancel", "forget that", "the last thing"),
        ("other", "please erase what i told you", "what you told me"),
    ],
)
def test_what_begins_as_forgetting_does_is_asked_back_whatever_it_is_taken_for(task, sentence, question):
    assert question in ask(meant(task, sentence, TOLD), facts=FULL).text


def test_forget_it_only_stops():
    assert claim_on(meant("cancel", "forget it", TOLD)).skill == "cancel"


def test_where_something_is_can_be_forgotten():
    facts = notes("I parked on level three", kind=Kind.FACT)
    assert '"you parked on level three"' in ask(meant("forget", "forget where i parked"), facts=facts).text
