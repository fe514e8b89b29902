"""What the wearer had kept: written whole or not at all, counted, and gone with its turn, its file too."""

import stat
import subprocess
import sys
from datetime import timedelta

import pytest

from edge.config import PrivacyConfig
from edge.errors import LedgerError
from edge.messages import Begin, Drop, End, Instant, Keep, Kind, Now, Outcome, TakeClip, TakePhoto, Wall
from edge.store import entries, forget
from edge.store.entries import ToWrite, clip_file, read_entries, write_entries
from edge.store.ledger import open_ledger
from edge.store.registry import store_at
from tests.edge.moments import NOON

SECRET = b"zanzibar"
WALL = Wall(NOON)


@pytest.fixture
def store(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        yield store_at(ledger, tmp_path)


def asked(store, minutes=0.0):
    now = Now(Instant(0.0), Wall(NOON + timedelta(minutes=minutes)))
    turn = store.ledger.begin(now, Begin("zanzibar?")).turn
    store.ledger.end(now, End(turn, Outcome.ANSWERED_LOCAL, "zanzibar", None, ""))
    return turn


def keep(store, turn, *acts, jpeg=b""):
    return write_entries(store, turn, WALL, [ToWrite(act, jpeg) for act in acts])


def holding(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes())


def fact(text="zanzibar"):
    return Keep(Kind.FACT, text, pictured=True)


def test_what_is_kept_comes_back_with_its_turn_and_its_time(store):
    assert read_entries(store.ledger) == ()
    turn = asked(store)
    keep(store, turn, Keep(Kind.ITEM, "milk", "shopping"), Keep(Kind.NOTE, "the car is due"))
    milk, note = read_entries(store.ledger)
    assert (milk.kind, milk.text, milk.list, milk.at, milk.turn) == (Kind.ITEM, "milk", "shopping", NOON, turn)
    assert (note.kind, note.text, note.file) == (Kind.NOTE, "the car is due", "")


def test_a_clock_that_cannot_be_believed_says_nothing(store):
    write_entries(store, asked(store), Wall(NOON, trusted=False), [ToWrite(Keep(Kind.NOTE, "x"))])
    assert read_entries(store.ledger)[0].at is None


def test_a_file_is_its_owners_alone_and_two_of_a_turn_have_two_names(store):
    paths = keep(store, asked(store), TakePhoto(), TakePhoto(), jpeg=SECRET)
    assert len(set(paths)) == 2
    for path in paths:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert path.read_bytes() == SECRET
    assert [entry.file for entry in read_entries(store.ledger)] == [path.name for path in paths]


def test_all_or_nothing(store):
    turn = asked(store)
    with pytest.raises(LedgerError, match="not there any more"):
        write_entries(store, turn, WALL, [ToWrite(TakePhoto(), SECRET), ToWrite(Drop(Kind.NOTE, 77))])
    assert read_entries(store.ledger) == ()
    assert list((store.folder / "photos").iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_no_row(store):
    (store.folder / "photos").write_text("in the way")
    with pytest.raises(LedgerError, match="cannot be written"):
        keep(store, asked(store), TakePhoto(), jpeg=SECRET)
    assert read_entries(store.ledger) == ()


def test_what_is_dropped_goes_with_its_picture(store):
    (path,) = keep(store, asked(store), fact(), jpeg=SECRET)
    entry = read_entries(store.ledger)[0]
    keep(store, asked(store), Drop(Kind.FACT, entry.number), Keep(Kind.FACT, "instead"))
    assert [one.text for one in read_entries(store.ledger)] == ["instead"]
    assert not path.exists()


def test_a_number_is_of_its_own_kind(store):
    keep(store, asked(store), Keep(Kind.NOTE, "stays"))
    with pytest.raises(LedgerError):
        keep(store, asked(store), Drop(Kind.FACT, read_entries(store.ledger)[0].number))


def test_there_is_an_end_to_it(store):
    keep(store, asked(store), *(Keep(Kind.NOTE, str(n)) for n in range(entries.MOST)))
    with pytest.raises(LedgerError, match="forget some first"):
        keep(store, asked(store), Keep(Kind.NOTE, "one more"))
    keep(store, asked(store), Keep(Kind.FACT, "another kind"))


def test_a_ledger_that_does_not_last_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("")
    with open_ledger(tmp_path / "file" / "ledger.sqlite") as ledger, pytest.raises(LedgerError, match="on disk"):
        write_entries(store_at(ledger, tmp_path), 1, WALL, [ToWrite(Keep(Kind.NOTE, "x"))])


@pytest.mark.parametrize(
    "damage", ["text = X'00'", "at = 'yesterday'", "kind = 'riddle'", "turn = 'first'", "file = X'FF'"]
)
def test_a_damaged_row_is_set_aside_with_a_word(store, damage):
    keep(store, asked(store), Keep(Kind.NOTE, "first"), Keep(Kind.NOTE, "second"))
    with store.ledger.write() as database:
        database.execute(f"UPDATE entries SET {damage} WHERE id = 1")  # noqa: S608
    assert [entry.text for entry in read_entries(store.ledger)] == ["second"]
    assert "cannot be read" in store.ledger.trouble


def test_a_turn_is_forgotten_with_what_it_had_kept_and_nothing_remains(store):
    one, other = asked(store), asked(store)
    keep(store, one, fact(), TakePhoto(), jpeg=SECRET)
    keep(store, one, Keep(Kind.NOTE, "zanzibar"), Keep(Kind.ITEM, "zanzibar", "shopping"))
    clip = clip_file(store.folder, one, ".avi")
    clip.write_bytes(SECRET)
    write_entries(store, one, WALL, [ToWrite(TakeClip(3.0), finished=clip)])
    keep(store, other, Keep(Kind.NOTE, "mine"))
    gone = forget.wipe(store, (one,))
    assert {name: gone.counts[name] for name in ("notes", "items", "facts", "photos", "clips")} == dict.fromkeys(
        ("notes", "items", "facts", "photos", "clips"), 1
    )
    assert [entry.text for entry in read_entries(store.ledger)] == ["mine"]
    forget.wipe(store, (other,))
    assert (gone.left, holding(store.folder)) == ((), [])


def test_a_file_whose_row_was_lost_goes_with_its_turn(store):
    turn = asked(store)
    keep(store, turn, TakePhoto(), jpeg=SECRET)
    with store.ledger.write() as database:
        database.execute("DELETE FROM entries")
    clip_file(store.folder, turn, ".avi").write_bytes(SECRET)
    assert forget.wipe(store, (turn,)).left == ()
    assert holding(store.folder) == []


def test_everything_goes_with_files_that_nothing_names(store):
    keep(store, asked(store), fact(), TakePhoto(), jpeg=SECRET)
    (store.folder / "photos" / "stranger.jpg").write_bytes(SECRET)
    gone = forget.wipe_all(store)
    assert (gone.counts["photos"], gone.counts["facts"], gone.left) == (1, 1, ())
    assert holding(store.folder) == []


def test_what_was_kept_outlives_the_days_that_turns_are_kept(store):
    told, idle = asked(store), asked(store)
    keep(store, told, fact(), jpeg=SECRET)
    gone = forget.retain(store, PrivacyConfig(keep_days=1.0), NOON + timedelta(days=9))
    assert (gone.counts["turns"], gone.counts["facts"]) == (1, 0)
    assert store.ledger.turn(idle) is None
    assert forget.wipe(store, (told,)).counts["facts"] == 1, "it is still found by its turn"


def test_a_command_beside_a_daemon_writes_at_once(store):
    turn = asked(store)
    keep(store, turn, Keep(Kind.NOTE, "the daemon's"))
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from edge.messages import Keep, Kind, Wall; from edge.store.entries import ToWrite, write_entries\n"
        "from edge.store.ledger import open_ledger; from edge.store.registry import store_at\n"
        "with open_ledger(sys.argv[1]) as ledger:\n"
        "    write_entries(store_at(ledger, Path(sys.argv[1]).parent), 9, Wall(datetime.now(UTC)),\n"
        "                  [ToWrite(Keep(Kind.NOTE, 'the command\\'s'))])"
    )
    subprocess.run([sys.executable, "-c", code, store.ledger.path], check=True, timeout=30)
    assert [entry.text for entry in read_entries(store.ledger)] == ["the daemon's", "the command's"]
