"""Commands as they are typed, in this process: a configuration of their own, and what machines read of the answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edge.cli import main

ANSWERS = {"purr": "Their throats tremble. That is purring.", "hello": "Hello there, nice to meet."}
"""What a scripted server says to a question with this word."""


def configured(folder: Path) -> Path:
    """The folder, now with a configuration that reads and writes nothing elsewhere."""
    text = f'format = 1\ndata = "{folder / "data"}"\n[camera]\nsource = "none"\n'
    (folder / "glint.toml").write_text(text, encoding="utf-8")
    return folder


def glint(home: Path, command: str, *arguments: object) -> int:
    """The exit status of a command under the configuration of this folder."""
    return main([command, "--config", str(home / "glint.toml"), *map(str, arguments)])


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """The objects that were printed since it was last asked, one a line."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
