"""`glint forget` as it is typed: it asks before everything goes, and no byte of what it wiped is left anywhere."""

import os
import pty
import subprocess
import sys

import pytest

from edge.messages import Begin, End, Instant, Now, Outcome, Wall
from edge.store.keepers import Wiped
from edge.store.ledger import open_ledger
from firmware_sim.server.server import ScriptedServer
from tests.edge.commands.typed import ANSWERS, configured, glint, rows
from tests.edge.reach.port import serving, wait
from tests.edge.reach.reach import START

SECRETS = (b"purr", b"tremble", b"zanzibar")


@pytest.fixture
def home(tmp_path):
    """A folder with a configuration of its own; nothing is read from anywhere else."""
    return configured(tmp_path)


@pytest.fixture
def greeted(home):
    """The same with one turn."""
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        now = Now(Instant(0.0), Wall(START))
        ledger.end(now, End(ledger.begin(now, Begin("hello")).turn, Outcome.ANSWERED_LOCAL, "Hello.", None, ""))
    return home


# ------------------------------------------------------------------------------------------------------- at a terminal


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


def test_no_and_enter_keep_everything(greeted):
    for typed in (b"n\n", b"\n"):
        done = forget(greeted, typed)
        assert "[y/N]" in done.stderr
        assert "nothing was forgotten" in done.stderr
        assert turns(greeted) == 1


def test_yes_wipes_and_counts_in_words(greeted):
    done = forget(greeted, b"y\n")
    assert done.stdout.startswith("forgotten: 1 turn")
    assert turns(greeted) == 0


def test_yes_can_be_said_before(greeted):
    done = forget(greeted, b"", "--yes")
    assert "[y/N]" not in done.stderr
    assert turns(greeted) == 0


def test_where_nobody_can_be_asked_nothing_is_wiped_without_yes(greeted):
    command = [sys.executable, "-m", "edge.cli", "forget", "--all", "--config", str(greeted / "glint.toml")]
    done = subprocess.run(command, input="n\n", capture_output=True, text=True, timeout=50, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "add --yes" in done.stderr
    assert turns(greeted) == 1


def test_one_is_not_many():
    counts = {"turns": 1, "receipts": 2, "waiting": 1, "notes": 1, "tapes": 0}
    assert str(Wiped(counts)) == "1 turn, 2 receipts, 1 waiting, 1 note"
    assert str(Wiped()) == "nothing"


# ----------------------------------------------------------------------------------------------- what a server was told


def fill(home, capsys, times=1):
    config = home / "glint.toml"
    if "keep_sent" not in config.read_text():
        config.write_text(config.read_text() + "[privacy]\nkeep_sent_pictures = true\n", encoding="utf-8")
    with serving(ScriptedServer(ANSWERS)) as url:
        for _ in range(times):
            glint(home, "ask", "--server", url, "--model", "m", "why do cats purr in zanzibar?")
    capsys.readouterr()


def everything(home):
    return b"".join(path.read_bytes() for path in (home / "data").rglob("*") if path.is_file())


def test_after_forgetting_everything_no_byte_is_left(home, capsys):
    fill(home, capsys, 3)
    (home / "data" / "tapes").mkdir()
    (home / "data" / "tapes" / "20260504-093000.tape").write_bytes(b"purr purr")
    (home / "data" / "sent").mkdir()
    (home / "data" / "sent" / "x.jpg").write_bytes(b"tremble")
    (home / "data" / "ledger.sqlite.damaged-1").write_bytes(b"zanzibar")
    assert all(secret in everything(home) for secret in SECRETS)
    assert glint(home, "forget", "--all", "--yes", "--json") == 0
    (row,) = rows(capsys)
    assert (row["turns"], row["receipts"], row["tapes"], row["pictures"], row["files"]) == (3, 3, 1, 1, 1)
    assert not [secret for secret in SECRETS if secret in everything(home)]


def test_one_turn_goes_and_the_others_stay(home, capsys):
    fill(home, capsys, 2)
    assert glint(home, "forget", "--turn", "1", "--json") == 0
    assert rows(capsys)[0]["turns"] == 1
    glint(home, "ledger", "--json")
    assert [row["id"] for row in rows(capsys)] == [2]
    glint(home, "ledger", "--receipts", "--json")
    assert [row["turn"] for row in rows(capsys)] == [2]


def test_numbers_are_never_given_twice(home, capsys):
    fill(home, capsys, 2)
    glint(home, "forget", "--all", "--yes")
    fill(home, capsys)
    glint(home, "ledger", "--json")
    assert [row["id"] for row in rows(capsys)] == [3]


def test_a_span_goes(home, capsys):
    fill(home, capsys, 2)
    assert glint(home, "forget", "--since", "2020-01-01", "--until", "2021-01-01", "--json") == 0
    assert rows(capsys)[0]["turns"] == 0
    assert glint(home, "forget", "--last", "10m", "--json") == 0
    assert rows(capsys)[0]["turns"] == 2


@pytest.mark.parametrize(
    "arguments",
    [[], ["--last", "soon"], ["--turn", "1", "--all"], ["--all", "--until", "2020-01-01"], ["--since", "x"]],
)
def test_forget_is_not_misunderstood(home, capsys, arguments):
    try:
        status = glint(home, "forget", *arguments)
    except SystemExit as stop:
        status = stop.code
    assert status == 2
    assert capsys.readouterr().out == ""


def test_a_daemon_that_runs_beside_forgets_too(home, capsys):
    """The real thing: another process, told by a signal, that has the turns in mind."""
    program = "import sys; from edge.cli import main; sys.exit(main(sys.argv[1:]))"
    daemon = subprocess.Popen(
        [sys.executable, "-c", program, "chat", "--config", str(home / "glint.toml")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert daemon.stdin is not None
    try:
        daemon.stdin.write("what is two plus two zanzibar?\n")
        daemon.stdin.flush()
        assert wait(lambda: told(home))
        assert glint(home, "forget", "--all", "--yes", "--json") == 0
        (row,) = rows(capsys)
        assert (row["daemons"], row["confirmed"]) == (1, 1)
        assert b"zanzibar" not in everything(home)
        daemon.stdin.write("what time is it?\n")
        daemon.stdin.flush()
    finally:
        daemon.communicate(timeout=30)
    assert daemon.returncode == 0
    assert b"zanzibar" not in everything(home)


def told(home):
    """Whether the daemon runs and has answered."""
    path = home / "data" / "ledger.sqlite"
    if not path.exists():
        return False
    with open_ledger(path) as ledger:
        here = ledger.read("SELECT 1 FROM notes WHERE key LIKE 'daemon %'")
        return bool(here) and any(turn.outcome for turn in ledger.turns())
