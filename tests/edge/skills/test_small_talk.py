"""Small talk is answered in a few words, whatever is said."""

from __future__ import annotations

import pytest

from edge.language.language import english
from edge.messages import Instant, Outcome, Past, TurnId
from tests.edge.skills.asking import ask, claim_on, meant


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hello", "Hello."),
        ("good evening how are you", "I'm well"),
        ("thanks a lot", "You're welcome."),
        ("who are you", "I'm Glint."),
        ("you're useless", "I'm sorry."),
        ("are you a real person", "I'm a program"),
        ("tell me a joke", "Why did"),
        ("well well", "I'm here."),
        ("morning glint", "Hello."),
        ("evening all", "Hello."),
        ("that's great thank you so much", "You're welcome."),
        ("you are a good girl", "Thank you"),
        ("goodnight", "Goodbye."),
    ],
)
def test_it_is_answered(text: str, answer: str):
    assert ask(meant("small_talk", text)).text.startswith(answer)


def before(outcome: Outcome = Outcome.ANSWERED_LOCAL) -> Past:
    return Past(TurnId(1), Instant(0.0), "what time is it", "It's 9:30.", outcome, task="time")


@pytest.mark.parametrize(
    "text", ["thank you dear", "lovely", "you are a good girl", "cheers that was perfect", "not bad", "you are wrong"]
)
def test_kind_words_right_after_an_answer_are_for_whoever_gave_it(text: str):
    assert ask(meant("not_for_us", text, before())).text
    assert claim_on(meant("not_for_us", text)) is None, "nothing was answered"
    assert claim_on(meant("not_for_us", text, before(Outcome.IGNORED))) is None


@pytest.mark.parametrize("text", ["thanks mum", "thank you officer", "lovely weather for a wedding", "no im fine"])
def test_what_is_said_to_somebody_else_is_not(text: str):
    assert claim_on(meant("not_for_us", text, before())) is None


def test_all_that_is_heard_has_an_answer():
    heard = english().table("heard")
    assert all(english().say(f"small_talk.{name}") for name in heard["small_talk"])
    assert all(english().say(f"cannot.{name}") for name in heard["cannot"])
