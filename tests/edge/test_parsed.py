"""Whatever is wrong with JSON or TOML of others, it is a ValueError, so that each reader names it with one handler."""

import json

import pytest

from edge.parsed import parse_json

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
