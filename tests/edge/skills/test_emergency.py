"""Danger: whom to call and the first thing that helps, in any wording; and no alarm where nobody is in danger."""

from __future__ import annotations

import pytest

from edge.config import Config
from edge.messages import Instant, Outcome, Past, TurnId
from edge.skills import all_skills
from edge.skills.emergency import AGREES, BODY, DOUBTS, NUMBER
from tests.edge.skills.asking import ask, claim_on, meant


def claimed(text: str, score: float = 0.0) -> bool:
    claim = claim_on(meant("emergency", text, score=score))
    return claim is not None and claim.skill == "emergency"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I have chest pain", "Sit down"),
        ("my son swallowed bleach", "package"),
        ("she is bleeding badly", "Press firmly"),
        ("I want to die", "not alone"),
        ("my house is on fire", "Get everybody out"),
        ("hes not breathing", "chest compressions"),
        ("ive fallen and i cant get up", "Keep warm"),
        ("what should i do my friend overdosed", "package"),
        ("there's a man behind me and he keeps following me", "safe place"),
        ("ring nine nine nine", "I cannot call for you"),
        ("he's had an electric shock", "current off"),
        ("my waters have broken and the baby's coming", "traffic"),
        ("my friend took something at the party and his lips are blue", "Sit upright"),
        ("she's gone floppy", "breathing"),
        ("his eyes have rolled back", "breathing"),
        ("doctor he's not breathing", "chest compressions"),
        ("s o s", "I cannot call for you"),
    ],
)
def test_danger_is_answered_at_once_with_whom_to_call_without_any_model(text: str, words: str):
    reply = ask(meant("emergency", text, score=0.0))
    assert reply.text.startswith("Call your local emergency number now: 112, 911 or 999.")
    assert words in reply.text
    assert not reply.degraded


@pytest.mark.parametrize(
    "text",
    [
        "what are the symptoms of a stroke",
        "what causes chest pain",
        "why do people have heart attacks",
        "write a story about a house on fire",
        "is there a fire station near me",
        "remind me to call the police tomorrow",
        "where is the emergency exit",
        "this traffic is killing me",
        "remember i took my pills this morning",
        "she's got a knife and fork",
        "my neighbour is following me on instagram",
        "how many cups are there",
        "what colour are her lips",
        "the plant has gone floppy",
        "the sky has gone grey",
    ],
)
def test_a_question_about_such_things_in_general_is_none(text: str):
    assert not claimed(text)


@pytest.mark.parametrize(
    ("text", "score", "is_one"),
    [
        ("something is wrong i feel so strange", AGREES, True),
        ("something is wrong i feel so strange", AGREES - 0.01, False),
        ("my dad has a funny pain in the heart", DOUBTS, True),
        ("my dad has a funny pain in the heart", DOUBTS - 0.01, False),
        ("what are the symptoms of a stroke", 0.4, False),
        ("my dad is very pale and sweating", BODY, True),
        ("my dad is very pale and sweating", BODY - 0.01, False),
        ("doctor it hurts when i bend my knee", 0.4, False),
        ("i've had a headache", 0.9, False),
    ],
)
def test_the_model_alone_must_be_sure_and_with_a_word_of_danger_less_so(text: str, score: float, is_one: bool):
    assert claimed(text, score) is is_one


def test_the_number_of_the_place_is_said():
    skills = all_skills(emergency_number="113")
    assert ask(meant("emergency", "call an ambulance"), skills=skills).text.startswith("Call 113 now. ")
    assert Config().wearer.emergency_number == NUMBER


def test_whom_to_call_is_said_again_right_after_it():
    said = "my husband has collapsed"
    past = Past(TurnId(1), Instant(0.0), said, "Call ...", Outcome.ANSWERED_LOCAL, task="emergency")
    first = ask(meant("emergency", said, score=0.0)).text
    again = ask(meant("emergency", "what number do i ring", past, score=0.0)).text
    call = "Call your local emergency number now: 112, 911 or 999. Check for breathing."
    assert again.startswith(call)
    assert first.startswith(call)
    assert claim_on(meant("emergency", "what number do i ring", score=0.0)) is None
    assert claim_on(meant("emergency", "add milk to the list", past, score=0.0)) is None


BEGAN = Past(TurnId(1), Instant(0.0), "his chest is tight", "Call.", Outcome.ANSWERED_LOCAL, task="emergency")
BETWEEN = Past(TurnId(2), Instant(9.0), "is this aspirin", "Yes.", Outcome.ANSWERED_LOCAL, task="find_text")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("he's sweating, what do I do", "Sit down and rest"),
        ("should I give him one", "as the emergency call says"),
        ("can she take an aspirin", "as the emergency call says"),
        ("he's not answering me any more", "Check for breathing"),
        ("now he isn't breathing", "about two a second"),
        ("how do chest compressions go", "middle of the chest"),
        ("are they coming", "I can't see whether help is coming"),
        ("how long until the ambulance gets here", "Stay on the line"),
        ("I'm fine but he won't wake up", "Check for breathing"),
    ],
)
def test_an_emergency_goes_on_with_the_next_safe_step(text: str, words: str):
    reply = ask(meant("emergency", text, BEGAN, BETWEEN, score=0.0))
    assert reply.text.startswith("Call")
    assert words in reply.text


@pytest.mark.parametrize(
    "text",
    ["is this aspirin", "set a timer for ten minutes", "where is the remote", "is the bus coming", "what time is it",
     "how long does pasta take", "can I have the time"],
)  # fmt: skip
def test_what_is_not_about_it_is_asked_of_others_while_it_goes_on(text: str):
    claim = claim_on(meant("emergency", text, BEGAN, BETWEEN, score=0.0))
    assert claim is None


@pytest.mark.parametrize("text", ["the ambulance is here", "they're here", "he's fine again", "false alarm"])
def test_help_that_is_there_ends_it(text: str):
    assert "call again if it gets worse" in ask(meant("emergency", text, BEGAN, score=0.9)).text
    over = Past(TurnId(3), Instant(20.0), text, "Good.", Outcome.ANSWERED_LOCAL, task="emergency")
    assert claim_on(meant("emergency", "are they coming", BEGAN, over, score=0.0)) is None


def test_what_to_do_is_the_last_step_that_was_needed():
    worse = Past(TurnId(3), Instant(20.0), "he's not breathing", "Call.", Outcome.ANSWERED_LOCAL, task="emergency")
    assert "Push hard" not in ask(meant("emergency", "what do I do", BEGAN, score=0.0)).text
    assert "push hard" in ask(meant("emergency", "what do I do", BEGAN, worse, score=0.0)).text
