"""What ./run and ./test do before Glint starts, with a stand-in for `glint` that writes down how it was called."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHELL = "/bin/dash" if os.access("/bin/dash", os.X_OK) else "/bin/sh"
GLINT = """#!/bin/sh
echo "$*" >>calls
[ -e offline ] && { echo "glint: model some was not fetched: is there a network?" >&2; exit 1; }
mkdir -p models/some
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what the set-up reads, and `glint` in its .venv."""
    (tmp_path / "models").mkdir()
    for name in ("edge/bundle/registry.toml", "tools/environment.sh"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "edge/bundle/cards").mkdir()
    (tmp_path / "edge/bundle/cards/some.toml").write_text("format = 1\n", encoding="utf-8")
    glint = tmp_path / ".venv/bin/glint"
    glint.parent.mkdir(parents=True)
    glint.write_text(GLINT, encoding="utf-8")
    glint.chmod(0o755)
    return tmp_path


@pytest.fixture
def set_up(checkout: Path) -> Callable[[], tuple[int, str]]:
    """Calls what fetches the models; returns how often `glint` was started for it, and what was said."""

    def run() -> tuple[int, str]:
        calls = checkout / "calls"
        calls.unlink(missing_ok=True)
        script = [SHELL, "-euc", ". tools/environment.sh; pull_models; echo went on"]
        done = subprocess.run(script, cwd=checkout, capture_output=True, text=True, timeout=20, check=True)
        assert done.stdout == "went on\n"
        started = calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []
        assert set(started) <= {"models pull --needed"}
        return len(started), done.stderr

    return run


def aged(path: Path, seconds: float) -> None:
    """As if it had been written so long ago."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_models_are_fetched_once_and_again_when_they_are_gone_or_others_are_wanted(checkout, set_up):
    assert set_up() == (1, "")
    assert set_up() == (0, "")
    aged(checkout / ".venv/models.stamp", 100)
    shutil.rmtree(checkout / "models/some")
    assert set_up() == (1, "")
    assert set_up() == (0, "")
    (checkout / "edge/bundle/cards/some.toml").write_text("format = 1\nnew = 1\n", encoding="utf-8")
    assert set_up() == (1, "")
    assert set_up() == (0, "")


def test_where_they_cannot_be_had_it_goes_on_and_says_so_in_one_line(checkout, set_up):
    (checkout / "offline").touch()
    assert set_up() == (1, "glint: model some was not fetched: is there a network?\n")
    calls, said = set_up()
    assert calls == 0, "it is not tried at every start"
    assert said.count("\n") == 1
    assert ".venv/bin/glint models pull --needed" in said
    aged(checkout / ".venv/models.away", 3700)
    aged(checkout / "models", 4000)
    assert set_up()[0] == 1, "an hour later it is"
    (checkout / "offline").unlink()
    aged(checkout / ".venv/models.away", 3700)
    assert set_up() == (1, "")
    assert set_up() == (0, "")
    assert not (checkout / ".venv/models.away").exists()


def test_who_fetches_them_by_hand_is_not_told_that_they_are_missing(checkout, set_up):
    (checkout / "offline").touch()
    set_up()
    (checkout / "offline").unlink()
    aged(checkout / ".venv/models.away", 100)
    (checkout / "models/some").mkdir()
    assert set_up() == (1, "")


def test_run_and_test_fetch_them_and_the_core_tests_do_not():
    for script in ("run", "test"):
        text = (ROOT / script).read_text(encoding="utf-8")
        assert text.count("pull_models") == 1
        assert text.index("prepare ") < text.index("pull_models")
    core, _, full = (ROOT / "test").read_text(encoding="utf-8").partition("else\n")
    assert "--core" in core
    assert "pull_models" in full
