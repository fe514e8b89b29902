"""Timers come back as they were kept; one that is damaged is left out and named, and the others ring."""

from dataclasses import replace
from datetime import timedelta

import pytest

from edge.messages import Alarm, AlarmKind
from edge.store import alarms
from edge.store.keepers import Wiped
from edge.store.ledger import open_ledger
from edge.store.registry import store_at
from tests.edge.moments import NOON

TEA, EGGS = Alarm(NOON, "tea"), Alarm(NOON + timedelta(hours=1), "", trusted=False)


def noted(ledger, text):
    with ledger.write() as database:
        database.execute("INSERT OR REPLACE INTO notes VALUES ('alarms', ?)", (text,))


def test_they_come_back_as_they_were_kept():
    with open_ledger(":memory:") as ledger:
        assert alarms.kept(ledger) == ()
        alarms.keep(ledger, (TEA, EGGS))
        assert alarms.Alarms().restored(ledger) == (TEA, EGGS)
        assert ledger.trouble == ""


@pytest.mark.parametrize(
    "row",
    ["5", "null", "[]", '["2025-03-04T12:00:00+00:00"]', '["soon", "x"]', '["2025-03-04T12:00:00", "x"]', "[1, 2]"],
)
def test_a_damaged_timer_is_left_out_and_named(row):
    with open_ledger(":memory:") as ledger:
        noted(ledger, f'[{row}, ["{NOON.isoformat()}", "tea"]]')
        assert alarms.kept(ledger) == (TEA,)
        assert ledger.trouble == "a timer cannot be read and counts as empty; glint forget --all wipes it"


@pytest.mark.parametrize(
    ("text", "named"),
    [("{", "the note 'alarms'"), (b"\xff\x00", "the note 'alarms'"), ("{}", "a timer"), ("7", "a timer")],
)
def test_a_damaged_note_stops_nobody(text, named):
    with open_ledger(":memory:") as ledger:
        noted(ledger, text)
        assert alarms.kept(ledger) == ()
        assert ledger.trouble.startswith(f"{named} cannot be read")


def test_all_that_is_known_of_them_comes_back():
    pills = Alarm(NOON, "", kind=AlarmKind.REMINDER, text="take my pills", number=7)
    held = Alarm(NOON, "tea", length=300.0, held=12.5, number=8)
    with open_ledger(":memory:") as ledger:
        alarms.keep(ledger, (pills, held, replace(TEA, kind=AlarmKind.ALARM)))
        assert alarms.kept(ledger) == (pills, held, replace(TEA, kind=AlarmKind.ALARM))


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ('{"kind": "gong"}', ()),
        ('{"number": "5"}', (TEA,)),
        ('{"number": 5, "colour": 1}', (replace(TEA, number=5),)),
        ("[]", (TEA,)),
    ],
)
def test_of_a_note_that_a_later_glint_wrote_all_that_is_known_is_read(more, read):
    with open_ledger(":memory:") as ledger:
        noted(ledger, f'[["{NOON.isoformat()}", "tea", {more}]]')
        assert alarms.kept(ledger) == read


def test_they_stay_when_turns_are_forgotten_and_go_with_everything(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        store, keeper = store_at(ledger, tmp_path), alarms.Alarms()
        alarms.keep(ledger, (TEA,))
        assert keeper.wipe(store, [1]) == Wiped({"alarms": 0})
        assert keeper.counted(store) == {"alarms": 1}
        assert keeper.wipe_all(store) == Wiped({"alarms": 1})
        assert ledger.recall("alarms") is None
