"""`python -m firmware_sim.server` as a process of its own: asked by `glint ask`, and ended."""

import json
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from edge.cli import main
from firmware_sim.server.__main__ import main as serve

QUESTION = "why is the sky blue?"


@contextmanager
def serving(*arguments):
    """The process, and the URL that it prints."""
    command = [sys.executable, "-m", "firmware_sim.server", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            lines = [process.stdout.readline() for _ in range(4)]
            yield process, lines[1].strip(), "".join(lines)
        finally:
            process.kill()


def ask(folder, capsys, url):
    config = folder / "glint.toml"
    config.write_text(f'data = "{folder}"')
    assert main(["ask", "--config", str(config), "--json", "--server", url, "--model", "scripted", QUESTION]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_says_how_it_is_asked_answers_from_a_file_and_ends_at_ctrl_c(tmp_path, capsys):
    answers = tmp_path / "answers.json"
    answers.write_text('{"Sky": "It scatters blue light."}')
    with serving("--answers", str(answers)) as (process, url, said):
        assert f"glint ask --server {url} --model scripted" in said
        answer = ask(tmp_path, capsys, url)
        assert (answer["outcome"], answer["answer"]) == ("answered_remote", "It scatters blue light.")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


@pytest.mark.slow
def test_it_ends_its_answers_badly_when_told_to(tmp_path, capsys):
    with serving("--ending", "hung_up") as (process, url, _):
        assert ask(tmp_path, capsys, url)["outcome"] == "degraded"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--ending", "rudely"], "invalid choice"),
        (["--port", "70000"], "'70000' is no port: 0 to 65535"),
        (["--answers", "nowhere.json"], "nowhere.json: No such file"),
    ],
)
def test_what_is_named_wrongly_is_told(arguments, words, capsys):
    with pytest.raises(SystemExit) as ended:
        serve(arguments)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err


def test_a_taken_port_is_told(capsys):
    with serving() as (_, url, _said):
        assert serve(["--port", url.rpartition(":")[2].removesuffix("/v1")]) == 1
    assert "name another with --port" in capsys.readouterr().err
