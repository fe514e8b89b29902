"""What may not be read or written is named in a line or two, with what to do, and is no fault in Glint itself."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edge.commands.typed import configured

SETPRIV = shutil.which("setpriv")
REACH = "-dac_override,-dac_read_search"  # by which root reads what nobody may
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() == 0 and SETPRIV is None, reason="root without setpriv reads anything"),
]


def typed(home, *command):
    """The exit status of a command, and what it told, as somebody to whom permissions mean something."""
    before = [str(SETPRIV), "--bounding-set", REACH, "--inh-caps", REACH] if os.geteuid() == 0 else []
    words = [*before, sys.executable, "-m", "edge.cli", *command, "--config", str(home / "glint.toml")]
    ended = subprocess.run(words, input="what is 2 plus 2\n", capture_output=True, text=True, timeout=50, check=False)
    for told in (ended.stdout, ended.stderr):
        assert "Traceback" not in told
        assert "a fault in Glint itself" not in told
    return ended.returncode, ended.stdout, ended.stderr


@pytest.fixture
def home(tmp_path):
    configured(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "own" / "looker").mkdir(parents=True)
    shutil.copy(Path(__file__).parents[3] / "models" / "looker" / "card.toml", tmp_path / "own" / "looker")
    yield tmp_path
    for name in (".", "data", "data/tapes", "own", "own/looker"):
        if (tmp_path / name).exists():
            (tmp_path / name).chmod(0o755)


def with_own_models(home):
    with (home / "glint.toml").open("a", encoding="utf-8") as config:
        config.write(f'[models]\nfolder = "{home / "own"}"\n')


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_where_nothing_can_be_kept_the_answer_comes_and_it_is_said(home, command):
    (home / "data").chmod(0)
    status, out, err = typed(home, command, *(["what is 2 plus 2"] if command == "ask" else []))
    assert status == 0
    assert "That's 4." in out
    assert "ledger.sqlite cannot be used (Permission denied): nothing of this run is kept" in err


@pytest.mark.parametrize("mode", [0o555, 0])
def test_a_ledger_that_cannot_be_opened_is_not_an_empty_one(home, mode):
    (home / "data").chmod(mode)
    status, out, err = typed(home, "ledger")
    assert (status, out) == (1, "")
    assert "ledger.sqlite cannot be used (Permission denied)" in err


def test_a_folder_of_tapes_that_may_not_be_read_is_no_tape_and_doctor_says_how_to_mend_it(home):
    tapes = home / "data" / "tapes"
    tapes.mkdir(0)
    status, out, _ = typed(home, "doctor", "--json")
    assert status == 0
    found = {row["what"]: row for row in map(json.loads, out.splitlines())}
    assert "kept: tapes" not in found
    assert found["folder tapes"]["state"] == "weak"
    assert found["folder tapes"]["found"] == "cannot be looked into: Permission denied"
    assert str(tapes) in found["folder tapes"]["remedy"]


def test_a_config_that_may_not_be_read_is_named(home):
    (home / "glint.toml").chmod(0)
    status, _, err = typed(home, "ask", "hello")
    assert status == 1
    assert err == f"glint: {home / 'glint.toml'}: cannot be read: Permission denied\n"


@pytest.mark.parametrize("command", [("ask", "hello"), ("doctor",), ("models", "add", "x.onnx", "--like", "yolox")])
def test_a_folder_of_models_that_may_not_be_read_is_named_with_what_to_do(home, command):
    with_own_models(home)
    (home / "own").chmod(0)
    status, _, err = typed(home, *command)
    assert status == 1
    assert err.startswith(f"glint: {home / 'own'}/")
    assert err.endswith(": Permission denied: who runs Glint needs leave to use it\n")


@pytest.mark.parametrize("action", ["list", "verify"])
def test_one_bundle_that_may_not_be_read_is_broken_and_the_others_are_listed(home, action):
    with_own_models(home)
    (home / "own" / "looker").chmod(0)
    status, out, _ = typed(home, "models", action)
    assert status == 1
    assert "looker: model looker: cannot read its card.toml: Permission denied" in out
    assert "silero" in out
