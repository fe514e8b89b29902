"""`glint setup` as somebody types it: what is wrong is asked again, and the last line can be typed as it stands."""

import json
import shlex
import subprocess
import sys

import pytest

from edge.config import load_config
from firmware_sim.server.server import ScriptedServer
from tests.edge.commands.typed import ANSWERS, configured, glint
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


# ------------------------------------------------------------------------------------------- without a question


@pytest.fixture
def home(tmp_path):
    return configured(tmp_path)


def test_setup_tries_a_server_and_writes_what_it_found(home, capsys):
    with serving(ScriptedServer(ANSWERS)) as url:
        assert glint(home, "setup", "--server", url, "--yes") == 0
        said = capsys.readouterr().out
        assert "Hello there" in said
        assert "looks at pictures" in said
        (server,) = load_config(home / "glint.toml").server
        assert (server.url, server.model) == (url, "scripted")
        assert load_config(home / "glint.toml").camera.source == "none"
        assert glint(home, "ask", "why do cats purr?") == 0
        assert "tremble" in capsys.readouterr().out


def test_setup_finds_out_what_the_limit_is_called(home, capsys):
    class Modern(ScriptedServer):
        async def _stream(self, request, reply):
            if b'"max_tokens"' in request.raw:
                said = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
                await reply.whole(400, json.dumps({"error": {"message": said}}).encode())
            else:
                await super()._stream(request, reply)

    with serving(Modern(ANSWERS)) as url:
        assert glint(home, "setup", "--server", url, "--yes") == 0
        assert load_config(home / "glint.toml").server[0].tokens_key == "max_completion_tokens"
        capsys.readouterr()
        assert glint(home, "ask", "why do cats purr?") == 0
    assert "tremble" in capsys.readouterr().out


def test_setup_names_what_is_wrong_and_writes_nothing(home, capsys):
    before = (home / "glint.toml").read_text()
    for ending, word in (("key_refused", "key"), ("portal", "sign in"), ("hung_up", "hung up")):
        with serving(ScriptedServer(ending=ending)) as url:
            assert glint(home, "setup", "--server", url, "--model", "m", "--yes") == 1
        assert word in capsys.readouterr().err
    assert glint(home, "setup", "--server", "http://example.com/v1", "--yes") == 1
    assert "https" in capsys.readouterr().err
    assert (home / "glint.toml").read_text() == before


def test_a_key_comes_from_a_file_and_never_shows(home, capsys):
    key = home / "key"
    key.write_text("sk-zanzibar\n")
    key.chmod(0o600)
    server = ScriptedServer(ANSWERS)
    with serving(server) as url:
        assert glint(home, "setup", "--server", url, "--key-file", key, "--yes") == 0
    assert all(b"Bearer sk-zanzibar" in received.raw for received in server.received)
    out = capsys.readouterr()
    assert "zanzibar" not in out.out + out.err + (home / "glint.toml").read_text()
    assert b"zanzibar" not in b"".join(path.read_bytes() for path in (home / "data").iterdir())
    key.chmod(0o644)
    assert glint(home, "setup", "--server", url, "--key-file", key, "--yes") == 1
