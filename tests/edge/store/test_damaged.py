"""Damaged ledgers that were set aside go with everything, and are left alone by single turns."""

import pytest

from edge.store.damaged import Damaged
from edge.store.keepers import Wiped
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_they_go_with_what_sqlite_kept_beside_them(store):
    (store.folder / "ledger.sqlite.damaged-1-wal").write_bytes(b"x")
    assert Damaged().counted(store) == {"files": 2}
    assert Damaged().wipe(store, [1]) == Wiped({"files": 0})
    assert Damaged().wipe_all(store) == Wiped({"files": 2})
    assert Damaged().counted(store) == {"files": 0}
