"""Whatever was said is JSON that any parser takes, and comes out as it went in."""

import json

from hypothesis import given
from hypothesis import strategies as st

from firmware_sim.desktop.json_text import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def refuse(word):
    raise AssertionError(word)


@given(VALUES)
def test_it_comes_out_as_it_went_in_and_is_ascii(value):
    text = json_text(value)
    assert text.isascii()
    assert "\n" not in text
    assert json.loads(text) == value


def test_half_a_surrogate_and_control_characters_are_escaped():
    assert json_text("\ud800\x00\u2028</script>") == r'"\ud800\u0000\u2028</script>"'


def test_what_is_no_finite_number_is_null_wherever_it_stands():
    value = {"a": [float("nan"), (1.5, float("inf"))], "b": -float("inf")}
    assert json.loads(json_text(value), parse_constant=refuse) == {"a": [None, [1.5, None]], "b": None}
