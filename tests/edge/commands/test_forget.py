"""`glint forget --all` asks first where somebody sits at a terminal."""

import os
import pty
import subprocess
import sys

import pytest

from edge.messages import Begin, End, Instant, Now, Outcome, Wall
from edge.store.keepers import Wiped
from edge.store.ledger import open_ledger
from tests.edge.reach.reach import START


@pytest.fixture
def home(tmp_path):
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}/data"\n', encoding="utf-8")
    with open_ledger(tmp_path / "data" / "ledger.sqlite") as ledger:
        now = Now(Instant(0.0), Wall(START))
        ledger.end(now, End(ledger.begin(now, Begin("hello")).turn, Outcome.ANSWERED_LOCAL, "Hello.", None, ""))
    return tmp_path


def forget(home, typed, *more):
    ours, theirs = pty.openpty()
    os.write(ours, typed)
    command = [sys.executable, "-m", "edge.cli", "forget", "--all", "--config", str(home / "glint.toml"), *more]
    try:
        return subprocess.run(command, stdin=theirs, capture_output=True, text=True, timeout=50, check=False)
    finally:
        os.close(ours)
        os.close(theirs)


def turns(home):
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        return len(ledger.turns())


def test_no_and_enter_keep_everything(home):
    for typed in (b"n\n", b"\n"):
        done = forget(home, typed)
        assert "[y/N]" in done.stderr
        assert "nothing was forgotten" in done.stderr
        assert turns(home) == 1


def test_yes_wipes_and_counts_in_words(home):
    done = forget(home, b"y\n")
    assert done.stdout.startswith("forgotten: 1 turn")
    assert turns(home) == 0


def test_yes_can_be_said_before(home):
    done = forget(home, b"", "--yes")
    assert "[y/N]" not in done.stderr
    assert turns(home) == 0


def test_one_is_not_many():
    counts = {"turns": 1, "receipts": 2, "waiting": 1, "notes": 1, "tapes": 0}
    assert str(Wiped(counts)) == "1 turn, 2 receipts, 1 waiting, 1 note"
    assert str(Wiped()) == "nothing"
