"""The notes that no other keeper has, and no others."""

import pytest

from edge.store import alarms, orders
from edge.store.keepers import Wiped
from edge.store.notes import Notes
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_what_others_keep_in_notes_is_not_touched(store):
    orders.announce(store.ledger, "run")
    assert Notes().counted(store) == {"notes": 1}
    assert Notes().wipe(store, [1]) == Wiped({"notes": 0})
    assert Notes().wipe_all(store) == Wiped({"notes": 1})
    left = [row["key"].partition(" ")[0] for row in store.ledger.read("SELECT key FROM notes ORDER BY key")]
    assert left == [alarms.KEY, orders.ANSWER, orders.DAEMON]
