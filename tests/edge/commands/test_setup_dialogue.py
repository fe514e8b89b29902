"""`glint setup` as a conversation: what it asks, what it takes for an answer, and that "no" writes nothing.

Its answers come through a pipe, so each is a process of its own; the rest of setup is in test_setup.py.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from edge.commands.setup import _choose
from edge.config import load_config
from edge.errors import UsageError
from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving

NAMES = tuple(f"model-{n}" for n in range(1, 24))


class Several(ScriptedServer):
    """Has more models than are shown."""

    async def _answer(self, request, reply):
        if request.target.endswith("/models"):
            await reply.whole(200, json.dumps({"data": [{"id": name} for name in NAMES]}).encode())
        else:
            await super()._answer(request, reply)


def setup(config: Path, answers: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "edge.cli", "setup", "--config", str(config), *arguments]
    return subprocess.run(command, input=answers, capture_output=True, text=True, check=False, timeout=50)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "glint.toml"
    path.write_text(f'format = 1\ndata = "{tmp_path}/data"\n', encoding="utf-8")
    return path


def test_it_asks_for_an_address_and_a_model_tries_it_and_writes_what_was_chosen(config: Path):
    with serving(Several({"hello": "Hello there, nice to meet."})) as url:
        done = setup(config, f" {url} \n2\n\n")
    assert done.returncode == 0, done.stderr
    assert "Server address" in done.stderr
    assert "  1  model-1\n" in done.stderr
    assert "and 3 more" in done.stderr
    assert "trying model-2 ..." in done.stderr
    assert "model-2 says: Hello there" in done.stdout
    assert "first word after" in done.stdout
    (server,) = load_config(config).server
    assert (server.url, server.model, server.key_file) == (url, "model-2", "")


def test_no_is_an_answer_and_writes_nothing(config: Path):
    before = config.read_text(encoding="utf-8")
    with serving(Several()) as url:
        done = setup(config, "model-3\nno\n", "--server", url)
    assert (done.returncode, config.read_text(encoding="utf-8")) == (0, before)
    assert "nothing was written" in done.stderr


def test_who_gives_no_answer_is_told_how_to_do_without(config: Path):
    done = setup(config, "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name --server and --yes" in done.stderr


@pytest.mark.parametrize(("names", "yes", "chosen"), [(NAMES, True, "model-1"), (("one",), False, "one")])
def test_where_nothing_is_to_be_chosen_nothing_is_asked(names: tuple[str, ...], yes: bool, chosen: str):
    assert _choose(names, argparse.Namespace(yes=yes)) == chosen


def test_a_server_without_models_is_named():
    with pytest.raises(UsageError, match="names no models: name one with --model"):
        _choose((), argparse.Namespace(yes=True))


@pytest.mark.parametrize("answer", ["24"])
def test_what_is_none_of_them_is_refused(config: Path, answer: str):
    with serving(Several()) as url:
        done = setup(config, f"{answer}\n", "--server", url)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{answer}: is none of them" in done.stderr
