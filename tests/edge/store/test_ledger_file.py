"""The file of a ledger: opened twice by one process, used by another meanwhile, and nothing lost."""

import subprocess
import sys

from edge.messages import Begin, Instant, Now, Wall
from edge.store.ledger import open_ledger
from tests.edge.moments import NOON

NOW = Now(Instant(0.0), Wall(NOON))
OTHER = """
import sys
from edge.store.ledger import open_ledger
with open_ledger(sys.argv[1]) as ledger:
    ledger.remember("from", sys.argv[2])
"""


def test_a_second_ledger_of_one_process_takes_no_lock_away_from_the_first(tmp_path):
    """Whoever closes last removes the journal: a process that lost its locks would go on with a file that is gone."""
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as first:
        first.begin(NOW, Begin("one"))
        with open_ledger(path) as second:
            second.begin(NOW, Begin("two"))
        for other in ("another process", "a third"):
            subprocess.run([sys.executable, "-c", OTHER, str(path), other], check=True, timeout=50)
            assert first.recall("from") == other
        first.begin(NOW, Begin("three"))
    with open_ledger(path) as after:
        assert [turn.text for turn in after.turns()] == ["one", "two", "three"]
