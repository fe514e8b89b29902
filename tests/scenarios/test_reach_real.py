"""The way out with real sockets, real processes and a real SIGKILL; and that nothing but the gate goes there."""

import asyncio
import gc
import hashlib
import json
import random
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from pathlib import Path
from typing import Self

import pytest

from edge.config import Config
from edge.hardware.link import Network
from edge.reach.gate.receipts import Receipts
from edge.store.ledger import open_ledger
from firmware_sim.server.server import ScriptedServer, on_loopback
from tests.edge.reach.port import serving, wait
from tests.edge.reach.reach import SERVER, task, world

CHAT = "import sys; from edge.cli import main; sys.exit(main(['chat', '--config', sys.argv[1]]))"


# -------------------------------------------------------------------------------------------------------------- SIGKILL


class Chat:
    """`glint chat`, as a process of its own. It is killed when the block ends, whatever happened in it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.told = ""
        """All that it has written."""

    def __enter__(self) -> Self:
        with (self._home / "log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", CHAT, str(self._home / "glint.toml")],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, bufsize=0,
            )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            pipe.close()
        self._process.wait()

    def type(self, text: str) -> None:
        self._process.stdin.write(f"{text}\n".encode())

    def wait_for(self, text: str, within: float = 60.0) -> None:
        """Read on until it has written this; a process that ends, or says nothing more, fails the test."""
        deadline = time.monotonic() + within
        while text not in self.told:
            left = max(0.0, deadline - time.monotonic())
            ready, _, _ = select.select([self._process.stdout], [], [], left)
            piece = self._process.stdout.read(65536) if ready else b""
            assert piece, f"'{text}' never came: {self.told[-500:]!r} {(self._home / 'log').read_text()[-2000:]}"
            self.told += piece.decode(errors="replace")


def outcomes(home: Path) -> dict[str, str | None]:
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        return {turn.text: turn.outcome for turn in ledger.turns(-1) if turn.late_of is None}


def waiting(home: Path) -> list[int]:
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        return [row["turn"] for row in ledger.read("SELECT turn FROM queue")]


def well(home: Path) -> bool:
    """Whether every turn has ended, and nothing waits any more."""
    return None not in outcomes(home).values() and waiting(home) == []


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, 20))])
def test_killed_in_the_middle_nothing_is_lost_and_nothing_answered_twice(seed: int, tmp_path: Path):
    dice = random.Random(seed)
    server = ScriptedServer({"plan": "Yes. Do it now."}, pace=0.03)
    with serving(server) as url:
        (tmp_path / "glint.toml").write_text(
            f'data = "{tmp_path}/data"\n[camera]\nsource = "none"\n[policy]\nask_again_every = 0.3\n'
            f'[[server]]\nname = "desk"\nurl = "{url}"\nmodel = "m"\nfirst_token_within = 0.8\ntoken_gap = 0.5\n',
            encoding="utf-8",
        )
        asked = []
        for life in range(3):
            server.ending = dice.choice(["well", "hung_up", "stall", "silent", "rate_limited", "garbage"])
            server.retry_after = 0.5
            with Chat(tmp_path) as chat:
                for n in range(2):
                    asked.append(f"think hard about plan {life} {n}")
                    chat.type(asked[-1])
                    assert wait(lambda: asked[-1] in outcomes(tmp_path), 60.0), chat.told  # its turn is in the ledger
                    wait(lambda: False, dice.uniform(0, 0.6))  # and somewhere in what follows it dies
        server.ending = "well"
        with Chat(tmp_path):
            assert wait(lambda: well(tmp_path), 60.0), (outcomes(tmp_path), waiting(tmp_path))
    check(tmp_path, server, asked)


def test_a_chat_that_says_nothing_fails_its_own_test_and_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "glint.toml").write_text("no = such key", encoding="utf-8")
    with Chat(tmp_path) as chat, pytest.raises(AssertionError, match="never came"):
        chat.wait_for("anything")


def check(home: Path, server: ScriptedServer, asked: list[str]) -> None:
    with open_ledger(home / "data" / "ledger.sqlite") as ledger:
        turns, receipts = ledger.turns(-1), Receipts(ledger).newest(-1)
    assert Counter(turn.text for turn in turns if turn.late_of is None) == Counter(asked)
    late = Counter(turn.late_of for turn in turns if turn.late_of and turn.outcome in {"answered_remote", "degraded"})
    assert set(late.values()) <= {1}
    assert {turn.id for turn in turns if turn.outcome == "deferred" and turn.late_of is None} <= set(late)
    hashes = Counter(receipt.sha256 for receipt in receipts)
    arrived = [received for received in server.received if received.raw.startswith(b"POST")]
    assert set(hashes.values()) == {1}
    whole = {receipt.sha256 for receipt in receipts if receipt.sent == "whole"}
    assert whole <= {hashlib.sha256(received.raw).hexdigest() for received in arrived}
    complete = {hashlib.sha256(received.raw).hexdigest() for received in arrived if received.target}
    assert complete <= set(hashes)


# ----------------------------------------------------------------------------------------------- nothing else goes out


AUDIT = """
    import json, sys
    calls = []
    NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind",
               "socket.gethostbyaddr", "socket.sendmsg", "urllib.Request", "http.client.connect", "ftplib.connect")
    sys.addaudithook(lambda event, args: calls.append([event, str(args[1:])]) if event in NETWORK else None)
    from edge.cli import main
    for arguments in json.loads(sys.argv[1]):
        main(arguments)
    print("CALLS " + json.dumps(calls))
"""


def audited(*commands: list[str]) -> list[list[str]]:
    """Every call of the network that some commands make, in a process of their own."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(AUDIT), json.dumps([list(map(str, one)) for one in commands])],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    line = next((line for line in done.stdout.splitlines() if line.startswith("CALLS ")), None)
    assert line is not None, done.stderr[-2000:]
    calls: list[list[str]] = json.loads(line.removeprefix("CALLS "))
    return calls


@pytest.fixture
def home(tmp_path):
    import cv2
    import numpy as np

    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}/data"\n[camera]\nsource = "none"\n', encoding="utf-8")
    cv2.imwrite(str(tmp_path / "p.png"), np.full((480, 640, 3), (40, 90, 200), np.uint8))
    return tmp_path


@pytest.mark.slow
def test_what_is_answered_here_calls_nobody(home):
    config = ["--config", str(home / "glint.toml")]
    photo = str(home / "p.png")
    questions = [
        "what time is it?",
        "what am I looking at?",
        "what does it say?",
        "what colour is it?",
        "why is it so?",
    ]
    asks = [["ask", *config, "--image", photo, question] for question in questions]
    assert audited(*asks, ["see", photo], ["ledger", *config], ["ledger", "--receipts", *config]) == []


def test_only_the_configured_server_is_called_and_only_by_the_gate(home):
    with serving(ScriptedServer({"why": "Because."})) as url:
        port = url.rsplit(":", 1)[1].split("/")[0]
        ask = ["ask", "--config", str(home / "glint.toml"), "--server", url, "--model", "m", "why is the sky blue?"]
        calls = audited(ask)
    assert calls
    assert {event for event, _ in calls} <= {"socket.connect", "socket.getaddrinfo"}
    assert all(port in what and "127.0.0.1" in what for event, what in calls if event == "socket.connect")


HOUR = """
    import asyncio, json, sys
    calls = []
    network = ("socket.connect", "socket.get", "socket.send")
    sys.addaudithook(lambda event, args: calls.append(event) if event.startswith(network) else None)
    from firmware_sim.commands import play
    from firmware_sim.world.scenario import parse_scenario
    texts = ["what time is it?", "why is the sky blue?"] * 29
    asked = [{"at": 60.0 * n + 1, "text": text} for n, text in enumerate(texts)]
    played = play(parse_scenario({"title": "an hour", "seconds": 3600.0, "write": asked}, "here"))
    print(json.dumps([calls, len(played.turns), len(played.sim.link.opened)]))
"""


@pytest.mark.slow
def test_a_local_hour_makes_no_call_at_all():
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(HOUR)], capture_output=True, text=True, timeout=55, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    calls, turns, opened = json.loads(done.stdout.splitlines()[-1])
    assert (calls, turns, opened) == ([], 58, 0)


# --------------------------------------------------------------------------------------------- cancels, memory, bytes


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


async def storm(cancels: int) -> tuple[int, int]:
    server = ScriptedServer({"sky": "Well. " * 40}, pace=0.001)
    dice = random.Random(1)
    async with on_loopback(server) as url:
        where = SERVER.__class__(name="desk", url=url, model="m", sees="yes")
        with world(server, config=Config(server=(where,)), link=Network()) as it:
            await it.ask()
            before = descriptors()
            for _ in range(cancels // 20):
                asking = [asyncio.ensure_future(it.remote.answer(task("sky"), lambda _: None)) for _ in range(20)]
                await asyncio.sleep(dice.uniform(0, 0.02))
                for one in asking:
                    one.cancel()
                await asyncio.wait(asking)
            tried = await it.ask("why is the sky blue?")
            assert tried.text
            gc.collect()
            it.gate.close()
            await asyncio.sleep(0.2)
            return server.connections, descriptors() - before


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("cancels", [400, pytest.param(10_000, marks=pytest.mark.soak)])
def test_any_number_of_cancels_leaves_nothing(cancels: int):
    left, grown = asyncio.run(storm(cancels))
    assert left == 0
    assert grown <= 1


HUNGRY = """
    import asyncio, json, resource, sys
    from edge.config import Config
    from edge.hardware.link import Network
    from tests.edge.reach.reach import SERVER, world
    from firmware_sim.server.server import ScriptedServer

    def peak():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    async def main(url, ending):
        where = SERVER.__class__(name="desk", url=url, model="m", sees="yes")
        with world(ScriptedServer(), config=Config(server=(where,)), link=Network()) as it:
            await it.ask()
            idle = peak()
            for _ in range(3):
                tried = await it.ask(mode="think")
            print(json.dumps([peak() - idle, tried.why]))

    asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("ending", ["long_line", "gzip_bomb"])
def test_memory_stays_small_whatever_is_sent(ending: str):
    with serving(ScriptedServer(ending=ending)) as url:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(HUNGRY), url, ending],
            capture_output=True, text=True, timeout=55, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    grown, why = json.loads(done.stdout.splitlines()[-1])
    assert grown < 20
    assert why.startswith("desk ")
