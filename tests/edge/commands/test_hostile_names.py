"""Every command is given names that would command a terminal, in every place: none of it comes out as it went in."""

import argparse
import json
import subprocess
import sys
from contextlib import chdir, suppress

import numpy as np
import pytest

from edge.cli import main, parser
from edge.media.photo import save_photo
from edge.output import escaped

HOSTILE = "a\x1b[31m\x1b]0;t\x07\u202eb\u200bc\x9bd\u2028\U000e0041"
RAW = set("\x1b\x07\x9b\r\u202e\u200b\u2028\U000e0041")


def places():
    """Each command with each of its options and its words, and a config that is not there."""
    top = parser("")
    subparsers = next(one for one in top._actions if isinstance(one, argparse._SubParsersAction))
    for name, command in subparsers.choices.items():
        yield from within((name,), command)


def within(path, command):
    config = ("--config", f"{HOSTILE}.toml") if "--config" in command._option_string_actions else ()
    for action in command._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from within((*path, name), inner)
        elif action.nargs != 0:
            yield (*path, *action.option_strings[-1:], HOSTILE, *(config if action.dest != "config" else ()))
    yield (*path, f"--{HOSTILE}")


WORKS_BY_ITSELF = {"bench", "run", "chat", "sim", "setup", "doctor"}
"""What would begin to work where nothing keeps it from it: only driven with a config that is not there."""
PLACES = [place for place in places() if place[0] not in WORKS_BY_ITSELF or "--config" in place]


def test_every_command_is_driven():
    commands = set(next(one for one in parser("")._actions if isinstance(one, argparse._SubParsersAction)).choices)
    assert {place[0] for place in PLACES} >= commands - {"bench", "sim"}
    assert len(PLACES) > 60


@pytest.mark.parametrize("place", PLACES, ids=lambda place: escaped(" ".join(place))[:60])
def test_a_hostile_name_is_never_told_as_it_is(place, capsys, tmp_path):
    with suppress(SystemExit), chdir(tmp_path):  # where what is named so is written
        main([*place])
    told = capsys.readouterr()
    assert not RAW & set(told.out + told.err), told


def test_what_works_is_told_with_its_name_escaped(tmp_path, capsys):
    photo = tmp_path / f"{HOSTILE.replace('/', '')}.png"
    save_photo(photo, np.zeros((32, 32, 3), np.uint8))
    assert main(["see", "--only", "codes", str(photo)]) == 0
    assert main(["see", "--only", "codes", "--json", str(photo)]) == 0
    told = capsys.readouterr().out
    assert not RAW & set(told)
    assert json.loads(told.splitlines()[-1])["path"].endswith(photo.name)


def test_what_was_asked_is_in_the_ledger_and_comes_out_escaped(tmp_path, capsys):
    config = tmp_path / "glint.toml"
    config.write_text(f'data = "{tmp_path}"\n', encoding="utf-8")
    for more in (["ask", HOSTILE], ["ledger"], ["ledger", "--json"], ["ledger", "--turn", "1"], ["route", HOSTILE]):
        main([*more, "--config", str(config)])
    told = capsys.readouterr()
    assert not RAW & set(told.out + told.err)
    assert "\\u202e" in told.out


@pytest.mark.parametrize(
    "text", [f"[camera]\nsource = '{HOSTILE[0]}'\n'{HOSTILE[0]}b' = 1", '"a\\u001b[31m\\u202E" = 1']
)
def test_a_hostile_key_is_told_escaped(tmp_path, capsys, text):
    (tmp_path / "glint.toml").write_text(text, encoding="utf-8")
    assert main(["ask", "--config", str(tmp_path / "glint.toml"), "what time is it"]) == 1
    assert not RAW & set(capsys.readouterr().err)


@pytest.mark.parametrize("arguments", [["--help"], ["route", "--no-server", "what time is it"], ["models"]])
def test_a_full_disk_behind_the_output_is_a_plain_error(arguments):
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "edge.cli", *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr) == (1, "glint: the output cannot be written: No space left on device\n")
