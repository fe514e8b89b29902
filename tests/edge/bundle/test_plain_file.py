"""A file that somebody names is read whole, or said to be no plain file in one line."""

import os
from pathlib import Path

import pytest

from edge.bundle.plain_file import MOST_BYTES, read_plain
from edge.errors import ModelError


def refused(path: Path, *, links: bool = True) -> str:
    with pytest.raises(ModelError) as caught:
        read_plain(path, "theirs", links=links)
    assert str(caught.value).startswith("model theirs: ")
    return str(caught.value)


def test_a_file_is_read_whole(tmp_path: Path):
    (tmp_path / "a.onnx").write_bytes(b"\x00\x01" * 70_000)
    assert read_plain(tmp_path / "a.onnx", "theirs", links=False) == b"\x00\x01" * 70_000


def test_links_are_followed_where_that_is_allowed_and_nowhere_else(tmp_path: Path):
    (tmp_path / "a.onnx").write_bytes(b"mine")
    (tmp_path / "soft.onnx").symlink_to("a.onnx")
    assert read_plain(tmp_path / "soft.onnx", "theirs", links=True) == b"mine"
    assert "soft.onnx: it is a link" in refused(tmp_path / "soft.onnx", links=False)
    os.link(tmp_path / "a.onnx", tmp_path / "hard.onnx")
    assert read_plain(tmp_path / "hard.onnx", "theirs", links=True) == b"mine"
    assert "is a link or no plain file" in refused(tmp_path / "hard.onnx", links=False)


@pytest.mark.parametrize("links", [True, False])
def test_what_is_no_file_is_said_so_and_no_pipe_is_waited_for(links: bool, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.onnx")
    assert "pipe.onnx is a link or no plain file" in refused(tmp_path / "pipe.onnx", links=links)
    assert "is a link or no plain file" in refused(tmp_path, links=links)
    assert "cannot open none.onnx: No such file" in refused(tmp_path / "none.onnx", links=links)


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "huge.onnx"
    path.touch()
    os.truncate(path, MOST_BYTES + 1)  # a hole: it takes no room
    assert f"huge.onnx is too large ({MOST_BYTES + 1} bytes)" in refused(path)
