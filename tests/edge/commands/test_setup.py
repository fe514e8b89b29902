"""`glint setup` as somebody types it: what is wrong is asked again, and the last line can be typed as it stands."""

import shlex
import subprocess
import sys

import pytest

from firmware_sim.server.server import ScriptedServer
from tests.edge.reach.port import serving


@pytest.fixture
def setup(tmp_path):
    config = tmp_path / "glint.toml"
    config.write_text(f'data = "{tmp_path}/data"\n', encoding="utf-8")

    def run(typed, *arguments):
        command = [sys.executable, "-m", "edge.cli", "setup", "--config", str(config), *arguments]
        return subprocess.run(command, input=typed, capture_output=True, text=True, timeout=50, check=False)

    return run


def test_an_address_that_is_none_and_a_server_that_is_away_are_asked_for_again(setup):
    with serving(ScriptedServer()) as away:
        pass
    with serving(ScriptedServer({"hello": "Hello there."})) as url:
        done = setup(f"\nnotaurl\n{away}\n{url}\ny\n")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Server address") == 4
    assert "an address is needed" in done.stderr
    assert "is not an address" in done.stderr or "notaurl" in done.stderr


def test_the_last_line_names_the_configuration(setup, tmp_path):
    with serving(ScriptedServer({"hello": "Hello there."})) as url:
        done = setup("", "--server", url, "--yes")
    last = done.stdout.splitlines()[-1].partition("Try it: ")[2]
    assert shlex.split(last)[1:] == ["ask", "--config", str(tmp_path / "glint.toml"), "why is the sky blue?"]


def test_a_model_that_the_server_does_not_name_is_said_so(setup):
    with serving(ScriptedServer({"hello": "Hello there."})) as url:
        done = setup("", "--server", url, "--model", "scriptde", "--yes")
    assert "it names no model scriptde; did you mean scripted?" in done.stderr


def test_a_key_is_no_abbreviation(setup):
    done = setup("", "--key", "x")
    assert done.returncode == 2
    assert "there is no --key; did you mean --key-file?" in done.stderr
