"""Every turn is a row, whoever dies meanwhile; a full disk or a damaged file costs no turn and says so."""

import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import FormatError, LedgerError
from edge.messages import Begin, Deed, End, Instant, Intent, Local, Now, Outcome, Server, SetTimer, TurnId, Wall
from edge.store.ledger import Ledger, TurnRow, open_ledger
from edge.store.ledger_schema import MIGRATIONS, migrate
from edge.store.owner import is_alive, this_process

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GONE = "an earlier boot/1/1"


def now(at: float = 0.0) -> Now:
    return Now(Instant(at), Wall(NOON + timedelta(seconds=at)))


def end(turn: TurnId, outcome: Outcome = Outcome.ANSWERED_LOCAL, text: str = "Noon.") -> End:
    return End(turn, outcome, text, Local("clock"), "the skill clock knows")


def outcomes(ledger: Ledger) -> list[str | None]:
    return [turn.outcome for turn in ledger.turns(-1)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with open_ledger(path) as opened:
        yield opened


# ------------------------------------------------------------------------------------------------------- turns


def test_a_turn_is_one_row_from_its_question_to_its_end(ledger: Ledger) -> None:
    query = ledger.begin(now(), Begin("Plan my day", 0.9, TurnId(7), "think", late_of=TurnId(3)))
    assert (query.turn, query.text, query.confidence, query.follows, query.mode, query.late_of) == (
        1, "Plan my day", 0.9, 7, "think", 3,
    )  # fmt: skip
    assert outcomes(ledger) == [None]
    ledger.end(now(2), End(
        query.turn, Outcome.ANSWERED_REMOTE, "Begin early.", Server("think"), "asked the server",
        (Deed(SetTimer(60, "tea"), True),), ("server",), Intent.THINK,
        {"understand": 0.00125, "answer": 1.5},
    ))  # fmt: skip
    assert ledger.turn(query.turn) == TurnRow(
        id=query.turn, began="2026-03-01T12:00:00.000+00:00", text="Plan my day", mode="think", follows=TurnId(7),
        late_of=TurnId(3), outcome="answered_remote", answer="Begin early.", route="server", intent="think",
        why="asked the server", sources=["server"],
        acts=[{"skill": "timer", "do": "set", "seconds": 60, "label": "tea", "done": True}],
        stages={"understand": 1.25, "answer": 1500.0}, ended="2026-03-01T12:00:02.000+00:00",
    )  # fmt: skip


def test_a_turn_ends_once(ledger: Ledger) -> None:
    turn = ledger.begin(now(), Begin("hello")).turn
    ledger.end(now(1), end(turn))
    ledger.end(now(2), end(turn, Outcome.FAILED, "again"))
    assert outcomes(ledger) == ["answered_local"]


def test_the_newest_come_last_and_old_ones_are_left_out(ledger: Ledger) -> None:
    for n in range(30):
        ledger.begin(now(n), Begin(str(n)))
    assert [turn.text for turn in ledger.turns(3)] == ["27", "28", "29"]
    assert len(ledger.turns()) == 20
    assert len(ledger.turns(-1)) == 30
    assert ledger.turn(TurnId(999)) is None


def test_a_number_is_never_given_again(path: Path) -> None:
    with open_ledger(path) as ledger:
        last = [ledger.begin(now(), Begin("x")).turn for _ in range(3)][-1]
        with ledger.write() as database:
            database.execute("DELETE FROM turns")
        ledger.compact()
    with open_ledger(path) as ledger:
        assert ledger.begin(now(), Begin("y")).turn == last + 1


def test_notes_outlive_a_restart(path: Path) -> None:
    with open_ledger(path) as ledger:
        ledger.remember("alarms", [["2026-03-01T12:10:00+00:00", "tea"]])
        ledger.remember("alarms", [])
        ledger.remember("sees", {"http://127.0.0.1": True})
    with open_ledger(path) as ledger:
        assert (ledger.recall("alarms"), ledger.recall("sees")) == ([], {"http://127.0.0.1": True})
        assert ledger.recall("nothing", 7) == 7


def test_in_memory_it_works_the_same(tmp_path: Path) -> None:
    with open_ledger(":memory:") as ledger:
        ledger.end(now(), end(ledger.begin(now(), Begin("hello")).turn))
        assert outcomes(ledger) == ["answered_local"]
        assert ledger.trouble == ""
    assert list(tmp_path.iterdir()) == []


def test_it_is_for_its_owner_only(ledger: Ledger, path: Path) -> None:
    ledger.begin(now(), Begin("secret"))
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_wiped_leaves_no_byte(path: Path) -> None:
    with open_ledger(path) as ledger:
        for n in range(50):
            ledger.end(
                now(n), end(ledger.begin(now(n), Begin(f"a private question {n}")).turn, text="A private answer.")
            )
        with ledger.write() as database:
            database.execute("DELETE FROM turns")
        ledger.compact()
        assert [file.name for file in path.parent.iterdir() if b"private" in file.read_bytes()] == []


# ------------------------------------------------------------------------------------------------------- several


def test_only_the_turns_of_a_dead_owner_are_closed(path: Path) -> None:
    with open_ledger(path, owner=GONE) as dead:
        dead.begin(now(), Begin("never answered"))
        dead.end(now(), end(dead.begin(now(), Begin("answered")).turn))
    with open_ledger(path) as daemon, open_ledger(path, owner=this_process()) as command:
        daemon.begin(now(), Begin("being answered"))
        assert command.close_dead(now(9)) == 1
        assert command.close_dead(now(9)) == 0
        assert outcomes(command) == ["failed", "answered_local", None]
        first = command.turns()[0]
        assert (first.why, first.ended) == ("interrupted", "2026-03-01T12:00:09.000+00:00")


def test_an_owner_is_a_boot_a_process_and_its_start() -> None:
    boot, pid, start = this_process().split("/")
    assert is_alive(f"{boot}/{pid}/{start}")
    assert not is_alive(f"{boot}/{pid}/{int(start) + 1}"), "the number was given to another process"
    assert not is_alive(f"another boot/{pid}/{start}")
    assert not is_alive(f"{boot}/{2**22 + 1}/{start}")
    for nonsense in ("", "/", "a/b/c", f"{boot}/self/{start}", f"{boot}//"):
        assert not is_alive(nonsense)


def test_a_corpse_that_nobody_has_buried_is_dead() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.stdin
        start = Path(f"/proc/{child.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19]
        owner = f"{this_process().split('/')[0]}/{child.pid}/{start}"
        assert is_alive(owner)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and is still in the table
        assert not is_alive(owner)


PROCESS = """
import sys
from tests.edge.store.test_ledger import Begin, end, now, open_ledger
with open_ledger(sys.argv[1]) as ledger:
    for n in range(40):
        ledger.end(now(n), end(ledger.begin(now(n), Begin(f"{sys.argv[2]} {n}")).turn))
    ledger.begin(now(99), Begin(f"{sys.argv[2]} open"))
    while ledger.trouble:  # the other one was in the middle of writing
        ledger.turns(1)
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_a_killed_daemon_is_interrupted_and_a_living_one_is_left_alone(path: Path) -> None:
    def start(name: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", PROCESS, str(path), name]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True)

    with start("killed") as killed, start("living") as living:
        try:
            assert killed.stdout
            assert living.stdout
            assert (killed.stdout.readline(), living.stdout.readline()) == ("ready\n", "ready\n")
            killed.send_signal(signal.SIGKILL)
            killed.wait(10)
            with open_ledger(path) as command:
                assert command.close_dead(now()) == 1
                turns = {turn.text: turn for turn in command.turns(-1)}
        finally:
            killed.kill()
            living.communicate("\n", timeout=10)
    assert len(turns) == 82, "two processes wrote at once and a turn was lost"
    assert (turns["killed open"].outcome, turns["killed open"].why) == ("failed", "interrupted")
    assert turns["living open"].outcome is None
    assert {turn.outcome for turn in turns.values()} == {"answered_local", "failed", None}


def test_threads_take_turns(ledger: Ledger) -> None:
    def work(name: int) -> None:
        for n in range(25):
            ledger.end(now(n), end(ledger.begin(now(n), Begin(f"{name}-{n}")).turn))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes(ledger) == ["answered_local"] * 100
    assert ledger.trouble == ""


# ------------------------------------------------------------------------------------------- what others keep in it


def test_a_transaction_is_kept_whole_or_not_at_all(ledger: Ledger) -> None:
    with suppress(ZeroDivisionError), ledger.write() as database:
        database.execute("INSERT INTO notes VALUES ('a', '1')")
        raise ZeroDivisionError
    assert ledger.recall("a") is None
    with ledger.write() as database:
        database.execute("INSERT INTO notes VALUES ('a', '1')")
    assert ledger.read("SELECT * FROM notes")[0]["value"] == "1"


def test_wrong_sql_is_an_error_of_ours(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="no such table"):
        ledger.read("SELECT * FROM nobody")
    with pytest.raises(LedgerError), ledger.write() as database:
        database.execute("INSERT INTO turns (id) VALUES (1)")
    ledger.begin(now(), Begin("it goes on"))
    assert ledger.trouble == ""


def test_a_cancelled_writer_leaves_no_lock_behind(path: Path) -> None:
    with open_ledger(path) as one, open_ledger(path) as other:
        with pytest.raises(KeyboardInterrupt), one.write():
            raise KeyboardInterrupt
        other.begin(now(), Begin("free"))
        assert other.trouble == ""


# ------------------------------------------------------------------------------------------------- when it fails


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file can grow beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_costs_no_turn(ledger: Ledger) -> None:
    before = ledger.begin(now(), Begin("begun before"))
    with full_disk(0):
        ledger.end(now(1), end(before.turn))
        during = ledger.begin(now(2), Begin("begun while it was full", mode="think"))
        ledger.end(now(3), end(during.turn))
        still_open = ledger.begin(now(4), Begin("begun while it was full, too"))
        assert "in memory alone" in ledger.trouble
        assert len({before.turn, during.turn, still_open.turn}) == 3
        with pytest.raises(LedgerError), ledger.write() as database:
            database.execute("INSERT INTO notes VALUES ('a', '1')")
    after = ledger.begin(now(5), Begin("begun after"))
    ledger.end(now(6), end(still_open.turn, Outcome.CANCELLED))
    assert ledger.trouble == ""
    assert [(turn.id, turn.outcome) for turn in ledger.turns()] == [
        (before.turn, "answered_local"), (during.turn, "answered_local"), (still_open.turn, "cancelled"),
        (after.turn, None),
    ]  # fmt: skip


def test_a_turn_does_not_wait_for_another_process_that_takes_long(path: Path) -> None:
    with open_ledger(path) as daemon, open_ledger(path) as wiping:
        with wiping.write():
            turn = daemon.begin(now(), Begin("meanwhile")).turn
            daemon.end(now(1), end(turn))
            assert "locked" in daemon.trouble
        daemon.begin(now(2), Begin("afterwards"))
        assert daemon.trouble == ""
        assert [(row.text, row.outcome) for row in wiping.turns()] == [
            ("meanwhile", "answered_local"), ("afterwards", None),
        ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["begin", "end", "full", "free"]), st.integers(0, 5)), max_size=25))
def test_whatever_fails_when_each_turn_ends_as_it_did(steps: list[tuple[str, int]]) -> None:
    """The disk is full and free again at any moments: in the end every row is there, with its first outcome."""
    ledger = open_ledger(":memory:")
    expected: dict[int, str | None] = {}
    full = False
    with closing(ledger):
        for what, which in [*steps, ("free", 0), ("begin", 0)]:
            if what in {"full", "free"}:
                full = what == "full"
                ledger._database.execute(f"PRAGMA query_only = {int(full)}")
            elif what == "begin":
                expected[ledger.begin(now(len(expected)), Begin("?")).turn] = None
            elif expected:
                turn = sorted(expected)[which % len(expected)]
                outcome = list(Outcome)[which]
                ledger.end(now(50), end(TurnId(turn), outcome))
                expected[turn] = expected[turn] or outcome
        assert {turn.id: turn.outcome for turn in ledger.turns(-1)} == expected


@pytest.mark.parametrize("place", ["a file", "read only"])
def test_where_no_file_can_be_it_is_kept_in_memory_and_says_so(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").write_text("not a folder", encoding="ascii")
    (tmp_path / "read only").mkdir()
    (tmp_path / "read only" / "ledger").mkdir()  # root may write anywhere, but not over a folder
    with open_ledger(tmp_path / place / "ledger") as ledger:
        assert "nothing of this run is kept" in ledger.trouble
        assert ledger.begin(now(), Begin("hello")).turn == 1


def damage(path: Path, offset: int, length: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xa5" * length)


@pytest.mark.parametrize(("offset", "length"), [(0, 64), (100, 300), (4096, 4096), (0, 1 << 16)])
def test_a_damaged_file_is_moved_aside(path: Path, offset: int, length: int) -> None:
    with open_ledger(path) as ledger:
        ledger.end(now(), end(ledger.begin(now(), Begin("of the old file")).turn))
    damage(path, offset, length)
    with open_ledger(path) as ledger:
        assert "was damaged: it was moved to" in ledger.trouble
        assert ledger.turns() == []
        ledger.begin(now(), Begin("of the new file"))
    assert len(list(path.parent.glob("*.damaged-*"))) >= 1
    with open_ledger(path) as ledger:
        assert (len(ledger.turns()), ledger.trouble) == (1, "")


def test_a_file_that_is_damaged_while_it_is_open_costs_no_turn(path: Path) -> None:
    with open_ledger(path) as ledger:
        first = ledger.begin(now(), Begin("before"))
        ledger.read("PRAGMA wal_checkpoint(TRUNCATE)")
        with closing(sqlite3.connect(path)) as other:  # another program that breaks it
            other.execute("PRAGMA writable_schema = ON")
            other.execute("UPDATE sqlite_schema SET rootpage = 99999 WHERE name = 'turns'")
            other.execute("PRAGMA schema_version = 77")
            other.commit()
        second = ledger.begin(now(1), Begin("after"))
        ledger.end(now(2), end(second.turn))
        assert second.turn != first.turn
        third = ledger.begin(now(3), Begin("later"))
        assert len({first.turn, second.turn, third.turn}) == 3
        assert "was damaged" in ledger.trouble
        assert [turn.text for turn in ledger.turns()] == ["after", "later"]


@settings(max_examples=20)
@given(junk=st.binary(min_size=1, max_size=3000))
def test_no_bytes_at_all_keep_glint_from_starting(junk: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("junk")
    (folder / "ledger").write_bytes(junk)
    with open_ledger(folder / "ledger") as ledger:
        assert ledger.begin(now(), Begin("hello")).turn == 1


# ------------------------------------------------------------------------------------------------------ formats

FORMAT_1 = Path(__file__).with_name("format_1.sql")
FORMAT_1_WHOLE = Path(__file__).with_name("format_1_whole.sql")


def written(path: Path, script: Path) -> Path:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(script.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def of_format_1(tmp_path: Path) -> Path:
    """A ledger as the first Glint wrote it. The file never changes: a change of the schema is a new migration."""
    return written(tmp_path / "first", FORMAT_1)


def schema(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {" ".join(row[0].split()) for row in rows}


def contents(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, by the names of its columns."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")] for table in tables}  # noqa: S608


def test_format_1_is_read_for_ever(of_format_1: Path) -> None:
    with open_ledger(of_format_1) as ledger:
        answered, late = ledger.turns()
        assert (answered.text, answered.outcome, answered.stages) == ("what is this?", "answered_local", {"look": 31.5})
        assert (late.late_of, late.outcome) == (1, None)
        assert ledger.recall("alarms") == [["2026-03-01T12:10:00+00:00", "tea"]]
        assert ledger.read("SELECT sent, tokens_out FROM receipts")[0]["sent"] == "whole"
        assert ledger.read("SELECT body FROM queue")[0]["body"] == b"POST"
        assert ledger.begin(now(), Begin("next")).turn == 8, "the sequence goes on"


def test_of_all_that_format_1_can_hold_nothing_is_lost(tmp_path: Path) -> None:
    """Turns that ended, wait, answer late or are open, receipts of each kind, what waits, alarms, and numbers."""
    path = written(tmp_path / "whole", FORMAT_1_WHOLE)
    before = contents(path)
    assert {table: len(rows) for table, rows in before.items()} == {
        "turns": 7, "receipts": 3, "queue": 2, "notes": 3, "sqlite_sequence": 2,
    }  # fmt: skip
    assert {row["sent"] for row in before["receipts"]} == {"whole", "part", "none"}
    open_ledger(path).close()
    after = contents(path)
    assert [row.pop("intent") for row in after["queue"]] == ["", ""]
    assert [row["state"] for row in after["queue"]] == ["waiting", "asking"], "the second one has a lease"
    assert [(row.pop("pictured"), row["picture"]) for row in after["receipts"]] == [(1, None), (0, None), (0, None)]
    before["queue"][1]["state"], before["receipts"][0]["picture"] = "asking", None  # it was "not kept"
    assert after == before
    with open_ledger(path) as ledger:
        assert ledger.trouble == ""
        assert ledger.recall("alarms") == [["2026-03-01T12:10:00+00:00", "tea"]]
        assert [turn.late_of for turn in ledger.turns(-1) if turn.late_of] == [4]
        assert ledger.begin(now(), Begin("next")).turn == 9, "8 was forgotten, and is not given again"


def test_a_ledger_is_the_same_whether_it_was_migrated_or_begun(tmp_path: Path, path: Path) -> None:
    with open_ledger(written(tmp_path / "whole", FORMAT_1_WHOLE)), open_ledger(path):
        assert schema(tmp_path / "whole") == schema(path)


def test_a_released_migration_is_never_edited(of_format_1: Path, path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        migrate(database, "first", MIGRATIONS[:1])
    assert schema(of_format_1) == schema(path)


def test_an_older_format_is_migrated_and_loses_nothing(of_format_1: Path) -> None:
    tomorrow = (*MIGRATIONS, "ALTER TABLE turns ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    with closing(sqlite3.connect(of_format_1, isolation_level=None)) as database:
        migrate(database, "first", tomorrow)
        assert database.execute("SELECT text, mood FROM turns").fetchall()[0] == ("what is this?", "calm")
        assert database.execute("PRAGMA user_version").fetchone()[0] == 3
    with pytest.raises(FormatError, match=r"has format 3, and this Glint reads up to 2: update Glint$"):
        open_ledger(of_format_1)
    assert of_format_1.exists(), "a newer file is left where it is"


def test_a_migration_that_fails_leaves_the_file_as_it_was(of_format_1: Path) -> None:
    before = schema(of_format_1)
    with closing(sqlite3.connect(of_format_1, isolation_level=None)) as database:
        with pytest.raises(sqlite3.OperationalError):
            migrate(database, "first", (*MIGRATIONS, "CREATE TABLE half (a); ALTER TABLE nobody ADD COLUMN b"))
        assert database.execute("PRAGMA user_version").fetchone()[0] == 1
    assert schema(of_format_1) == before


def test_a_row_is_json_for_machines(ledger: Ledger) -> None:
    turn = ledger.turn(ledger.begin(now(), Begin("hello")).turn)
    assert turn is not None
    assert json.loads(json.dumps([turn.sources, turn.acts, turn.stages])) == [[], [], {}]
