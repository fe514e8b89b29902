"""The notes that no other keeper has, and no others."""

import pytest

from edge.store import alarms, orders
from edge.store.keepers import Wiped
from edge.store.marks import Marks
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_what_others_keep_in_notes_is_not_touched(store):
    orders.announce(store.ledger, "run")
    assert Marks().counted(store) == {"marks": 1}
    assert Marks().wipe(store, [1]) == Wiped({"marks": 0})
    assert Marks().wipe_all(store) == Wiped({"marks": 1})
    left = [row["key"].partition(" ")[0] for row in store.ledger.read("SELECT key FROM notes ORDER BY key")]
    assert left == [alarms.KEY, orders.ANSWER, orders.DAEMON]
