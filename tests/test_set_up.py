"""What ./run and ./test set up and start, with stand-ins that write down how they were called."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Collection
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHELL = "/bin/dash" if os.access("/bin/dash", os.X_OK) else "/bin/sh"
GLINT = """#!/bin/sh
echo "$*" >>calls
[ -e offline ] && { echo "glint: model some was not fetched: is there a network?" >&2; exit 1; }
mkdir -p models/some
"""
PYTHON = """#!/bin/sh
echo "$*" >>python-calls
[ -e failing ] || exit 0
case "$*" in "$(cat failing)"*) exit 1 ;; esac
"""
CORE = "not torch and not browser and not slow and not soak and not server"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what the set-up reads, and `glint` in its .venv."""
    (tmp_path / "models").mkdir()
    locks = [f"requirements/{name}.lock" for name in ("core", "desktop", "dev", "full")]
    for name in ("edge/bundle/registry.toml", "tools/environment.sh", "pyproject.toml", "run", "test", *locks):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "edge/bundle/cards").mkdir()
    (tmp_path / "edge/bundle/cards/some.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name, script in (("glint", GLINT), ("python", PYTHON)):
        (tmp_path / ".venv/bin" / name).write_text(script, encoding="utf-8")
        (tmp_path / ".venv/bin" / name).chmod(0o755)
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


@pytest.fixture
def start(checkout: Path) -> Callable[..., list[str]]:
    """Calls ./run or ./test, on a terminal where its streams are said to be one; returns what was started, in order."""

    def call(script: str, *arguments: str, terminal: Collection[str] = ()) -> list[str]:
        calls = [checkout / "calls", checkout / "python-calls"]
        for file in calls:
            file.unlink(missing_ok=True)
        ours, theirs = os.openpty()
        streams = {name: theirs if name in terminal else subprocess.DEVNULL for name in ("stdin", "stdout")}
        try:
            subprocess.run([SHELL, script, *arguments], cwd=checkout, timeout=20, check=True, **streams)
        finally:
            os.close(ours)
            os.close(theirs)
        return [line for file in calls if file.exists() for line in file.read_text(encoding="utf-8").splitlines()]

    return call


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


def test_run_opens_the_simulator_where_somebody_sits_and_plays_elsewhere(start):
    assert start("run", terminal=("stdin", "stdout"))[:2] == ["models pull --needed", "sim"]
    assert start("run") == ["play"]
    assert start("run", terminal=("stdin",)) == ["play"], "what it says goes into a file"
    assert start("run", terminal=("stdout",)) == ["play"], "nobody types: a service, or a job of CI"


@pytest.mark.parametrize("terminal", [(), ("stdin", "stdout")])
@pytest.mark.parametrize("arguments", [("play",), ("sim",), ("ask", "what time is it")])
def test_run_passes_on_what_it_is_given(start, arguments, terminal):
    assert start("run", *arguments, terminal=terminal)[1] == " ".join(arguments)


def installed(calls: list[str]) -> list[str]:
    """The locks that pip was given."""
    return [call.rpartition("requirements/")[2] for call in calls if " --requirement " in call]


def test_each_sets_up_what_it_needs_and_no_more(start):
    assert installed(start("run")) == ["desktop.lock"]
    assert installed(start("run")) == []
    calls = start("test", "--core")
    assert installed(calls) == ["dev.lock"]
    assert not any("torch==" in call for call in calls)
    calls = start("test")
    assert installed(calls) == ["full.lock"]
    assert sum("install --progress-bar on torch==" in call for call in calls) == 1


def test_what_the_tests_need_holds_what_the_simulator_needs(start):
    assert installed(start("test")) == ["full.lock"]
    assert installed(start("test", "--core") + start("run")) == []


@pytest.mark.parametrize(("arguments", "marks"), [((), ""), (("--core",), f"-m {CORE} ")])
def test_the_suite_runs_as_two_halves_and_no_test_is_in_both_or_in_none(start, arguments, marks):
    halves = sorted(call for call in start("test", *arguments) if call.startswith("-m pytest"))
    ignored, named = (half.removeprefix(f"-m pytest {marks}").split() for half in halves)
    assert ignored == [f"--ignore={folder}" for folder in named]
    assert all((ROOT / folder).is_dir() for folder in named)


@pytest.mark.parametrize("half", ["--ignore", "tests"])
@pytest.mark.parametrize(("arguments", "marks"), [((), ""), (("--core",), f"-m {CORE} ")])
def test_what_fails_in_either_half_fails_the_whole(checkout, start, half, arguments, marks):
    start("test", *arguments)  # sets up
    (checkout / "failing").write_text(f"-m pytest {marks}{half}", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        start("test", *arguments)


def test_test_passes_on_what_it_is_given(start):
    assert start("test", "-k", "ledger")[-1] == "-m pytest -k ledger"
    assert start("test", "--core", "-k", "ledger") == [f"-m pytest -m {CORE} -k ledger"]


def test_a_lock_holds_the_ones_before_it():
    names = ("core", "desktop", "dev", "full")
    texts = [(ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8").splitlines() for name in names]
    for narrow, wide in pairwise({line.split()[0] for line in lines if "==" in line} for lines in texts):
        assert narrow < wide


def test_run_and_test_fetch_them_and_the_core_tests_do_not():
    for script in ("run", "test"):
        text = (ROOT / script).read_text(encoding="utf-8")
        assert text.count("pull_models") == 1
        assert text.index("prepare ") < text.index("pull_models")
    core, _, full = (ROOT / "test").read_text(encoding="utf-8").partition("else\n")
    assert "--core" in core
    assert "pull_models" in full
