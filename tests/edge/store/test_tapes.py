"""A tape goes whole with any turn that it ran in; which that is cannot be told of a damaged turn."""

import pytest

from edge.messages import TurnId
from edge.store import forget
from edge.store.forget_files import closed
from edge.store.keepers import Wiped
from edge.store.tapes import Tapes
from tests.edge.store.one_of_each import one_of_each


@pytest.fixture
def store(tmp_path):
    with one_of_each(tmp_path) as opened:
        yield opened


def test_a_turn_whose_begin_is_damaged_takes_every_tape_along(store):
    with store.ledger.write() as database:
        database.execute("UPDATE turns SET began = '?', ended = '?'")
    assert forget.wipe(store, (TurnId(1),)).counts["tapes"] == 1


def test_a_turn_that_is_not_there_ran_in_no_tape(store):
    assert Tapes().wipe(store, [TurnId(99)]) == Wiped({"tapes": 0})
    assert Tapes().counted(store) == {"tapes": 1}


def test_a_folder_that_cannot_be_looked_into_is_no_tape_and_is_named_when_it_is_to_go(store):
    tapes = store.folder / "tapes"
    (tape,) = tapes.iterdir()
    tape.unlink()
    tapes.rmdir()
    tapes.write_bytes(b"x")  # stands for one without leave, which root may look into all the same
    assert Tapes().counted(store) == {"tapes": 0}
    assert closed(tapes) == "Not a directory"
    assert closed(store.folder / "none") == ""
    assert closed(store.folder) == ""
