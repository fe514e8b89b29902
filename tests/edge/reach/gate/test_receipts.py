"""Which file holds the picture that left."""

from pathlib import Path

import pytest

from edge.messages import Wall
from edge.reach.gate.receipts import Attempt, Receipts
from edge.store.ledger import open_ledger
from tests.edge.moments import NOON

ATTEMPT = Attempt(None, "home", "probe", "think", 3, "a" * 64, {}, {}, "", 1, 1, 0.0)


@pytest.mark.parametrize(("keeps", "jpeg", "kept"), [(True, b"x", True), (False, b"x", False), (True, b"", False)])
def test_a_picture_that_left_is_in_its_file_where_it_is_kept(tmp_path: Path, keeps: bool, jpeg: bytes, kept: bool):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        receipts = Receipts(ledger, tmp_path / "sent" if keeps else None)
        receipt = receipts.one(receipts.open(Wall(NOON), ATTEMPT, jpeg))
        assert receipt is not None
        assert (receipt.kept is not None and receipt.kept.read_bytes() == jpeg) is kept
        assert (receipt.picture is None) is not bool(jpeg), "that one left is told in any case"
