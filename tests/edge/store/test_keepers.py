"""A keeper that is dropped in is restored, forgotten and named by doctor with the rest; nothing else knows of it."""

import argparse
from datetime import UTC, datetime, timedelta

import pytest

from edge.commands import checks
from edge.commands import forget as command
from edge.compose.build import open_business
from edge.config import PrivacyConfig
from edge.errors import LedgerError
from edge.messages import Alarm, Begin, Instant, Now, Wall
from edge.store import alarms, forget
from edge.store.keepers import Wiped, count, delete, in_words, prepare, restored, wiped
from edge.store.ledger import open_ledger
from edge.store.ledger_row import utc
from edge.store.registry import KEEPERS, store_at
from tests.edge.moments import NOON

CANARY = b"tweet-tweet"


class Canaries:
    """Rows that belong to turns, and one that belongs to none."""

    name = "canaries"
    schema = (
        "CREATE TABLE IF NOT EXISTS canaries (turn INTEGER, song TEXT); CREATE INDEX IF NOT EXISTS c ON canaries (turn)"
    )

    def __init__(self):
        self.told = ()

    def restored(self, ledger):
        self.told = tuple(row["song"] for row in ledger.read("SELECT song FROM canaries ORDER BY turn"))
        return self.told

    def counted(self, store):
        return {self.name: count(store.ledger, "canaries")}

    def wipe(self, store, turns, /):
        return Wiped({self.name: delete(store.ledger, "canaries", "turn", turns)})

    def wipe_all(self, store):
        return Wiped({self.name: delete(store.ledger, "canaries", "turn", None)})


def now(minutes=0.0):
    return Now(Instant(0.0), Wall(NOON + timedelta(minutes=minutes)))


@pytest.fixture
def store(tmp_path):
    """Three turns, a minute apart and the last one just now, with a canary each; and one canary more."""
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        keepers = (*KEEPERS, Canaries())
        prepare(ledger, keepers)
        for n in range(3):
            turn = ledger.begin(now(n), Begin("?")).turn
            with ledger.write() as database:
                database.execute("INSERT INTO canaries VALUES (?, ?)", (turn, f"{CANARY.decode()} {turn}"))
        with ledger.write() as database:
            database.execute("INSERT INTO canaries VALUES (NULL, ?)", (CANARY.decode(),))
        yield store_at(ledger, tmp_path, keepers)


def forgotten(store, *arguments):
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    gone, _, _ = command._forget(store, parser.parse_args(["forget", *arguments]))
    assert gone.left == ()
    return gone.counts


def songs(store):
    return [row["song"].rpartition(" ")[2] for row in store.ledger.read("SELECT song FROM canaries ORDER BY turn")]


def singing(store):
    return [path.name for path in store.folder.iterdir() if CANARY in path.read_bytes()]


def test_one_turn_is_forgotten_with_its_canary(store):
    counts = forgotten(store, "--turn", "2")
    assert (counts["turns"], counts["canaries"]) == (1, 1)
    assert songs(store) == [CANARY.decode(), "1", "3"]


def test_a_span_is_forgotten_with_its_canaries(store):
    with store.ledger.write() as database:
        database.execute("UPDATE turns SET began = ? WHERE id = 3", (utc(datetime.now(UTC)),))
    assert forgotten(store, "--last", "1d")["canaries"] == 1
    assert songs(store) == [CANARY.decode(), "1", "2"]


def test_everything_is_forgotten_and_no_byte_is_left(store):
    counts = forgotten(store, "--all")
    assert (counts["turns"], counts["canaries"]) == (3, 4)
    assert songs(store) == []
    assert singing(store) == []


def test_retention_forgets_with_the_rest(store):
    def gone():
        return forget.retain(store, PrivacyConfig(keep_days=1.0), NOON + timedelta(days=1, minutes=1)).counts

    assert (gone()["turns"], gone()["canaries"]) == (0, 0), "none of the turns has ended"
    with store.ledger.write() as database:
        database.execute("UPDATE turns SET outcome = 'failed'")
    counts = gone()
    assert (counts["turns"], counts["canaries"]) == (2, 2)


def test_a_start_restores_it(store):
    started = open_business(store.ledger, keepers=store.keepers)
    assert store.keepers[-1].told == (CANARY.decode(), *(f"{CANARY.decode()} {n}" for n in (1, 2, 3)))
    assert started.alarms == ()


def test_doctor_names_it(store):
    found = {finding.what: finding.found for finding in checks.kept(store)}
    assert found == {"ledger": str(store.folder), "kept: turns": "3 turns", "kept: canaries": "4 canaries"}


def test_what_is_restored_fills_the_field_of_its_name(store):
    tea = Alarm(NOON, "tea")
    alarms.keep(store.ledger, (tea,))
    assert open_business(store.ledger, keepers=store.keepers).alarms == (tea,)


class Broken(Canaries):
    def restored(self, ledger):
        raise LedgerError("gone")


def test_one_that_cannot_be_restored_is_named_and_the_others_go_on(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        told = restored(ledger, (Broken(), *KEEPERS))
        assert told == {"waiting": (), "alarms": ()}
        assert "the canaries cannot be read" in ledger.trouble


def test_a_table_that_a_ledger_lacks_is_made_before_it_is_wiped(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        store = store_at(ledger, tmp_path, (*KEEPERS, Canaries()))
        assert wiped(store, None).counts["canaries"] == 0


def test_what_is_wiped_adds_up_by_its_noun():
    both = Wiped({"turns": 1, "tapes": 0}, ("a",)) + Wiped({"turns": 2, "notes": 3}, ("b",))
    assert both == Wiped({"turns": 3, "tapes": 0, "notes": 3}, ("a", "b"))
    assert (both.total, str(both), str(Wiped())) == (6, "3 turns, 3 notes", "nothing")
    assert in_words({"x": 0}) == "nothing"
