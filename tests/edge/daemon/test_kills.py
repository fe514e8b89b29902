"""A daemon that is killed at any moment while it records, answers and waits loses nothing that it has told."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import nullcontext
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
from tests.contracts.standins.mjpeg import network_camera
from tests.edge.reach.port import serving, wait

LOOK = "what is in front of me?"
LAST = 1.0
"""Seconds of a tape that a kill may cost."""
SIZE = (640, 480)
"""Pixels of the camera's picture."""


@dataclass
class Told:
    """What a daemon has printed, and when."""

    rows: list = field(default_factory=list)

    def read(self, stream):
        for line in stream:
            if line.endswith("\n"):  # what a kill cut in two was not told
                self.rows.append((time.monotonic(), json.loads(line)))


def configured(home, url, camera="none"):
    lamp = home / "lamp"
    lamp.write_text("0", encoding="ascii")
    (home / "glint.toml").write_text(
        f'data = "{home}/data"\ntape = true\n[camera]\nsource = "{camera}"\nfps = 20\n[light]\nkind = "led"\n'
        f'path = "{lamp}"\n[[server]]\nname = "desk"\nurl = "{url}"\nmodel = "m"\n', encoding="utf-8",
    )  # fmt: skip


def killed(home, dice, n, *, sees=False):
    """Run a daemon, ask it, kill it at some moment: what it told, and when it died. `sees`: it looks, too."""
    command = [sys.executable, "-m", "edge.cli", "run", "--json", "--config", str(home / "glint.toml")]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    daemon = subprocess.Popen(command, text=True, **pipes)
    told = Told()
    reading = threading.Thread(target=told.read, args=(daemon.stdout,))
    reading.start()
    lines = [f"remember that the number of locker {n * 100 + k} is {k}\nwhy do cats purr {n} {k}?\n" for k in range(20)]
    if sees:
        lines = [f"{LOOK}\n{line}" for line in lines]
    moment = dice.uniform(0.0, 4.0 if sees else 1.5)
    try:
        daemon.stdin.write(f"{LOOK if sees else 'what is 2 plus 2'}\n")
        daemon.stdin.flush()
        wait(lambda: told.rows or daemon.poll() is not None)
        ends = time.monotonic() + moment
        for line in lines:
            daemon.stdin.write(line)
            daemon.stdin.flush()
            wait(lambda: time.monotonic() > ends, dice.uniform(0.0, 0.8 if sees else 0.2))
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
        return 0
    assert "damaged" not in tape.damage()
    frames = [sensed.value.pixels.shape for sensed in tape.senses("camera") if sensed.value is not None]
    assert set(frames) <= {(*SIZE[::-1], 3)}, "each is whole"
    ended = {command.turn for step in tape.steps() for command in step.commands if isinstance(command, End)}
    assert safe <= ended
    return len(frames)


def kill(tmp_path, times, *, sees=False):
    """What was told, how much of it long enough before a kill, and how many frames are on the tapes."""
    dice = Random(times)
    server = ScriptedServer({"purr": "Their throats tremble. That is purring."}, first=0.2)
    seen, told, safe, frames = set(), [], 0, 0
    with serving(server) as url:
        for n in range(times):
            server.ending = dice.choice(["well", "well", "hung_up"])
            with network_camera(fps=20.0, size=SIZE, noisy=True) if sees else nullcontext() as camera:
                configured(tmp_path, url, camera.url if camera else "none")
                rows, died = killed(tmp_path, dice, n, sees=sees)
            told += [row for _, row in rows]
            check_ledger(tmp_path, told)
            tapes = {*(tmp_path / "data" / "tapes").iterdir()} - seen
            assert len(tapes) == 1, "each run has a tape of its own"
            seen |= tapes
            frames += check_tape(Path(*tapes), rows, died)
            safe += sum(at < died - LAST for at, _ in rows)
    return told, safe, frames


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("sees", [False, True])
def test_five_kills(tmp_path, sees):
    told, _, frames = kill(tmp_path, 5, sees=sees)
    assert Outcome.ANSWERED_LOCAL in {row["outcome"] for row in told}
    assert bool(frames) is sees


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("sees", [False, True])
def test_a_hundred_kills(tmp_path, capsys, sees):
    told, safe, frames = kill(tmp_path, int(os.environ.get("GLINT_KILLS", "100")), sees=sees)
    assert {Outcome.ANSWERED_LOCAL, Outcome.ANSWERED_REMOTE, Outcome.DEFERRED} <= {row["outcome"] for row in told}
    assert safe
    with capsys.disabled():
        kept = f"{frames} pictures on tapes"
        sys.stdout.write(f"\n{len(told)} turns told, {safe} of them more than a second before a kill; {kept}\n")
