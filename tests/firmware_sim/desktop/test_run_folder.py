"""The folder of a run: its user's alone, gone at the end, and wiped by the next run where that end never came."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from edge.errors import UsageError
from firmware_sim.desktop.run_folder import run_folder

ROOT = Path(__file__).parents[3]
STAYS = """
import sys; from pathlib import Path; from firmware_sim.desktop.run_folder import run_folder
with run_folder(Path(sys.argv[1])) as folder:
    (folder / "sent.jpg").write_text("x"); print(folder, flush=True); sys.stdin.read()
"""


def staying(state):
    """A run that stays until it is killed, and its folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", STAYS, str(state)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    return process, Path(process.stdout.readline().strip())


def test_it_is_its_users_alone_and_gone_at_the_end(tmp_path):
    state = tmp_path / "state" / "glint"
    with run_folder(state) as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert state.stat().st_mode & 0o777 == 0o700
        (folder / "sent").mkdir()
        (folder / "sent" / "1.jpg").write_text("x")
    assert not list(state.iterdir())


def test_it_is_gone_after_a_fault_too(tmp_path):
    with pytest.raises(KeyError), run_folder(tmp_path):
        raise KeyError
    assert not list(tmp_path.iterdir())


def test_what_a_killed_run_left_is_wiped_and_what_another_still_has_is_not(tmp_path):
    with staying(tmp_path)[0] as killed, staying(tmp_path)[0] as other:
        try:
            first, second = sorted(tmp_path.glob("sim-run-????????"), key=lambda one: one.stat().st_ctime_ns)
            killed.send_signal(signal.SIGKILL)
            killed.wait(10)
            assert (first / "sent.jpg").exists()
            with run_folder(tmp_path) as mine:
                assert {one for one in tmp_path.iterdir() if one.is_dir()} == {mine, second}
            assert not first.with_name(f"{first.name}.lock").exists()
        finally:
            other.kill()
            killed.kill()


def test_what_only_looks_like_one_is_left_alone(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "file").write_text("x")
    state = tmp_path / "state"
    state.mkdir()
    (state / "sim-run-link").symlink_to(elsewhere)
    (state / "sim-run-file").write_text("x")
    (state / "ledger.sqlite").write_text("x")
    with run_folder(state):
        pass
    assert sorted(one.name for one in state.iterdir()) == ["ledger.sqlite", "sim-run-file", "sim-run-link"]
    assert (elsewhere / "file").exists()


def test_a_place_where_none_can_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="the simulator keeps its files there"), run_folder(tmp_path / "file" / "x"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
