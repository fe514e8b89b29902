"""A damaged row costs itself alone: whatever stands in any column of any table, every command goes on, or names it."""

import shutil
import sqlite3
import sys
from contextlib import closing, contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge.messages import Begin, Deed, End, Intent, Local, Outcome, SetTimer, TurnId
from tests.edge.commands.typed import glint
from tests.edge.reach.test_queue import at
from tests.edge.store.one_of_each import one_of_each

COLUMNS = {
    "turns": (
        "id", "owner", "began", "began_at", "trusted", "text", "mode", "follows", "late_of", "outcome", "answer",
        "route", "intent", "why", "sources", "acts", "stages", "ended",
    ),
    "receipts": (
        "id", "turn", "owner", "at", "seconds", "to", "cause", "mode", "bytes", "sent", "sha256", "picture", "blurred",
        "masked", "why", "tokens_in", "tokens_out", "money", "pictured",
    ),
    "queue": (
        "turn", "server", "mode", "body", "key", "created", "trusted", "expires", "lease_owner", "lease_until", "tries",
        "state", "intent",
    ),
    "notes": ("key", "value"),
    "entries": ("id", "kind", "turn", "at", "text", "list", "seen", "file"),
    "sqlite_sequence": ("name", "seq"),
}  # fmt: skip
PLACES = tuple((table, column) for table, columns in COLUMNS.items() for column in columns)
NASTY = (
    b"", b"\xff\xfe\x00", "", "?", "\x00", "[", "[" * 100_000, "null", "7", "[[1, 2], null, {}]", '{"a": "b"}',
    '{"a": 1e999}', '{"a": NaN}', "9" * 5000, "2026-03-01T12:00", "9999-12-31T23:59:59.999+00:00",
    '[["9999-12-31T23:59:59+00:00", "x", {"length": 1e300, "number": -5, "kind": "timer"}]]', '["act", [1]]',
    '["forget", ["x"]]', 0, -1, 2**63 - 1, -(2**63), 1.5, 9e999, -9e999,
)  # fmt: skip
SQL = ("?", "CAST(? AS TEXT)")  # the second makes a text of bytes that are none
VALUES = st.one_of(
    st.sampled_from(NASTY), st.binary(max_size=20), st.text(max_size=20), st.integers(-(2**63), 2**63 - 1)
)
SAYS = "What is 2 plus 2\nwhat timers are running\nwhat notes do I have\nwhat did you send\nforget the last turn\nyes\n"
COMMANDS = (
    ("ledger", "-n", "0"), ("ledger", "--json"), ("ledger", "--receipts"), ("ledger", "--receipts", "--json"),
    ("ledger", "--receipts", "--show", "1"), ("ledger", "--turn", "1"), ("ledger", "--turn", "2"),
    ("ledger", "--budget", "--json"), ("ask", "what is 2 plus 2"), ("ask", "what left the device"), ("chat",),
    ("forget", "--turn", "1"), ("forget", "--since", "0001-01-02"), ("forget", "--all", "--yes"),
)  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A folder with something in every table."""
    folder = tmp_path_factory.mktemp("filled")
    with one_of_each(folder) as store:
        ledger = store.ledger
        ledger.remember("daemon x/1/2", "run")
        late = ledger.begin(at(5), Begin("late", late_of=TurnId(1))).turn
        ledger.end(at(6), End(late, Outcome.CANCELLED, "", Local("x"), "y"))
        deeds, stages = (Deed(SetTimer(60, "tea"), True),), {"answer": 1.5}
        acted = ledger.begin(at(7), Begin("acts")).turn
        end = End(acted, Outcome.ANSWERED_LOCAL, "done", Local("x"), "y", deeds, ("a server",), Intent.ACT, stages)
        ledger.end(at(8), end)
        assert {row["name"] for row in ledger.read("SELECT name FROM sqlite_schema WHERE type = 'table'")} == {*COLUMNS}
        for table, columns in COLUMNS.items():
            rows = ledger.read(f'SELECT * FROM "{table}"')  # noqa: S608
            assert rows, f"{table} is empty"
            assert {*rows[0].keys()} == {*columns}
    return folder


def damage(path, place, how, value, which):
    """Put a value into a row; False where SQLite itself refuses it."""
    table, column = place
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        keyed = "key" if table == "notes" else "rowid"
        keys = [row[0] for row in database.execute(f'SELECT {keyed} FROM "{table}"')]  # noqa: S608
        try:
            update = f'UPDATE "{table}" SET "{column}" = {how} WHERE {keyed} = ?'  # noqa: S608
            database.execute(update, (value, keys[which % len(keys)]))
        except sqlite3.IntegrityError:
            return False
    return True


@contextmanager
def typed(path, text):
    """What is typed into the next command that reads its input."""
    path.write_text(text, encoding="utf-8")
    before = sys.stdin
    with path.open(encoding="utf-8") as file:
        sys.stdin = file
        try:
            yield
        finally:
            sys.stdin = before


def home_of(filled, tmp_path):
    """A fresh copy, with a server that nobody is at."""
    shutil.rmtree(tmp_path, ignore_errors=True)
    shutil.copytree(filled, tmp_path / "data")
    lines = (
        f'data = "{tmp_path}/data"', '[camera]\nsource = "none"', "[privacy]\nkeep_days = 36500", "[[server]]",
        'name = "desk"\nurl = "http://127.0.0.1:9/v1"\nmodel = "m"',
    )  # fmt: skip
    (tmp_path / "glint.toml").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(PLACES), how=st.sampled_from(SQL), value=VALUES, which=st.integers(0, 9))
def test_whatever_stands_in_a_row_every_command_goes_on(filled, tmp_path, capsys, place, how, value, which):
    home = home_of(filled, tmp_path / "home")
    if not damage(home / "data" / "ledger.sqlite", place, how, value, which):
        return
    for command, *arguments in COMMANDS:
        with typed(home / "typed", SAYS):
            status = glint(home, command, *arguments)
        out, err = capsys.readouterr()
        assert status in {0, 1, 2}
        assert "fault in" not in out + err, (command, arguments, err)
        if command == "ask" and "plus" in arguments[-1]:
            assert (status, out) == (0, "That's 4.\n")
        if command == "chat":
            assert (status, "That's 4." in out) == (0, True), err
        if command == "ledger" and not {"--show", "--turn"} & {*arguments}:
            assert status == 0, err
        if arguments == ["--all", "--yes"]:
            assert (status, err) == (0, "")


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_each_nasty_value_in_each_column(filled, tmp_path, capsys, place):
    """The same for all that is known to be nasty: some hours on a small machine."""
    for value in NASTY:
        for how in SQL:
            one = test_whatever_stands_in_a_row_every_command_goes_on.hypothesis.inner_test
            one(filled, tmp_path, capsys, place, how, value, len(str(value)))
