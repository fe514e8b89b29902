"""TOML that others wrote is a table, or refused in one line; what is repeated of it is short."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.toml import parse_toml, read_toml, told


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a =", "Invalid value"),
        (b"\xff = 1", "codec"),
        (b"a = " + b"[" * 3000, "nested too deeply"),
        (b"a = " + b"{b=" * 3000, "nested too deeply"),
        (b"a = " + b"1" * 5000, "4300"),
        (b".".join([b"a"] * 40) + b" = 1", "more than 32 parts"),
        (b"[" + b" . ".join([b'"a b"', b"'c'"] * 20) + b"]", "more than 32 parts"),
        (b"a = {" + b".".join([b"a"] * 40) + b" = 1}", "more than 32 parts"),
    ],
)
def test_what_is_no_toml_is_said_in_one_line(data, why):
    with pytest.raises(ValueError, match=f"is not TOML: .*{why}") as refused:
        parse_toml(data)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=80) | st.text("[]{}.=\"'a1\n ", max_size=80).map(str.encode))
def test_whatever_the_bytes_are_it_is_a_table_or_a_value_error(data):
    with suppress(ValueError):
        assert isinstance(parse_toml(data), dict)


def test_dots_in_texts_and_thirty_two_parts_are_taken(tmp_path):
    text = f"{'.'.join('a' * 32)} = 1\nb = '''{'. ' * 100}'''\nc = \"http://1.2.3.4/a.b\"\n"
    (tmp_path / "a.toml").write_text(text, encoding="utf-8")
    assert read_toml(tmp_path / "a.toml", 1000)["c"] == "http://1.2.3.4/a.b"


def test_what_is_repeated_is_short_and_in_one_line():
    values = ("a\nb", "x" * 500, 10**5000, {"a": 1}, [1, 2], True, 1.5, 7)
    assert [told(value) for value in values] == [
        "'a\\nb'", f"'{'x' * 80}'...", "a number of 16610 bits", "a table of 1", "a list of 2", "True", "1.5", "7",
    ]  # fmt: skip
