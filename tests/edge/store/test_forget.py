"""Forgotten is what no file holds any more; where a byte may be left, that is said. It is linear work, and in bites."""

import asyncio
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from random import Random

import pytest

from edge.cli import main
from edge.config import PrivacyConfig
from edge.daemon.daemon import serve
from edge.environment import Environment
from edge.errors import LedgerError
from edge.messages import Begin, End, Instant, Local, Now, Outcome, Query, TurnId, Wall
from edge.shell.progress import Progress
from edge.store import forget
from edge.store.keepers import prepare
from edge.store.ledger import open_ledger
from edge.store.registry import KEEPERS, store_at
from edge.store.turns import between, family
from edge.tape.tape import TapeWriter
from tests.edge.store.filled import FAR, SECRET, START, fill, holding, large, now
from tests.edge.tape.taped import POLICY

SEED = 0


@pytest.fixture
def home(tmp_path):
    """A folder with a configuration, and data with ten turns."""
    data = tmp_path / "data"
    (tmp_path / "glint.toml").write_text(f'format = 1\ndata = "{data}"\n[camera]\nsource = "none"\n', encoding="utf-8")
    with open_ledger(data / "ledger.sqlite") as ledger:
        fill(ledger, 10)
    return tmp_path


def glint_forget(home, *arguments):
    return main(["forget", "--config", str(home / "glint.toml"), *arguments])


# ------------------------------------------------------------------------------------------- said only where it is so


@pytest.mark.parametrize("what", [["--all", "--yes"], ["--since", "2026-01-01"], ["--turn", "1"]])
def test_nothing_is_forgotten_where_the_ledger_cannot_be_opened(home, capsys, what):
    (home / "data" / "ledger.sqlite.lock").unlink()
    (home / "data" / "ledger.sqlite.lock").mkdir()  # stands for a lock that is held and for a disk that is read-only
    (home / "data" / "tapes").mkdir()
    (home / "data" / "tapes" / "20260301-120000.tape").write_bytes(SECRET)
    assert glint_forget(home, *what) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glint: nothing was forgotten: ")
    assert "ledger.sqlite cannot be used" in err
    assert "run this again" in err
    assert err.count("\n") == 1
    assert holding(home / "data") == ["20260301-120000.tape", "ledger.sqlite"]


@contextmanager
def reading(path):
    """Another program in the middle of reading."""
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turns").fetchone()
        yield


def test_bytes_that_a_reader_keeps_in_the_file_are_not_called_gone(home):
    folder = home / "data"
    path = folder / "ledger.sqlite"
    with open_ledger(path, patience=0.0) as ledger:
        with reading(path):
            gone = forget.wipe_all(store_at(ledger, folder))
            assert gone.counts["turns"] == 10
            (line,) = gone.left
            assert line.startswith(f"{path}: the rows are wiped, but bytes of them stay in the file (another program")
            assert holding(folder) != []
        assert forget.wipe_all(store_at(ledger, folder)).left == (), "said to be done again, and now it works"
        assert holding(folder) == []


def test_a_file_that_cannot_be_removed_is_named(home, capsys):
    folder = home / "data"
    with open_ledger(folder / "ledger.sqlite") as ledger, ledger.write() as database:
        database.execute("UPDATE receipts SET picture = ?", (str(folder / "ledger.sqlite" / "x.jpg"),))
    assert glint_forget(home, "--all", "--yes") == 1
    out, err = capsys.readouterr()
    assert out.startswith("not all of it is forgotten; wiped: 10 turns")
    assert "x.jpg: Not a directory: not removed" in err
    assert holding(folder) == []


def in_the_way(kind, path, elsewhere):
    """Put something where a file of ours belongs."""
    elsewhere.write_bytes(SECRET)
    match kind:
        case "a link":
            path.symlink_to(elsewhere)
        case "a link to a folder":
            path.symlink_to(elsewhere.parent)
        case "another name":
            path.hardlink_to(elsewhere)
        case "a link to nowhere":
            path.symlink_to(elsewhere / "nowhere")
        case "a folder":
            path.mkdir()
            (path / "x").write_bytes(SECRET)


@pytest.mark.parametrize("what", [["--all", "--yes"], ["--since", "2000-01-01"]])
@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("a link", "elsewhere, which is no file of ours: not removed"),
        ("a link to a folder", ", which is no file of ours: not removed"),
        ("another name", "another name elsewhere, under which it is still there: not removed"),
        ("a link to nowhere", ""),
        ("a folder", ""),
    ],
)
@pytest.mark.parametrize("place", ["tapes", "sent"])
def test_what_is_in_the_way_is_named_and_all_else_goes(home, tmp_path, capsys, place, kind, told, what):
    folder = home / "data" / place
    folder.mkdir()
    (folder / "a.tape").write_bytes(SECRET)
    in_the_way(kind, folder / "b", tmp_path / "elsewhere")
    for path in (folder / "a.tape", tmp_path / "elsewhere", folder / "b"):
        if path.is_symlink() or path.exists():
            os.utime(path, (START.timestamp(),) * 2, follow_symlinks=False)
    assert glint_forget(home, *what) == (1 if told else 0)
    assert told in capsys.readouterr().err
    assert (tmp_path / "elsewhere").read_bytes() == SECRET
    assert [path.name for path in folder.iterdir()] == (["b"] if "a link" in kind and told else [])
    assert holding(home / "data") == (["b"] if kind == "a link" else [])


@pytest.mark.parametrize("place", ["tapes", "sent", "photos"])
def test_a_file_where_a_folder_belongs_goes_as_well(home, place):
    (home / "data" / place).write_bytes(SECRET)
    os.utime(home / "data" / place, (START.timestamp(),) * 2)
    assert glint_forget(home, "--turn", "1") == 0
    assert place not in [path.name for path in (home / "data").iterdir()]


def test_a_tape_is_empty_for_the_process_that_has_it_open_and_ends_there(home):
    path = home / "data" / "tapes" / "20260301-120000.tape"
    with TapeWriter(path, now(), POLICY, background=False) as writer, path.open("rb") as reader:
        writer.event(now(), Query(TurnId(1), SECRET.decode()), ())
        assert SECRET in reader.read()
        assert glint_forget(home, "--all", "--yes") == 0
        assert os.fstat(reader.fileno()).st_size == 0
    assert writer.problem == "the tape ends here: it was removed"


class Stuck:
    """A keeper that cannot wipe."""

    name, schema = "songs", ""

    def wipe(self, _store, _turns):
        raise LedgerError("the disk is full")

    def wipe_all(self, _store):
        raise LedgerError("the disk is full")


@pytest.mark.parametrize("turns", [None, (TurnId(1),)])
def test_where_a_keeper_cannot_wipe_what_others_are_found_by_stays_and_is_named(home, turns):
    folder = home / "data"
    (folder / "tapes").mkdir()
    (folder / "tapes" / "20260301-120000.tape").write_bytes(SECRET)
    turns_first, *rest = KEEPERS
    with open_ledger(folder / "ledger.sqlite") as ledger:
        gone, _, _ = forget.everywhere(store_at(ledger, folder, (turns_first, Stuck(), *rest)), turns, START)
        assert (gone.counts["tapes"], gone.counts["receipts"]) == (1, 3 if turns is None else 1)
        assert gone.left == ("not wiped: turns, songs (the disk is full); put that right and run this again",)
        assert len(ledger.turns(-1)) == 10, "it can be said again"


def test_where_a_keeper_cannot_wipe_the_next_bite_is_not_begun(home):
    folder = home / "data"
    with open_ledger(folder / "ledger.sqlite") as ledger:
        fill(ledger, 2 * forget.BITE, 10)
        turns = between(ledger, START, FAR)
        assert len(turns) > 2 * forget.BITE
        assert len(forget.wipe(store_at(ledger, folder, (*KEEPERS, Stuck())), turns).left) == 1


def test_everything_is_what_a_keeper_kept_that_is_not_installed_any_more_too(home):
    with open_ledger(home / "data" / "ledger.sqlite") as ledger, ledger.write() as database:
        database.execute('CREATE TABLE "old "" songs" (words TEXT)')
        database.execute('INSERT INTO "old "" songs" VALUES (?)', (SECRET.decode(),))
        database.execute("INSERT INTO notes VALUES ('daemon x/1/2', ?)", (SECRET.decode(),))
    assert glint_forget(home, "--all", "--yes") == 0
    assert holding(home / "data") == []


# ------------------------------------------------------------------------------------------- on disks that are not well


def unshared(command):
    """What a command says in a place of its own, where it may mount."""
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", command], capture_output=True, text=True, check=False, timeout=50
    )
    if "not permitted" in done.stderr or "ermission denied" in done.stderr:
        pytest.skip("nothing can be mounted here")
    return done


def forget_on(home, prepare):
    """Exit status, output and errors of `forget --all` where this has been mounted before."""
    done = unshared(f"{prepare} && exec {sys.executable} -m edge.cli forget --all --yes --config {home}/glint.toml")
    return done.returncode, done.stdout, done.stderr


@pytest.mark.hardware
def test_on_a_disk_that_is_read_only_nothing_is_forgotten(home):
    data = home / "data"
    (data / "tapes").mkdir()
    (data / "tapes" / "20260301-120000.tape").write_bytes(SECRET)
    before = holding(data)
    status, out, err = forget_on(home, f"mount --bind {data} {data} && mount -o remount,bind,ro {data}")
    assert (status, out) == (1, "")
    assert err.startswith(f"glint: nothing was forgotten: {data}/ledger.sqlite cannot be used (Read-only file system)")
    assert holding(data) == before


@pytest.mark.hardware
def test_a_folder_that_is_read_only_is_named_and_the_rest_goes(home):
    tapes = home / "data" / "tapes"
    tapes.mkdir()
    (tapes / "20260301-120000.tape").write_bytes(SECRET)
    status, out, err = forget_on(home, f"mount --bind {tapes} {tapes} && mount -o remount,bind,ro {tapes}")
    assert (status, out) == (1, "not all of it is forgotten; wiped: 10 turns, 3 receipts\n")
    assert f"{tapes}/20260301-120000.tape: Read-only file system: not removed" in err
    assert holding(home / "data") == ["20260301-120000.tape"]


@pytest.mark.hardware
@pytest.mark.parametrize("room", [0, 8, 40, 100])
def test_on_a_full_disk_it_is_forgotten_or_it_is_said(home, room):
    """So many kilobytes are free. What is left in the end is looked at inside, where it is mounted."""
    data = home / "data"
    shutil.copytree(data, home / "copy")
    size = sum(path.stat().st_size for path in data.iterdir()) // 4096 * 4 + 64 + room
    steps = (
        f"mount -t tmpfs -o size={size}k none {data}",
        f"cp -a {home}/copy/. {data}",
        f"{{ head -c 100000000 /dev/zero > {data}/pad; truncate -s -{room}k {data}/pad; }}",
        f"{{ {sys.executable} -m edge.cli forget --all --yes --config {home}/glint.toml; echo $?; }}",
        f"{{ head -c 999 /dev/zero > {data}/x; grep -rl {SECRET.decode()} {data}; }}",
    )
    done = unshared(" && ".join(steps))
    lines = done.stdout.splitlines()
    forgotten = any(line.startswith("forgotten") for line in lines)
    assert ("0" in lines) == forgotten, done
    assert not (forgotten and any("ledger.sqlite" in line for line in lines)), done


def test_a_damaged_ledger_that_may_hold_the_turns_is_named(home, capsys):
    """It cannot be searched; but it holds nothing that is younger than its last byte."""
    folder = home / "data"
    for name in ("ledger.sqlite.damaged-20260301-130000-7", "ledger.sqlite.damaged-20260301-130000-7-wal"):
        (folder / name).write_bytes(SECRET)
        os.utime(folder / name, (START.timestamp() + 3600,) * 2)
    for what in (["--since", "2026-03-01T12:30Z"], ["--turn", "99"]):
        assert glint_forget(home, *what) == 1
        out, err = capsys.readouterr()
        assert out == "not all of it is forgotten; wiped: nothing\n"
        assert err == (
            f"glint: {folder}/ledger.sqlite.damaged-20260301-130000-7: kept, since a damaged ledger cannot be searched "
            "for single turns; glint forget --all removes it\n"
        )
    assert glint_forget(home, "--since", "2026-03-01T13:30Z", "--json") == 0
    assert json.loads(capsys.readouterr().out)["left"] == []
    assert glint_forget(home, "--all", "--yes") == 0
    assert holding(folder) == []


def test_pictures_without_a_receipt_go_with_whatever_is_forgotten(home, capsys):
    sent = home / "data" / "sent"
    sent.mkdir()
    for name in ("lost.jpg", "half.jpg.new", "of a receipt.jpg", "just written.jpg"):
        (sent / name).write_bytes(SECRET)
        os.utime(sent / name, (START.timestamp(),) * 2)
    os.utime(sent / "just written.jpg")
    with open_ledger(home / "data" / "ledger.sqlite") as ledger, ledger.write() as database:
        database.execute("UPDATE receipts SET picture = ? WHERE turn = 5", (str(sent / "of a receipt.jpg"),))
    assert glint_forget(home, "--turn", "1") == 1
    out, err = capsys.readouterr()
    assert out == "not all of it is forgotten; wiped: 1 turn, 1 receipt, 2 pictures\n"
    assert err == f"glint: {sent}/just written.jpg: no receipt names it yet; run this again in a minute\n"
    assert sorted(path.name for path in sent.iterdir()) == ["just written.jpg", "of a receipt.jpg"]


def test_a_picture_of_a_turn_goes_even_if_the_folder_was_moved(home):
    sent = home / "data" / "sent"
    sent.mkdir()
    (sent / "a.jpg").write_bytes(SECRET)
    os.utime(sent / "a.jpg", (START.timestamp(),) * 2)
    with open_ledger(home / "data" / "ledger.sqlite") as ledger, ledger.write() as database:
        database.execute("UPDATE receipts SET picture = '/elsewhere/sent/a.jpg' WHERE turn = 1")
    assert glint_forget(home, "--turn", "1") == 0
    assert list(sent.iterdir()) == []


@pytest.mark.parametrize("last", ["9999999999d", "999999999999999999d", "900000d"])
def test_longer_ago_than_there_are_dates_is_used_wrongly(home, capsys, last):
    assert glint_forget(home, "--last", last) == 2
    assert "is longer than the calendar goes back" in capsys.readouterr().err


def test_what_is_wiped_among_other_rows_leaves_no_byte(tmp_path):
    """SQLite overwrites a row where it stood, but not each copy that it made when rows grew and moved."""
    dice = Random(SEED)
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        some = []
        for n in range(600):
            going = dice.random() < 0.3
            turn = ledger.begin(now(n), Begin("zanzibar" if going else "x" * 8)).turn
            length = dice.choice([1, 2, 5, 20, 80, 300])
            answer = ("zanzibar " if going else "x" * 9) * length
            ledger.end(now(n), End(turn, Outcome.ANSWERED_LOCAL, answer, Local("x"), "y"))
            some += [turn] if going else []
        assert forget.wipe(store_at(ledger, tmp_path), tuple(some)).counts["turns"] == len(some)
        assert len(ledger.turns(-1)) == 600 - len(some)
        assert holding(tmp_path) == []


# -------------------------------------------------------------------------------------------------- how the work grows


def steps(ledger, work):
    """Steps of SQLite's virtual machine, in tens: what something costs on any machine, whatever else it does."""
    count = 0

    def one_more():
        nonlocal count
        count += 1

    ledger._database.set_progress_handler(one_more, 10)
    work()
    ledger._database.set_progress_handler(None, 10)
    return count


def forget_span(ledger, folder):
    turns = between(ledger, START, FAR)
    assert forget.wipe(store_at(ledger, folder), turns).counts["turns"] == len(turns)


def forget_one_by_age(ledger, folder):
    forget.retain(store_at(ledger, folder), PrivacyConfig(keep_days=0.0), FAR)
    assert ledger.turns() == []


def start(ledger, _):
    ledger.close_dead(now())
    ledger.recall("alarms", [])


@pytest.mark.parametrize("work", [forget_span, forget_one_by_age])
def test_forgetting_is_work_in_proportion_to_what_is_forgotten(tmp_path, work):
    costs = []
    for count in (200, 1600):
        with open_ledger(tmp_path / str(count) / "ledger.sqlite") as ledger:
            fill(ledger, count)
            costs.append(steps(ledger, lambda ledger=ledger: work(ledger, tmp_path)))
    small, large = costs
    assert 4 * small < large < 12 * small, "eight times as many turns are eight times the work"


@pytest.mark.parametrize(
    "work",
    [
        start,
        lambda ledger, _: family(ledger, TurnId(10)),
        lambda ledger, _: between(ledger, START, START),
    ],
)
def test_what_does_not_look_at_all_turns_costs_the_same_in_a_large_ledger(tmp_path, work):
    costs = []
    for count in (200, 1600):
        with open_ledger(tmp_path / str(count) / "ledger.sqlite") as ledger:
            fill(ledger, count)
            costs.append(steps(ledger, lambda ledger=ledger: work(ledger, tmp_path)))
    assert abs(costs[1] - costs[0]) <= 2


# ----------------------------------------------------------------------------------------------------- while it serves


def test_between_two_bites_whoever_serves_can_write(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as serving, open_ledger(path) as tidying:
        fill(serving, 3 * forget.BITE)
        left = []

        def go_on():
            turn = serving.begin(now(9999), Begin("asked meanwhile")).turn
            assert turn > 0, "it had to wait so long that its turn is owed"
            left.append(sum("zanzibar" in row.text for row in serving.turns(-1)))
            return True

        gone = forget.retain(store_at(tidying, tmp_path), PrivacyConfig(keep_days=1.0), now(9999).wall.time, go_on)
        assert gone.counts["turns"] == 3 * forget.BITE
        assert left == [3 * forget.BITE, 2 * forget.BITE, forget.BITE]
        assert [row.text for row in serving.turns(-1)] == ["asked meanwhile"] * 3
    assert holding(tmp_path) == []


def test_a_reader_holds_up_the_last_step_and_nobody_who_serves(tmp_path):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as serving, open_ledger(path) as tidying:
        fill(serving, 20)

        def go_on():
            assert serving.begin(now(9999), Begin("asked meanwhile")).turn > 0
            return True

        old = (store_at(tidying, tmp_path), PrivacyConfig(keep_days=1.0), now(9999).wall.time, go_on)
        with reading(path):
            (line,) = forget.retain(*old).left
        assert "bytes of them stay in the file (another program still reads it as it was before)" in line
        assert holding(tmp_path) != []
        fill(serving, 1, first=1)
        assert str(forget.retain(*old)) == "1 turn"
    assert holding(tmp_path) == []


def test_it_ends_where_it_is_when_told(tmp_path):
    with open_ledger(tmp_path / "ledger.sqlite") as ledger:
        fill(ledger, 3 * forget.BITE)
        answers = iter([True, False])
        gone = forget.retain(store_at(ledger, tmp_path), PrivacyConfig(keep_days=1.0), FAR, lambda: next(answers))
        assert gone.counts["turns"] == forget.BITE
        assert len(ledger.turns(-1)) == 2 * forget.BITE


def test_a_large_ledger_is_not_written_anew_while_somebody_is_served(tmp_path):
    """Its rows are overwritten and its journal emptied; the file keeps its size, for turns to come."""
    path = tmp_path / "ledger.sqlite"
    with open_ledger(path) as ledger:
        prepare(ledger, KEEPERS)
        fill(ledger, 20)
        ledger.end(now(FAR.year), End(
            ledger.begin(Now(Instant(0.0), Wall(FAR)), Begin("large")).turn, Outcome.ANSWERED_LOCAL,
            "x" * (forget.COMPACTED_AT_ONCE + 1), Local("x"), "y",
        ))  # fmt: skip
        ledger.compact()
        before = path.stat().st_size
        assert forget.retain(store_at(ledger, tmp_path), PrivacyConfig(keep_days=1.0), FAR).counts["turns"] == 20
        assert path.stat().st_size == before
        assert holding(tmp_path) == []


class Standing:
    """A runtime that runs until it is stopped, as far as `serve` needs one."""

    def __init__(self):
        self.progress = Progress(lambda: Instant(0.0))
        self.stop, self._end = self.end, asyncio.Event()

    def end(self):
        self._end.set()

    async def run(self):
        await self._end.wait()


def test_it_is_ready_before_its_chores_and_does_not_wait_for_them(tmp_path):
    async def main():
        runtime, order = Standing(), []

        async def chores():
            order.append(systemd.recv(100))
            runtime.end()
            try:
                await asyncio.Event().wait()
            finally:
                order.append("stopped")

        await serve(runtime, Environment(notify=str(tmp_path / "notify")), chores)
        return [*order, systemd.recv(100)]

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        assert asyncio.run(main()) == [b"READY=1", "stopped", b"STOPPING=1"]


def test_damage_that_is_met_on_the_way_says_where_the_old_ledger_is(home, capsys):
    path = home / "data" / "ledger.sqlite"
    large(path)
    assert glint_forget(home, "--turn", "11") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("glint: nothing was forgotten: the ledger was damaged: it was moved to ")
