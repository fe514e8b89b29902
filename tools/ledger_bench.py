"""How long forgetting and starting take with a large ledger: 200,000 turns, one a minute, every tenth a late answer.

    .venv/bin/python tools/ledger_bench.py [--turns 200000]

Each span is forgotten by a `glint forget` of its own, on a fresh copy. The daemon is started on another copy of which
most is past its time, and asked meanwhile; how long its loop is held is measured in this process, with the same code.
Seconds of the wall and of the CPU: on a machine with other work only the second kind says much.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

SPANS = (("--last", "10m"), ("--last", "1d"), ("--since", "2000-01-01"), ("--all", "--yes"))
ROW = """INSERT INTO turns (owner, began, began_at, trusted, text, late_of, outcome, answer, route, intent, why, ended)
         VALUES ('an earlier boot/1/1', ?, 0.0, 1, ?, ?, 'answered_local', ?, 'device', 'know', 'claimed', ?)"""


def fill(path: Path, turns: int) -> None:
    """Write the ledger."""
    from edge.store.ledger import open_ledger

    end = datetime.now(UTC)
    with open_ledger(path) as ledger, ledger.write() as database:
        for n in range(turns):
            began = end - timedelta(minutes=turns - n)
            late = n - 3 if n % 10 == 9 else None
            stamps = [moment.isoformat(timespec="milliseconds") for moment in (began, began + timedelta(seconds=1))]
            answer = f"The answer is {n}, and some more words that stand around it in the ledger."
            database.execute(ROW, (stamps[0], f"what is the question number {n}?", late, answer, stamps[1]))


def config(folder: Path) -> Path:
    """Data in a folder, and no device."""
    path = folder / "glint.toml"
    path.write_text(f'format = 1\ndata = {json.dumps(str(folder))}\n[camera]\nsource = "none"\n', encoding="utf-8")
    return path


def glint(folder: Path, *arguments: str) -> list[str]:
    """A command line."""
    return [sys.executable, "-m", "edge.cli", *arguments, "--config", str(config(folder))]


def forgetting(folder: Path, span: tuple[str, ...]) -> None:
    """Forget a span in a process of its own."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(glint(folder, "forget", *span), capture_output=True, text=True, check=False)
    wall, after = time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    show(f"forget {' '.join(span)}", wall, cpu, (done.stdout or done.stderr).strip())


def starting(folder: Path, name: str) -> None:
    """Start a daemon, ask it while it wipes, and stop it."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(folder / "notify"))
        environment = {**os.environ, "NOTIFY_SOCKET": str(folder / "notify")}
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        begun = time.monotonic()
        with subprocess.Popen(glint(folder, "run"), env=environment, text=True, **pipes) as daemon:
            systemd.recv(100)
            ready = time.monotonic() - begun
            answered = asked(daemon)
            talk = wiped(daemon) if "large" in name else ""
            done = time.monotonic() - begun
            daemon.send_signal(signal.SIGTERM)
            daemon.communicate()
    show(f"daemon, {name}: from exec to READY", ready, None, f"first answer {answered:.2f} s after it")
    if talk:
        print(f"{'':44}{done:7.2f} s wall   {talk}")


def asked(daemon: subprocess.Popen[str]) -> float:
    """Seconds until a question is answered."""
    begun = time.monotonic()
    daemon.stdin.write("what is 2 plus 2\n")
    daemon.stdin.flush()
    daemon.stdout.readline()
    return time.monotonic() - begun


def wiped(daemon: subprocess.Popen[str]) -> str:
    """What the daemon says that it has wiped."""
    return next((line.strip() for line in daemon.stderr if "wiped" in line), "nothing")


def opening(folder: Path) -> None:
    """What a start does with the ledger before it is ready."""
    from edge.compose.build import open_business
    from edge.messages import Instant, Now, Wall
    from edge.store.ledger import open_ledger

    begun, cpu = time.monotonic(), time.process_time()
    with open_ledger(folder / "ledger.sqlite") as ledger:
        ledger.close_dead(Now(Instant(0.0), Wall(datetime.now(UTC))))
        open_business(ledger)
        show("open, close what is dead, read notes", time.monotonic() - begun, time.process_time() - cpu, "")


def serving(folder: Path) -> None:
    """How long turns wait for the ledger, and the loop for its turn, while it is wiped beside."""
    from edge.config import load_config
    from edge.daemon.retention import tidy
    from edge.messages import Begin, End, Instant, Now, Outcome, Wall
    from edge.store.ledger import open_ledger

    held: list[float] = []
    owed: list[int] = []

    async def ask(ledger, done):  # noqa: ANN001, ANN202 - a turn every few milliseconds
        while not done.done():
            now, begun = Now(Instant(0.0), Wall(datetime.now(UTC))), time.monotonic()
            turn = ledger.begin(now, Begin("asked meanwhile")).turn
            ledger.end(now, End(turn, Outcome.ANSWERED_LOCAL, "x", None, "y"))
            held.append(time.monotonic() - begun)
            owed.append(turn < 0)
            await asyncio.sleep(0.02)

    async def main() -> None:
        with open_ledger(folder / "ledger.sqlite") as ledger:
            now = Now(Instant(0.0), Wall(datetime.now(UTC)))
            await ask(ledger, asyncio.ensure_future(tidy(ledger, load_config(config(folder)), now, print)))

    asyncio.run(main())
    held.sort()
    middle, most = (1000 * held[round(share * (len(held) - 1))] for share in (0.5, 0.99))
    print(
        f"{len(held)} turns beside it: begin and end took {middle:.1f} ms in the middle, {most:.1f} ms for 99 of 100, "
        f"{1000 * held[-1]:.1f} ms at most; {sum(owed)} were owed"
    )


def show(what: str, wall: float, cpu: float | None, more: str) -> None:
    """One row."""
    print(f"{what:44}{wall:7.2f} s wall {'' if cpu is None else f'{cpu:7.2f} s CPU'}   {more}", flush=True)


def main() -> None:
    """All of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--turns", type=int, default=200_000)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as place:
        original = Path(place) / "original"
        fill(original / "ledger.sqlite", turns)
        print(f"{turns} turns, {(original / 'ledger.sqlite').stat().st_size / 1e6:.0f} MB")

        def copied(name: str) -> Path:
            return Path(shutil.copytree(original, Path(place) / name))

        for n, span in enumerate(SPANS):
            forgetting(copied(f"forget {n}"), span)
        opening(copied("opening"))
        (Path(place) / "empty").mkdir()
        starting(Path(place) / "empty", "an empty ledger")
        starting(copied("daemon"), "the large one")
        serving(copied("serving"))


if __name__ == "__main__":
    main()
