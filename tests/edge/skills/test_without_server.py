"""What the wearer hears when no server answered: what is wrong, whether it is asked again, and what was seen."""

from dataclasses import replace

import pytest

from edge.language.language import english
from edge.messages import (
    Away,
    Box,
    Broken,
    Facts,
    Instant,
    Intent,
    LinkState,
    NoServer,
    Now,
    Outcome,
    Point,
    Portal,
    Problem,
    Quad,
    Query,
    Refused,
    Scene,
    Text,
    Thing,
    TurnId,
    Vitals,
    Wall,
)
from edge.skills.skill import Asked, Reply
from edge.skills.without_server import WithoutServer
from tests.edge.moments import NOON

FACTS = Facts(Now(Instant(0.0), Wall(NOON)), problems=(Away(),))
QUAD = Quad(Point(0.1, 0.1), Point(0.5, 0.1), Point(0.5, 0.2), Point(0.1, 0.2))
CUP = Thing("cup", 0.9, Box(0.1, 0.1, 0.3, 0.3))
AWAY = "I can't reach a server for that."
LOGIN = "The network wants a login first, so I can't reach a server for that."
BUDGET = Refused(Outcome.REFUSED_BUDGET, "the budget of tokens for this hour is spent")


def answer(text: str = "why is the sky blue?", scene: Scene = Scene(), facts: Facts = FACTS) -> Reply:
    return WithoutServer().answer(Asked(Query(TurnId(1), text), {}, scene, facts))


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ((NoServer(),), "I have no server to ask (`glint setup`)."),
        ((NoServer(), Broken("gone")), "I have no server to ask (`glint setup`)."),
        ((Away(),), AWAY),
        ((), AWAY),
        ((Portal(),), LOGIN),
        ((BUDGET,), "I can't get an answer for that: the budget of tokens for this hour is spent."),
        ((Away(), Broken("desk wants a key")), "I can't get an answer for that: desk wants a key."),
        ((Broken("A fault in what asks the servers: TypeError."), Away()),
         "I can't get an answer for that: A fault in what asks the servers: TypeError."),
    ],
)  # fmt: skip
def test_every_problem_has_its_sentence(problems: tuple[Problem, ...], said: str):
    reply = answer(facts=replace(FACTS, problems=problems))
    assert reply == Reply(said, degraded="answered without a server")


def test_a_network_that_wants_a_login_says_so_before_anybody_was_asked():
    assert answer(facts=replace(FACTS, vitals=Vitals(link=LinkState.PORTAL))).text == LOGIN


def test_what_will_be_asked_again_is_said():
    assert answer(facts=replace(FACTS, waits=True)).text == f"{AWAY} I will ask again."


def test_what_was_seen_and_read_is_said():
    scene = Scene(things=(CUP,), texts=(Text("Menu", 0.9, QUAD),))
    assert answer(scene=scene).text == f"{AWAY} I see a cup. I can read “Menu”."


def test_what_could_not_be_seen_is_said_where_nothing_was():
    assert answer(scene=Scene(missing="I could not see in time.")).text == f"{AWAY} I could not see in time."


def test_who_asks_about_health_is_told_whom_else_to_ask():
    assert answer("can I take two ibuprofen").text == f"{AWAY} {english().say('without_server.safety')}"


@pytest.mark.parametrize(
    "text", ["is a second dose all right", "can I take two of them if I forgot this morning's", "may she have one more"]
)
def test_a_question_of_doses_carries_the_safety_line_in_any_words(text: str):
    about = Asked(Query(TurnId(1), text), {}, Scene(), FACTS, Intent.HEALTH)
    assert "go by the label" in WithoutServer().answer(about).text


def test_so_does_one_whose_words_alone_tell_it():
    assert "go by the label" in answer("can I take two of them").text
    assert "go by the label" not in answer("how far is the moon").text
