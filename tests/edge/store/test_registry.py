"""Every keeper of Glint: what each counts, and that nothing at all is left of any of them."""

import pytest

from edge.config import QueueConfig
from edge.messages import Alarm, Begin, End, Intent, Local, Outcome, TurnId
from edge.reach.gate.letter import Sealed
from edge.reach.gate.receipts import Attempt, Receipts
from edge.reach.queue import Queue
from edge.store import alarms, forget, orders
from edge.store.ledger import open_ledger
from edge.store.registry import KEEPERS, store_at
from edge.store.sent import orphans
from tests.edge.moments import NOON
from tests.edge.reach.test_queue import at

JPEG = b"a private picture"


@pytest.fixture
def store(tmp_path):
    """One of everything, all of turn 1 that is of a turn at all."""
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        turn = ledger.begin(at(0), Begin("private")).turn
        ledger.end(at(1), End(turn, Outcome.DEFERRED, "private", Local("x"), "y"))
        attempt = Attempt(turn, "x", "asked", "know", 1, "ab" * 32, {}, {}, "", 0, 0, 0.0)
        Receipts(ledger, tmp_path / "sent").open(at(0).wall, attempt, JPEG)
        sealed = Sealed("desk", "http://127.0.0.1/v1", "think", b"private")
        assert Queue(ledger, QueueConfig()).put(turn, sealed, Intent.THINK, at(1).wall)
        (tmp_path / "tapes").mkdir()
        (tmp_path / "tapes" / "20260504-093000.tape").write_bytes(b"private")
        (tmp_path / "ledger.sqlite.damaged-1").write_bytes(b"private")
        alarms.keep(ledger, (Alarm(NOON, "private"),))
        ledger.remember("sees x", "private")
        orders.answer(ledger, "token", "private")
        yield store_at(ledger, tmp_path)


def counted(store):
    counts = {}
    for keeper in store.keepers:
        counts.update(keeper.counted(store))
    return counts


ONE = dict.fromkeys(("turns", "receipts", "pictures", "tapes", "waiting", "alarms", "notes", "orders", "files"), 1)


def test_each_counts_what_it_keeps(store):
    assert counted(store) == ONE
    names = [keeper.name for keeper in KEEPERS]
    assert len(set(names)) == len(names)


def test_of_everything_no_byte_is_left_and_people_are_told_in_this_order(store):
    gone = forget.wipe_all(store)
    assert (list(gone.counts.items()), gone.left) == (list(ONE.items()), ())
    assert set(counted(store).values()) == {0}
    assert [path for path in store.folder.rglob("*") if path.is_file() and b"private" in path.read_bytes()] == []


def test_with_a_turn_goes_what_is_of_a_turn(store):
    gone = forget.wipe(store, (TurnId(1),))
    own = {"alarms": 0, "notes": 0, "orders": 0, "files": 0}
    assert gone.counts == ONE | own
    assert counted(store) == dict.fromkeys(ONE, 0) | dict.fromkeys(own, 1)


def test_a_turn_whose_begin_is_damaged_takes_every_tape_along(store):
    with store.ledger.write() as database:
        database.execute("UPDATE turns SET began = '?', ended = '?'")
    assert forget.wipe(store, (TurnId(1),)).counts["tapes"] == 1


def test_an_orphan_that_is_fresh_is_named_and_one_with_a_receipt_stays(store):
    (store.folder / "sent" / "fresh.jpg").write_bytes(JPEG)
    gone = orphans(store)
    assert gone.counts == {"pictures": 0}
    assert "fresh.jpg: no receipt names it yet" in gone.left[0]


def test_what_a_damaged_receipt_says_of_its_picture_is_no_path(store):
    with store.ledger.write() as database:
        database.execute("UPDATE receipts SET picture = x'ff00'")
    assert forget.wipe_all(store).counts["pictures"] == 1
