"""A late answer is a turn of its own, of the very intent that its question had."""

import pytest

from edge.messages import End, Intent, Query, Server, Started, Tried, Try, TurnId, Understanding
from tests.edge.mind.walk import Walk


def late(mode, intent):
    walk = Walk(servers=True, server_within=33.0)
    walk.tell(Started(waiting=(TurnId(7),)))
    (attempt,) = [c for c in walk.tell(Query(9, "plan my day", mode=mode, late_of=7, intent=intent)) if type(c) is Try]
    (end,) = [c for c in walk.tell(Tried(9, attempt.route, None, "gone")) if type(c) is End]
    return attempt, end


@pytest.mark.parametrize("intent", [Intent.SHOP, Intent.HEALTH, Intent.KNOW, Intent.THINK])
def test_a_late_turn_has_the_intent_of_its_question(intent):
    attempt, end = late("think", intent)
    assert attempt.understanding == Understanding(9, intent, {}, why="asked earlier")
    assert attempt.route == Server("think")
    assert attempt.within == 33.0
    assert end.intent is intent
    assert end.why == "gone"


def test_one_that_was_kept_before_intents_were_is_taken_for_thinking():
    attempt, end = late(None, None)
    assert (attempt.route, end.intent) == (Server("think"), Intent.THINK)


def test_without_a_mode_it_goes_where_its_intent_goes():
    attempt, _ = late(None, Intent.HEALTH)
    assert attempt.route == Server("health")


def test_a_late_answer_asks_nobody_on_the_device():
    walk = Walk(servers=True)
    walk.tell(Started(waiting=(TurnId(7),)))
    commands = walk.tell(Query(9, "what is this?", mode="think", late_of=7, intent=Intent.LOOK))
    assert [c.route for c in commands if type(c) is Try] == [Server("think")]
