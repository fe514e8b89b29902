"""`glint route`: what a running Glint would do with a sentence, here and now, by its own configuration."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from edge.cli import main
from edge.commands.route import AskedLine, teller
from edge.config import Config, ServerConfig

WITH = Config(server=(ServerConfig(url="http://127.0.0.1:9/v1"),))


def test_lines_of_stdin_are_told_one_by_one(tmp_path):
    config = tmp_path / "glint.toml"
    config.write_text('[[server]]\nurl = "http://127.0.0.1:9/v1"\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "edge.cli", "route", "--json", "--config", str(config)],
        input="is there a dog\nwhy is the sky blue\n\nyes that's right\n",
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["intent"], row["route"], row["needs_camera"]) for row in rows] == [
        ("look", "device", True),
        ("think", "server", False),
        ("none", "none", False),
        ("none", "none", False),
    ]
    assert all(0 <= row["score"] <= 1 and row["why"] for row in rows)


@pytest.mark.parametrize(("config", "route"), [(Config(), "device"), (WITH, "server")])
def test_where_a_question_goes_follows_from_the_configuration(config, route):
    row = teller(config)(AskedLine("why is the sky blue"))
    assert (row["intent"], row["route"]) == ("think", route)
    assert ("none is configured" in row["why"]) == (route == "device")


def test_a_reason_is_told_once():
    assert (
        teller(WITH)(AskedLine("is there a dog"))["why"]
        == "the model takes it for 'presence'; the skill 'presence' claims it"
    )


def test_as_if_no_server_were_configured(tmp_path, capsys):
    config = tmp_path / "glint.toml"
    config.write_text('[[server]]\nurl = "http://127.0.0.1:9/v1"\n', encoding="utf-8")
    asked = ["route", "why is the sky blue", "--config", str(config)]
    assert main(asked) == main([*asked, "--no-server"]) == 0
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()[::2]] == ["server", "device"]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["route", *arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_a_sentence_is_told_for_people(capsys: pytest.CaptureFixture[str]):
    first, second = told(capsys, "is", "there", "a", "dog?").splitlines()
    assert first.split()[::2] == ["look", "device", "is", "a"]
    assert "(camera)" in first
    assert first.endswith("  is there a dog?")
    assert second.strip().startswith("presence")
    assert second.endswith(f"; {teller(Config())(AskedLine('is there a dog?'))['why']}")


def test_what_is_for_nobody_has_no_route():
    row = teller(WITH)(AskedLine("yes that's right"))
    assert (row["intent"], row["route"], row["needs_camera"]) == ("none", "none", False)
    assert row["why"]


def test_nothing_is_told_of_an_empty_line_but_to_machines(capsys: pytest.CaptureFixture[str]):
    assert told(capsys, " ") == ""
    assert json.loads(told(capsys, "--json", " "))["text"] == " "
