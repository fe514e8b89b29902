"""What waits is told to a start, oldest first; what is over is cleared away, and is not counted."""

import pytest

from edge.messages import TurnId
from edge.store.keepers import Wiped
from edge.store.waiting import WaitingQuestions, still_waiting
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_what_is_over_is_not_told_of_and_goes(store):
    with store.ledger.write() as database:
        database.execute(
            "INSERT INTO queue (turn, server, body, key, created, trusted, expires, state) "
            "SELECT turn + 1, server, body, 'k', created, trusted, expires, 'over' FROM queue"
        )
    assert WaitingQuestions().counted(store) == {"waiting": 1}
    assert WaitingQuestions().restored(store.ledger) == still_waiting(store.ledger) == (TurnId(1),)
    assert [row["turn"] for row in store.ledger.read("SELECT turn FROM queue")] == [1]


def test_it_is_forgotten_with_its_turn(store):
    assert WaitingQuestions().wipe(store, [TurnId(2)]) == Wiped({"waiting": 0})
    assert WaitingQuestions().wipe(store, [TurnId(1)]) == Wiped({"waiting": 1})
    assert still_waiting(store.ledger) == ()
