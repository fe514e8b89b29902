"""The token of a run: another one each time, except after a run that was killed lately."""

import os
import time

import pytest

from firmware_sim.desktop.run_token import KEPT_FOR, run_token

LEFT = "k" * 32


@pytest.fixture
def left(tmp_path):
    """The file that a killed run left."""
    path = tmp_path / "sim-8470.token"
    path.write_text(LEFT)
    path.chmod(0o600)
    return path


def taken(folder, port=8470):
    with run_token(folder, port) as token:
        return token


def test_it_lies_where_only_its_user_reads_it_and_is_gone_at_the_end(tmp_path):
    with run_token(tmp_path / "glint", 8470) as token:
        path = tmp_path / "glint" / "sim-8470.token"
        assert path.read_text() == token
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(token) >= 32
    assert not path.exists()
    assert taken(tmp_path) != token


def test_a_run_after_one_that_was_killed_has_its_token(tmp_path, left):
    assert taken(tmp_path, 8471) != LEFT
    assert taken(tmp_path) == LEFT
    assert taken(tmp_path) != LEFT  # it ended well


@pytest.mark.parametrize("age", [KEPT_FOR + 60, -60])
def test_not_after_an_hour_nor_before_it_was_written(tmp_path, left, age):
    os.utime(left, (time.time() - age,) * 2)
    assert taken(tmp_path) != LEFT


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_one_that_others_may_read_is_not_trusted(tmp_path, left, mode):
    left.chmod(mode)
    assert taken(tmp_path) != LEFT


@pytest.mark.parametrize("data", [b"", b"short", b"k" * 65, b"k" * 9_999_999, "é".encode() * 20])
def test_what_is_no_token_is_none(tmp_path, left, data):
    left.write_bytes(data)
    assert taken(tmp_path).encode() != data


def test_a_link_or_a_pipe_in_its_place_is_not_followed(tmp_path, left):
    left.rename(tmp_path / "other")
    left.symlink_to(tmp_path / "other")
    assert taken(tmp_path) != LEFT
    os.mkfifo(left)
    assert taken(tmp_path)


def test_old_ones_of_other_ports_are_cleared_away(tmp_path, left):
    old = tmp_path / "sim-9000.token"
    old.write_text(LEFT)
    os.utime(old, (0, 0))
    taken(tmp_path, 8471)
    assert (left.exists(), old.exists()) == (True, False)


def test_without_a_place_to_keep_it_there_is_one_all_the_same(tmp_path):
    (tmp_path / "file").write_text("x")
    assert taken(tmp_path / "file" / "x")
