"""Which files beside the ledger go, and that one which cannot be removed is named rather than called gone."""

import os
from datetime import timedelta

from edge.config import PrivacyConfig
from edge.messages import Begin, End, Outcome, TurnId
from edge.store import forget
from edge.store import forget_files as files
from edge.store.ledger import open_ledger
from edge.store.registry import store_at
from tests.edge.store.filled import START, fill, now


def written(folder, name, minutes=0.0, size=1):
    """A file that was last written so many minutes after START."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))
    os.utime(path, ((START + timedelta(minutes=minutes)).timestamp(),) * 2)
    return path


def test_the_tapes_that_ran_then_go_and_no_others(tmp_path):
    ran = {"20260301-115000": -5, "20260301-115500": 2, "20260301-120200": 3, "20260301-120400": 20, "unnamed": -60}
    for name, until in ran.items():
        written(tmp_path, f"tapes/{name}.tape", until)
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 10)
        gone = forget.wipe(store_at(ledger, tmp_path), (TurnId(2), TurnId(4)))  # at 12:01 and at 12:03
    assert gone.counts["tapes"] == 3
    kept = sorted(path.name for path in (tmp_path / "tapes").iterdir())
    assert kept == ["20260301-115000.tape", "20260301-120400.tape"]


def test_a_long_span_before_others_is_not_hidden_by_them(tmp_path):
    """Spans overlap: the one that ended last need not be the one that began last."""
    tape = written(tmp_path, "tapes/20260301-130000.tape", 61)
    spans = [("2026-03-01T12:00:00", "2026-03-01T14:00:00"), ("2026-03-01T12:30:00", "2026-03-01T12:31:00")]
    assert files.tapes_of(tmp_path, spans) == [tape]
    assert files.tapes_of(tmp_path, spans[1:]) == []
    assert files.tapes_of(tmp_path, [files.EVER]) == [tape]


def test_a_picture_without_a_receipt_is_spared_for_a_minute_and_one_from_the_future_is_not(tmp_path):
    old, fresh, ahead = (written(tmp_path, f"sent/{n}.jpg", n) for n in (0, 5, 9))
    written(tmp_path, "sent/named.jpg", 5)
    at = (START + timedelta(minutes=5, seconds=30)).timestamp()
    lost, waits = files.orphans(tmp_path, {"named.jpg"}, at)
    assert (sorted(lost), waits) == ([old, ahead], [fresh])
    assert files.orphans(tmp_path, {"named.jpg"}, at + 30.0)[1] == []


def test_the_oldest_go_until_what_is_left_is_not_too_much(tmp_path):
    tape = written(tmp_path, "tapes/a.tape", 1, size=40)
    picture = written(tmp_path, "sent/b.jpg", 2, size=40)
    written(tmp_path, "sent/c.jpg", 3, size=40)
    long_ago = START - timedelta(days=1)
    assert files.too_many(tmp_path, 120, long_ago) == []
    assert files.too_many(tmp_path, 119, long_ago) == [tape]
    assert set(files.too_many(tmp_path, 40, long_ago)) == {tape, picture}
    assert files.too_many(tmp_path, 120, START + timedelta(minutes=2)) == [tape], "by its age alone"


def test_what_is_gone_already_is_not_counted_and_the_first_of_many_failures_is_named(tmp_path):
    plain = written(tmp_path, "plain")
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    done = files.remove([plain, tmp_path / "folder", tmp_path / "never there", plain / "x", plain])
    assert done == files.Removed(2), "below a file that is gone there is nothing to remove"
    written(tmp_path, "plain")
    done = files.remove([plain / "x", plain / "y", plain / "z", plain])
    assert done.count == 1
    (line,) = done.left
    assert line.startswith(f"{plain}/x: Not a directory (and 2 files more): not removed")


def test_of_damaged_ledgers_the_ones_that_may_hold_it_are_named_once(tmp_path):
    assert files.unsearched(tmp_path, None) == ()
    for name, minutes in (("1", 0), ("1-wal", 0), ("2", 60), ("3", 90)):
        written(tmp_path, f"ledger.sqlite.damaged-{name}", minutes)
    (line,) = files.unsearched(tmp_path, None)
    assert line.startswith(f"{tmp_path}/ledger.sqlite.damaged-1 and 2 more: kept")
    (line,) = files.unsearched(tmp_path, START + timedelta(minutes=60))
    assert line.startswith(f"{tmp_path}/ledger.sqlite.damaged-2 and 1 more: kept")
    assert files.unsearched(tmp_path, START + timedelta(minutes=91)) == ()


def test_age_and_size_are_kept_to(tmp_path):
    day = 24 * 60.0
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        for number in (0, 40):
            query = ledger.begin(now(number * day), Begin(f"day {number}"))
            ledger.end(now(number * day), End(query.turn, Outcome.ANSWERED_LOCAL, "x", None, "y"))
        for n, number in enumerate((39, 40, 41)):
            written(tmp_path, f"tapes/2026060{n}-000000.tape", number * day, size=600_000)
        privacy = PrivacyConfig(keep_days=30, keep_megabytes=1.3)
        gone = forget.retain(store_at(ledger, tmp_path), privacy, now(41 * day).wall.time)
        assert (gone.counts["turns"], gone.counts["tapes"]) == (1, 1)
        assert [turn.text for turn in ledger.turns()] == ["day 40"]
        kept = sorted(tape.name for tape in (tmp_path / "tapes").iterdir())
        assert kept == ["20260601-000000.tape", "20260602-000000.tape"]
