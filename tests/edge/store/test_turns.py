"""Which turns belong together: those of a span, and each with its late answer or the question that it answers."""

import pytest

from edge.messages import Begin, TurnId
from edge.store.keepers import Wiped
from edge.store.ledger import open_ledger
from edge.store.registry import store_at
from edge.store.turns import Turns, between, family
from tests.edge.store.test_forget import fill, now


@pytest.fixture
def home(tmp_path):
    with open_ledger(tmp_path / "data" / "ledger.sqlite") as ledger:
        fill(ledger, 10)
    return tmp_path


def test_a_family_is_found_from_each_of_it(home):
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        question, late, again = (TurnId(ledger.begin(now(20), Begin("?")).turn) for _ in range(3))
        with ledger.write() as database:
            database.executemany("UPDATE turns SET late_of = ? WHERE id = ?", [(question, late), (question, again)])
        for one in (question, late, again):
            assert family(ledger, one) == (question, late, again)
        assert family(ledger, TurnId(10)) == (5, 10)
        assert between(ledger, now(9).wall.time, now(9).wall.time) == (5, 10)
        assert between(ledger, now(5.5).wall.time, now(8).wall.time) == (7, 8, 9)
        assert family(ledger, TurnId(999)) == ()


def test_a_span_takes_the_late_answers_of_its_questions_along():
    with open_ledger(":memory:") as ledger:
        early = ledger.begin(now(0), Begin("what is it?")).turn
        waits = ledger.begin(now(10), Begin("why do cats purr?")).turn
        other = ledger.begin(now(20), Begin("what time is it?")).turn
        late = ledger.begin(now(30), Begin("why do cats purr?", late_of=waits)).turn
        assert set(family(ledger, waits)) == set(family(ledger, late)) == {waits, late}
        assert sorted(between(ledger, now(5).wall.time, now(15).wall.time)) == [waits, late]
        assert sorted(between(ledger, now(15).wall.time, now(35).wall.time)) == [waits, other, late]
        assert between(ledger, now(-5).wall.time, now(5).wall.time) == (early,)


def test_numbers_are_not_given_again(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 10)
        store, keeper = store_at(ledger, tmp_path), Turns()
        assert keeper.wipe(store, [TurnId(10), TurnId(99)]) == Wiped({"turns": 1})
        assert keeper.counted(store) == {"turns": 9}
        assert keeper.wipe_all(store) == Wiped({"turns": 9})
        assert ledger.begin(now(), Begin("?")).turn == 11
