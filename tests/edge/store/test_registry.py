"""Every keeper of Glint: what each counts, and that nothing at all is left of any of them."""

import pytest

from edge.messages import TurnId
from edge.store import forget
from edge.store.registry import KEEPERS
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def counted(store):
    counts = {}
    for keeper in store.keepers:
        counts.update(keeper.counted(store))
    return counts


KEPT = "turns receipts pictures notes items facts photos clips tapes waiting alarms marks orders files"
ONE = dict.fromkeys(KEPT.split(), 1)


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
    own = {"alarms": 0, "marks": 0, "orders": 0, "files": 0}
    assert gone.counts == ONE | own
    assert counted(store) == dict.fromkeys(ONE, 0) | dict.fromkeys(own, 1)
