"""The card: what is written is read back, newer formats and wrong shapes are refused in one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.bundle.model_card import (
    FORMAT,
    FileSpec,
    ModelCard,
    NetSpec,
    TensorSpec,
    Threshold,
    format_card,
    parse_card,
    read_card,
)
from edge.errors import FormatError, ModelError

HASH = "0" * 64
names = st.text(min_size=1, max_size=12)
fractions = st.floats(0, 1, allow_nan=False)
files = st.builds(FileSpec, st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True), st.just(HASH))
tensors = st.builds(TensorSpec, names, st.sampled_from(["uint8", "float32"]), st.tuples(st.integers(-1, 640)))
plain = st.one_of(st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False), names, st.booleans())
settings = st.dictionaries(names, st.one_of(plain, st.lists(plain, min_size=1, max_size=4)), max_size=4)
heads = st.builds(
    lambda rest, name, output, labels: {**rest, "name": name, "output": output, "labels": labels},
    settings,
    names,
    names,
    st.lists(names, min_size=1, max_size=3),
)
nets = st.builds(
    NetSpec,
    st.dictionaries(st.sampled_from(["x86", "arm"]), files, min_size=1),
    st.tuples(tensors),
    st.tuples(tensors, tensors),
    settings,
    st.lists(heads, max_size=2).map(tuple),
)
cards = st.builds(
    ModelCard,
    names,
    names,
    st.dictionaries(names, nets, min_size=1, max_size=2),
    st.dictionaries(names, files, max_size=2),
    st.dictionaries(
        names,
        st.dictionaries(names, st.builds(Threshold, fractions, fractions, fractions), min_size=1, max_size=2),
        max_size=2,
    ),
    settings,
    settings,
    settings,
    st.dictionaries(names, names, max_size=2),
    names,
)


@given(cards)
def test_a_card_survives_being_written_and_read(card: ModelCard):
    assert parse_card(format_card(card).encode()) == card


def small() -> ModelCard:
    head = {"name": "gfl", "output": "found", "labels": ["cup"]}
    net = NetSpec({"x86": FileSpec("a.onnx", HASH)}, (TensorSpec("x", "uint8", (1,)),), (), heads=(head,))
    rows = {"answer": {"*": Threshold(0.3, 0.8, 0.7), "cup": Threshold(0.4, 0.9, 0.6)}}
    return ModelCard("tiny", "objects", {"look": net}, thresholds=rows)


def test_a_label_without_a_threshold_of_its_own_uses_the_pooled_one():
    assert small().threshold("answer", "cup") == 0.4
    assert small().threshold("answer", "dog") == 0.3
    with pytest.raises(ModelError, match="no threshold for 'count'"):
        small().threshold("count", "dog")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((f"format = {FORMAT}", f"format = {FORMAT + 1}"), "update Glint"),
        ((f"format = {FORMAT}", "x = 1"), "format number"),
        (('"a.onnx"', '"../a.onnx"'), "plain file name"),
        (('"a.onnx"', '".a.onnx"'), "plain file name"),
        ((HASH, "abc"), "64 hexadecimal"),
        (('name = "tiny"', 'nom = "tiny"'), "name is missing"),
        (('task = "objects"', 'task = "objects"\nextra = 1'), "unknown key 'extra'"),
        (("0.3", "1.3"), "between 0 and 1"),
        (("[1]", '["one"]'), "whole numbers"),
        (("task", "task ="), "TOML"),
        (('output = "found"', 'outputs = "found"'), "output is missing"),
        (('labels = ["cup"]', 'labels = "cup"'), "labels has the wrong type"),
    ],
)
def test_a_wrong_card_is_refused_with_its_name_and_the_reason(tmp_path: Path, change: tuple[str, str], problem: str):
    (tmp_path / "card.toml").write_text(format_card(small()).replace(*change), encoding="utf-8")
    with pytest.raises(FormatError, match=problem) as caught:
        read_card(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_folder_without_a_card_is_named(tmp_path: Path):
    with pytest.raises(ModelError, match=r"cannot read its card\.toml"):
        read_card(tmp_path)
    with pytest.raises(ModelError, match="model nothing: is not in"):
        read_card(tmp_path / "nothing")
