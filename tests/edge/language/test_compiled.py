"""What a TOML file says is kept compiled, as long as the file is the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from edge.language.compiled import read_table


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.toml"
    path.write_text('[a]\nb = ["c", 1, 2.5, true]\n', encoding="utf-8")
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "words.table"


def test_a_file_is_parsed_once(words: Path, kept: Path):
    told = read_table(words, kept)
    assert told == {"a": {"b": ["c", 1, 2.5, True]}}
    when = words.stat().st_mtime_ns
    words.write_text("#" * words.stat().st_size, encoding="utf-8")
    os.utime(words, ns=(when, when))
    assert read_table(words, kept) == told


@pytest.mark.parametrize("text", ["b = 2\nc = 3\n", "b = 3\n"])
def test_a_file_that_was_changed_is_read_again(words: Path, kept: Path, text: str):
    read_table(words, kept)
    words.write_text(text, encoding="utf-8")
    os.utime(words, ns=(1, 1))
    assert read_table(words, kept)["b"] in (2, 3)


@pytest.mark.parametrize("damage", [b"", b"x", b"\xa9\x02", None])
def test_what_was_damaged_is_read_again(words: Path, kept: Path, damage: bytes | None):
    told = read_table(words, kept)
    kept.write_bytes(kept.read_bytes()[:-4] if damage is None else damage)
    assert read_table(words, kept) == told


def test_nothing_is_kept_where_no_place_is_given(words: Path):
    assert read_table(words, None)["a"]
    assert list(words.parent.iterdir()) == [words]


def test_what_cannot_be_kept_is_read_all_the_same(words: Path, kept: Path):
    kept.parent.write_text("in the way", encoding="utf-8")
    assert read_table(words, kept)["a"]


def test_what_is_no_toml_is_said(words: Path, kept: Path):
    words.write_text("a = ", encoding="utf-8")
    with pytest.raises(ValueError, match="Invalid value"):
        read_table(words, kept)
