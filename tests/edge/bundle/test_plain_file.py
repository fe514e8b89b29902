"""A file of a bundle is read whole, or what is wrong with it is said in one line that names the bundle."""

import os
from pathlib import Path

import pytest

from edge.bundle.plain_file import read_plain
from edge.errors import ModelError
from edge.limits import MODEL_BYTES


def refused(path: Path, *, links: bool = True) -> str:
    with pytest.raises(ModelError) as caught:
        read_plain(path, "theirs", links=links)
    assert str(caught.value).startswith("model theirs: cannot read ")
    return str(caught.value)


def test_symbolic_links_are_followed_where_that_is_allowed_and_a_second_name_is_as_good_as_the_first(tmp_path: Path):
    """What installs a wheel from a cache gives each file a second name; its bytes are hashed all the same."""
    (tmp_path / "a.onnx").write_bytes(b"mine")
    (tmp_path / "soft.onnx").symlink_to("a.onnx")
    assert read_plain(tmp_path / "soft.onnx", "theirs", links=True) == b"mine"
    assert "soft.onnx: it is a link" in refused(tmp_path / "soft.onnx", links=False)
    os.link(tmp_path / "a.onnx", tmp_path / "hard.onnx")
    assert read_plain(tmp_path / "hard.onnx", "theirs", links=False) == b"mine"


@pytest.mark.parametrize("links", [True, False])
def test_what_is_no_file_is_said_so_and_no_pipe_is_waited_for(links: bool, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.onnx")
    assert "pipe.onnx: is no plain file" in refused(tmp_path / "pipe.onnx", links=links)
    assert "is a folder" in refused(tmp_path, links=links)
    assert "none.onnx: No such file" in refused(tmp_path / "none.onnx", links=links)


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "huge.onnx"
    path.touch()
    os.truncate(path, MODEL_BYTES + 1)  # a hole: it takes no room
    assert f"huge.onnx: is too large ({MODEL_BYTES + 1} bytes" in refused(path)
