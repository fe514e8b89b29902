"""Whatever is wrong with JSON or TOML of others, it is a ValueError, so that each reader names it with one handler."""

import json

import pytest

from edge.bundle.model_card import parse_card
from edge.config import load_config
from edge.errors import ConfigError, FormatError
from edge.parsed import parse_json, parse_toml

DEEP = "[" * 5000 + "]" * 5000
LONG = "9" * 5000  # more digits than Python turns into a number


@pytest.mark.parametrize("text", [DEEP, LONG, "NaN", "[1e999]", "-Infinity", "", "{", b"\xff", '{"a": 1}x'])
def test_what_is_no_json_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        parse_json(text)


def test_what_json_can_hold_comes_back():
    value = {"a": [1, 1.5, None, "\u2028"], "b": {"c": True}}
    assert parse_json(json.dumps(value)) == value
    assert parse_json("Infinity", finite=False) == float("inf")


@pytest.mark.parametrize("text", [f"x = {DEEP}", f"x = {LONG}", "x = ", "x = 2026-13-45"])
def test_what_is_no_toml_is_a_value_error_and_each_reader_names_it(tmp_path, text):
    with pytest.raises(ValueError, match=r"."):
        parse_toml(text)
    path = tmp_path / "glint.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"glint\.toml: is not TOML: "):
        load_config(path)
    with pytest.raises(FormatError, match="is not valid TOML: "):
        parse_card(text)
