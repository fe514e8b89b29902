"""A daemon that is killed at any moment while it records, answers and waits loses nothing that it has told."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from edge.errors import FormatError
from edge.messages import End, Instant, Now, Outcome, Wall
from edge.store.entries import read_entries
from edge.store.ledger import open_ledger
from edge.store.waiting import still_waiting
from edge.tape.tape import read_tape
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving, wait

LAST = 1.0
"""Seconds of a tape that a kill may cost."""


@dataclass
class Told:
    """What a daemon has printed, and when."""

    rows: list = field(default_factory=list)

    def read(self, stream):
        for line in stream:
            if line.endswith("\n"):  # what a kill cut in two was not told
                self.rows.append((time.monotonic(), json.loads(line)))


def configured(home, url):
    (home / "glint.toml").write_text(
        f'data = "{home}/data"\ntape = true\n[camera]\nsource = "none"\n'
        f'[[server]]\nname = "desk"\nurl = "{url}"\nmodel = "m"\n', encoding="utf-8",
    )  # fmt: skip


def killed(home, dice, n):
    """Run a daemon, ask it, kill it at some moment: what it told, and when it died."""
    command = [sys.executable, "-m", "edge.cli", "run", "--json", "--config", str(home / "glint.toml")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    daemon = subprocess.Popen(command, text=True, **pipes)
    told = Told()
    reading = threading.Thread(target=told.read, args=(daemon.stdout,))
    reading.start()
    lines = [f"remember that the number of locker {n * 100 + k} is {k}\nwhy do cats purr {n} {k}?\n" for k in range(20)]
    moment = dice.uniform(0.0, 1.5)
    try:
        daemon.stdin.write("what is 2 plus 2\n")
        daemon.stdin.flush()
        wait(lambda: told.rows or daemon.poll() is not None)
        ends = time.monotonic() + moment
        for line in lines:
            daemon.stdin.write(line)
            daemon.stdin.flush()
            wait(lambda: time.monotonic() > ends, dice.uniform(0.0, 0.2))
        wait(lambda: time.monotonic() > ends, moment + 1.0)
    finally:
        daemon.send_signal(signal.SIGKILL)
        died = time.monotonic()
        daemon.wait(30)
        daemon.stdin.close()
        reading.join(30)
        daemon.stdout.close()
    return told.rows, died


def check_ledger(home, rows):
    """Every turn that was told is there as it was told; what waits for a server waits; what was kept is there."""
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        assert ledger.trouble == ""
        ledger.close_dead(Now(Instant(0.0), Wall(datetime.now(UTC))))
        turns = {turn.id: turn for turn in ledger.turns(-1)}
        assert all(turn.outcome for turn in turns.values())
        told = {row["id"]: row["outcome"] for row in rows}
        assert {number: turns[number].outcome for number in told} == told
        deferred = {
            number for number, turn in turns.items() if turn.outcome == Outcome.DEFERRED and turn.late_of is None
        }
        late = {turn.late_of for turn in turns.values() if turn.late_of is not None and turn.answer}
        assert deferred <= {*still_waiting(ledger)} | late
        kept = "\n".join(entry.text for entry in read_entries(ledger))
        for row in rows:
            words = row["text"].split()
            if "locker" in words and row["outcome"] == Outcome.ANSWERED_LOCAL:
                assert f"locker {words[6]} is" in kept, row


def check_tape(path, rows, died):
    """It ends where the daemon died, and holds all but its last second."""
    safe = {row["id"] for at, row in rows if at < died - LAST}
    try:
        tape = read_tape(path)
    except FormatError:
        assert not safe  # cut before its first entry
        return
    assert "damaged" not in tape.damage()
    ended = {command.turn for step in tape.steps() for command in step.commands if isinstance(command, End)}
    assert safe <= ended


def kill(tmp_path, times):
    dice = Random(times)
    server = ScriptedServer({"purr": "Their throats tremble. That is purring."}, first=0.2)
    seen, told, safe = set(), [], 0
    with serving(server) as url:
        configured(tmp_path, url)
        for n in range(times):
            server.ending = dice.choice(["well", "well", "hung_up"])
            rows, died = killed(tmp_path, dice, n)
            told += [row for _, row in rows]
            check_ledger(tmp_path, told)
            tapes = {*(tmp_path / "data" / "tapes").iterdir()} - seen
            assert len(tapes) == 1, "each run has a tape of its own"
            seen |= tapes
            check_tape(Path(*tapes), rows, died)
            safe += sum(at < died - LAST for at, _ in rows)
    return {row["outcome"] for row in told}, safe, len(told)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_five_kills(tmp_path):
    outcomes, _, _ = kill(tmp_path, 5)
    assert Outcome.ANSWERED_LOCAL in outcomes


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_a_hundred_kills(tmp_path, capsys):
    outcomes, safe, told = kill(tmp_path, int(os.environ.get("GLINT_KILLS", "100")))
    assert {Outcome.ANSWERED_LOCAL, Outcome.ANSWERED_REMOTE, Outcome.DEFERRED} <= outcomes
    assert safe
    with capsys.disabled():
        sys.stdout.write(f"\n{told} turns told, {safe} of them more than a second before a kill\n")
