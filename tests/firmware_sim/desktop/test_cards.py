"""A card says of each turn what the conversation and the ledger say of it, and every field is always there."""

import json
from functools import cache

import pytest

from edge.messages import (
    Begin,
    End,
    Event,
    Heard,
    Intent,
    Local,
    Now,
    Outcome,
    Part,
    Query,
    Said,
    Scene,
    Seen,
    Server,
    Tried,
    TurnId,
    Typed,
    Vitals,
)
from edge.mind.policy import Policy
from firmware_sim.commands import Played, play
from firmware_sim.desktop.cards import KEPT_AT_MOST, SPOKEN_AT_MOST, Cards, card_of_row, empty
from firmware_sim.world.scenario import bundled, load_scenario
from tests.firmware_sim.replay.taped import now

FIELDS = set(empty(TurnId(1)))


@cache
def watched(name: str) -> tuple[Played, Cards, list[dict]]:
    """A scenario that was played, its cards, and every card that was told meanwhile."""
    cards, told = Cards(Policy()), []
    played = play(
        load_scenario(name), observers=(lambda at, event, commands: told.extend(cards.watch(at, event, commands)),)
    )
    return played, cards, told


@pytest.mark.parametrize("name", bundled())
def test_each_turn_is_a_card_and_they_agree_with_the_ledger(name: str):
    played, cards, _ = watched(name)
    rows = {int(row.id): row for row in played.turns}
    told = {card["id"]: card for card in cards.all()}
    assert sorted(told) == sorted(rows)
    for number, card in told.items():
        row = rows[number]
        assert card["stage"] == "ended"
        assert (card["text"], card["outcome"], card["why"]) == (row.text, row.outcome, row.why or "")
        assert card["answer"] == (row.answer or "")
        assert card["route"] == row.route
        assert card["intent"] == row.intent
        assert card["stages"] == pytest.approx(dict(row.stages), abs=0.06)
        assert card["ended"] >= card["at"] >= 0.0
        assert card["acts"] == [dict(act) for act in row.acts]


@pytest.mark.parametrize("name", bundled())
def test_each_card_agrees_with_the_conversation(name: str):
    played, cards, _ = watched(name)
    told = {card["id"]: card for card in cards.all()}
    for row in played.conversation.turns():
        card = told[row["id"]]
        for word in ("text", "answer", "outcome", "route", "skill", "intent", "why", "sources", "acts", "stages"):
            assert card[word] == row[word], word
        assert card["ended"] == row["at"]


@pytest.mark.parametrize("name", bundled())
def test_a_card_has_every_field_whenever_it_is_told_and_json_can_hold_it(name: str):
    _, _, told = watched(name)
    assert told
    for card in told:
        assert set(card) == FIELDS
        assert json.loads(json.dumps(card)) == card


def test_what_was_said_is_told_from_what_was_typed():
    _, cards, _ = watched("first_look")
    hows = {card["text"]: card["how"] for card in cards.all()}
    played, _, _ = watched("first_look")
    typed = {row["types"] for row in played.rows() if "types" in row}
    assert set(hows.values()) >= {"spoken"}
    assert {text for text, how in hows.items() if how == "typed"} <= typed


# --------------------------------------------------------------------------------------------------------- one by one


class Fed:
    """Cards that are given one message after the other."""

    def __init__(self) -> None:
        self.cards, self.at = Cards(Policy(), began=100.0), 100.0

    def give(self, event: Event, *commands) -> list[dict]:
        self.at += 1.0
        moment: Now = now(self.at)
        return self.cards.watch(moment, event, commands)

    def asked(self, turn: int, text: str = "what is this") -> dict:
        (card,) = self.give(Query(TurnId(turn), text))
        return card


def test_seconds_are_counted_from_when_it_began():
    assert Fed().asked(1)["at"] == 1.0


def test_what_comes_after_the_end_does_not_open_a_card_again():
    fed = Fed()
    fed.asked(1)
    fed.give(Vitals(), End(TurnId(1), Outcome.CANCELLED, "", None, "it was stopped"))
    (card,) = fed.give(Seen(TurnId(1), Scene(missing="it is dark")))
    assert (card["stage"], card["missing"], card["outcome"]) == ("ended", "it is dark", "cancelled")


def test_a_turn_that_nobody_began_is_no_card():
    fed = Fed()
    assert fed.give(Seen(TurnId(9), Scene())) == []
    assert fed.give(Vitals(), End(TurnId(9), Outcome.CANCELLED, "", None, "")) == []
    assert fed.cards.looked(TurnId(9)) == []
    assert fed.cards.sent(TurnId(9), [1]) == []
    assert fed.cards.all() == []


def test_a_sentence_is_spoken_once_and_typed_when_it_is_typed():
    fed = Fed()
    fed.give(Heard("what is this", 0.9))
    assert fed.asked(1)["how"] == "spoken"
    assert fed.asked(2)["how"] == "typed"
    fed.give(Heard("what is this", 0.9))
    fed.give(Typed("what is this"))
    assert fed.asked(3)["how"] == "typed"
    fed.give(Vitals(), Begin("and that", 0.8))
    assert fed.asked(4, "and that")["how"] == "spoken"


def test_what_is_heard_for_hours_and_is_no_question_fills_no_memory():
    fed = Fed()
    for n in range(1000):
        fed.give(Heard(f"sentence {n}", 0.9))
    assert len(fed.cards._spoken) == SPOKEN_AT_MOST
    assert fed.asked(1, "sentence 999")["how"] == "spoken"
    assert fed.asked(2, "sentence 1")["how"] == "typed"


def test_the_newest_are_kept():
    fed = Fed()
    for turn in range(KEPT_AT_MOST + 5):
        fed.asked(turn)
    assert [card["id"] for card in fed.cards.all()] == list(range(5, KEPT_AT_MOST + 5))
    assert len(fed.cards._queries) == KEPT_AT_MOST
    fed.cards.forget((TurnId(7), TurnId(1)))
    assert fed.cards.of(TurnId(7)) is None
    fed.cards.forget(None)
    assert fed.cards.all() == []
    assert fed.cards._queries == {}


def test_pictures_and_receipts_are_told_on_their_card():
    fed = Fed()
    fed.asked(3)
    assert fed.cards.looked(TurnId(3))[0]["frame"] == 3
    assert fed.cards.sent(TurnId(3), [5, 6])[0]["receipts"] == [5, 6]
    assert fed.cards.of(TurnId(3)) == empty(TurnId(3)) | fed.cards.all()[0]


def test_a_row_of_the_ledger_is_a_card_with_every_field():
    played, cards, _ = watched("link_lost")
    for row in played.turns:
        card = card_of_row(row)
        assert set(card) == FIELDS
        assert card["stage"] == "ended"
        told = cards.of(row.id)
        assert told is not None
        for word in ("text", "answer", "outcome", "route", "intent", "why", "sources", "acts", "late_of", "follows"):
            assert card[word] == told[word], word
        assert json.loads(json.dumps(card)) == card


def test_a_question_that_is_asked_again_later_keeps_what_it_was_taken_for():
    fed = Fed()
    (card,) = fed.give(Query(TurnId(4), "think about it", late_of=TurnId(2), intent=Intent.THINK))
    assert (card["intent"], card["late_of"]) == ("think", 2)


def test_what_was_tried_and_said_is_on_the_card():
    fed = Fed()
    fed.asked(1)
    (card,) = fed.give(Tried(TurnId(1), Local("what"), None, "it failed"))
    (card,) = fed.give(Part(TurnId(1), Server("deep"), 0, "Well"))
    (card,) = fed.give(Said(TurnId(1), 1.234, whole=False))
    assert (card["tried"], card["parts"], card["said"]) == (["it failed"], ["Well"], {"seconds": 1.23, "whole": False})


def test_whom_is_asked_is_told_in_words():
    asked = {card["asking"] for _, _, told in map(watched, ("link_lost", "first_look")) for card in told}
    assert any(str(one).startswith("server: ") for one in asked)
    assert any(str(one).startswith("device: ") for one in asked)
