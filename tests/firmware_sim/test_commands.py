"""`glint play`, as it is typed."""

import json
from pathlib import Path

import cv2
import pytest

from edge.cli import main


def test_play_tells_the_conversation(capsys: pytest.CaptureFixture[str]):
    assert main(["play"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("A first look.")
    assert told.splitlines()[2] == "What is heard is scripted."
    assert "I see two cups." in told


def test_play_gives_machines_the_turns(capsys: pytest.CaptureFixture[str]):
    assert main(["play", "light_fails", "--json"]) == 0
    turns = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [turn["outcome"] for turn in turns] == [
        "answered_local", "degraded", "answered_local", "degraded", "answered_local",
    ]  # fmt: skip
    wanted = {"id", "text", "answer", "route", "intent", "outcome", "why", "sources", "acts", "stages"}
    assert all(wanted <= set(turn) for turn in turns)


def test_play_lists_what_there_is(capsys: pytest.CaptureFixture[str]):
    assert main(["play", "--list"]) == 0
    assert "camera_dies" in capsys.readouterr().out


def test_an_unknown_scenario_is_one_line(capsys: pytest.CaptureFixture[str]):
    assert main(["play", "nothing_like_it"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "first_look" in said


def test_play_keeps_the_cards_as_pictures(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["play", "reading_a_label", "--cards", str(tmp_path)]) == 0
    assert "BRAVO" in capsys.readouterr().out
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) > 3
    seen = cv2.imread(str(pictures[0]))
    assert seen is not None
    assert seen.shape == (360, 640, 3)


def test_the_list_is_for_machines_too(capsys: pytest.CaptureFixture[str]):
    assert main(["play", "--list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"first_look", "camera_dies"} <= {row["name"] for row in rows}
    assert all(row["about"] for row in rows)


def test_a_file_that_is_not_there_is_a_wrong_use(capsys: pytest.CaptureFixture[str]):
    assert main(["play", "none.toml"]) == 2
    assert "none.toml: there is no such file" in capsys.readouterr().err
