"""`glint route`: what would become of a sentence, told without asking anybody."""

import json

import pytest

from edge.cli import main
from edge.commands.route import teller


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
    assert second.strip() == teller(servers=True)("is there a dog?")["why"]


def test_a_sentence_is_told_for_machines(capsys: pytest.CaptureFixture[str]):
    row = json.loads(told(capsys, "--json", "why is the sky blue?"))
    assert list(row) == ["text", "intent", "route", "score", "needs_camera", "why"]
    assert (row["text"], row["intent"], row["route"], row["needs_camera"]) == (
        "why is the sky blue?", "think", "server", False,
    )  # fmt: skip
    assert 0 < row["score"] <= 1


def test_without_a_server_the_device_answers(capsys: pytest.CaptureFixture[str]):
    assert json.loads(told(capsys, "--no-server", "--json", "why is the sky blue?"))["route"] == "device"
    assert told(capsys, "--no-server", "why is the sky blue?").split()[2] == "device"


def test_what_is_for_nobody_has_no_route():
    row = teller(servers=True)("yes that's right")
    assert (row["intent"], row["route"], row["needs_camera"]) == ("none", "none", False)
    assert row["why"]


def test_nothing_is_told_of_an_empty_line_but_to_machines(capsys: pytest.CaptureFixture[str]):
    assert told(capsys, " ") == ""
    assert json.loads(told(capsys, "--json", " "))["text"] == " "
