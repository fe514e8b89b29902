"""What the command line, the README and a running Glint promise as a whole; each command has a file of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from edge.api import aglint, glint
from edge.cli import main
from edge.config import Config
from edge.messages import Outcome

README = Path(__file__).parents[2] / "README.md"


@pytest.fixture
def home(tmp_path):
    """A configuration whose ledger lies in the test's own folder."""
    (tmp_path / "glint.toml").write_text(f'data = "{tmp_path}"\n[camera]\nsource = "none"\n', encoding="utf-8")
    return tmp_path


def test_every_command_has_help_with_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    names = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, re.MULTILINE)
    assert {"ask", "see", "chat", "route", "play", "replay", "run", "ledger", "models", "bench", "doctor"} <= set(names)
    for name in names:
        with pytest.raises(SystemExit) as left:
            main([name, "--help"])
        assert left.value.code == 0
        assert "example" in capsys.readouterr().out, name


# ------------------------------------------------------------------------------------------------------------------ API


def test_a_terminal_without_a_letter_gets_the_answer_all_the_same(home):
    command = [sys.executable, "-m", "edge.cli", "ask", "--json", "--config", str(home / "glint.toml"), "größe?"]
    said = subprocess.check_output(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, timeout=60)
    assert json.loads(said)["text"] == "gr??e?"


def test_the_readmes_python_works_as_written(home):
    (code,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    root = README.parent
    environment = {**os.environ, "XDG_STATE_HOME": str(home), "PYTHONPATH": f"{root}:{root / 'edge' / 'public'}"}
    environment |= {"XDG_CONFIG_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, timeout=50, check=False
    )
    assert done.returncode == 0, done.stderr
    first, *_, last = done.stdout.splitlines()
    assert (first, last) == ("Yes, I see a bottle.", "That's 12.")


def test_a_frame_of_ones_own_and_the_async_twin(home):
    import asyncio

    from edge.messages import Frame, Instant

    blue = Frame(Instant(0.0), np.full((40, 40, 3), (20, 30, 200), np.uint8))
    config = Config(data=str(home))
    with glint(config) as g:
        assert "blue" in g.ask("what is the main colour?", image=blue).text

    async def both():
        async with aglint(config) as g:
            return await asyncio.gather(g.ask("what is 2 plus 3"), g.ask("what is 2 plus 4"))

    five, six = asyncio.run(both())
    assert (five.outcome, "5" in five.text, "6" in six.text) == (Outcome.ANSWERED_LOCAL, True, True)


# --------------------------------------------------------------------------------------------------------------- daemon


def start(home, *arguments, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "edge.cli", *arguments, "--config", str(home / "glint.toml")],
        text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


def test_the_daemon_says_when_it_is_ready_feeds_the_watchdog_and_stops_in_order(home):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(home / "notify"))
        systemd.settimeout(30.0)
        environment = {**os.environ, "NOTIFY_SOCKET": str(home / "notify"), "WATCHDOG_USEC": "300000"}
        daemon = start(home, "run", "--json", env=environment)
        try:
            words = [systemd.recv(100) for _ in range(4)]
            daemon.send_signal(signal.SIGTERM)
            _, talk = daemon.communicate(timeout=30)
        finally:
            daemon.kill()
            daemon.communicate()
    assert words[0] == b"READY=1"
    assert words[1:] == [b"WATCHDOG=1"] * 3
    assert daemon.returncode == 0, talk


def test_what_the_daemon_logs_could_be_published(home):
    daemon = start(home, "run")
    try:
        daemon.stdin.write("what is 2 plus 2\nremember the canary\n")
        daemon.stdin.flush()
        ended = [daemon.stdout.readline() for _ in range(2)]
        daemon.send_signal(signal.SIGTERM)
        rest = "".join(daemon.communicate(timeout=30))
    finally:
        daemon.kill()
        daemon.communicate()
    assert all(re.fullmatch(r"turn \d+: \w+ in [\d.]+ s\n", line) for line in ended)
    assert "glint: I" in rest
    assert "type a question" in rest
    assert not re.search(r"canary|plus", "".join(ended) + rest)


def test_chat_answers_line_by_line_and_ends_with_its_input(home):
    chat = start(home, "chat")
    shown, talk = chat.communicate("what is 2 plus 2\nwhat is 3 plus 3\n", timeout=50)
    assert chat.returncode == 0, talk
    assert "4" in shown
    assert "6" in shown


def test_chat_into_a_file_takes_no_pictures_because_nobody_sees_its_light(home):
    camera = '[camera]\nsource = "http://127.0.0.1:1/"\n'
    (home / "glint.toml").write_text(f'data = "{home}/data"\n{camera}', encoding="utf-8")
    shown, talk = start(home, "chat").communicate("what do you see?\n", timeout=50)
    assert "No light, so no camera." in shown
    assert "camera on" not in shown
    assert "going on without light: the output is no terminal" in talk


def test_a_full_disk_behind_a_conversation_is_no_fault_in_glint(home):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "edge.cli", "chat", "--config", str(home / "glint.toml")]
        talk = subprocess.run(
            command, input="what is 2 plus 2\n", stdout=full, stderr=subprocess.PIPE, text=True, timeout=50, check=False
        )
    assert talk.returncode == 1
    assert talk.stderr == "glint: the output cannot be written: No space left on device\n"
