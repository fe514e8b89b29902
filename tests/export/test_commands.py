"""`glint export` as it is typed: what it is used wrongly for is said in one line, before anything is made."""

import argparse
from pathlib import Path

import pytest

from edge.cli import main
from export.commands import register

pytestmark = pytest.mark.torch


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    return parser.parse_args(["export", *words])


def test_a_recipe_has_its_places_by_default():
    args = parsed("looker")
    assert (args.recipe, args.data, args.work, args.out) == ("looker", Path("data"), Path("build/export"), None)
    assert not args.smoke


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hf"], "hf needs an ID, --task and --name"),
        (["hf", "openai/whisper-tiny", "--task", "speech-recognition"], "hf needs an ID"),
        (["hf", "x", "--task", "image-text", "--name", "../x"], "is no name for a model"),
        (["looker", "--threads", "-1"], "--threads is a number from 0 on"),
        (["nothing_like_it"], "looker"),
    ],
)
def test_what_cannot_be_made_is_one_line(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["export", *words, "--work", str(tmp_path / "work")]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert (told.out, told.err.count("\n")) == ("", 1)


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "file").touch()
    assert main(["export", "looker", "--work", str(tmp_path / "file" / "work")]) == 2
    assert "Not a directory" in capsys.readouterr().err
