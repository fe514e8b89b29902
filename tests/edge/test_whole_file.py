"""A file is read whole, or said in one line to be none that can be: no pipe is waited for, and nothing endless read."""

import os

import pytest

from edge.whole_file import read_whole


def refused(path, at_most=100, *, links=True):
    with pytest.raises(OSError, match=r".") as caught:
        read_whole(path, at_most, links=links)
    return caught.value.strerror


def test_up_to_its_limit_a_file_is_read_whole(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    assert read_whole(tmp_path / "a", 3_000_000) == b"x" * 3_000_000
    assert refused(tmp_path / "a", 2_999_999) == "is too large (3000000 bytes, at most 2999999)"


def test_what_says_that_it_is_empty_and_is_not_is_read_to_the_limit():
    """A file in /proc has a size of 0, whatever is in it."""
    assert "is too large (51 bytes, at most 50)" in refused("/proc/cpuinfo", 50)


def test_what_is_no_plain_file_is_said_to_be_none(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "is no plain file"
    assert refused("/dev/zero") == "is no plain file"
    assert refused(tmp_path) == "is a folder"
    assert refused(tmp_path / "none") == "No such file or directory"
    assert "null" in refused("a\0b")


def test_a_symbolic_link_is_followed_only_where_it_may_be(tmp_path):
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "soft").symlink_to("a")
    os.link(tmp_path / "a", tmp_path / "hard")
    assert [read_whole(tmp_path / name, 9) for name in ("a", "soft", "hard")] == [b"mine"] * 3
    assert read_whole(tmp_path / "hard", 9, links=False) == b"mine"
    assert refused(tmp_path / "soft", links=False) == "it is a link"
