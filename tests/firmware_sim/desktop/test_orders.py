"""Orders: what the page may say, and that anything else is refused in words."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.errors import UsageError
from firmware_sim.desktop import orders
from firmware_sim.desktop.orders import read_order

NAMES = (
    "type tap say look watch ears fault mend air link pace charge server wear record forget receipts scenario".split()
)
LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
FIELDS = "n text kind mode scene what on device amount name latency loss factor battery around url model key profile"


def test_an_order_is_read_with_what_it_leaves_out():
    assert read_order('{"do":"type","text":"hi"}') == orders.TypeOrder(text="hi")
    assert read_order('{"do":"link","n":4}') == orders.LinkOrder(n=4)
    assert read_order('{"do":"forget","turns":[1,2]}').turns == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "", "{}", "[]", "null", "7", '"type"',
        '{"do":"type"}', '{"do":"hello","token":"x"}', '{"do":"Type","text":"x"}',
        '{"do":"type","text":""}', '{"do":"type","text":"x","more":1}', '{"do":"type","text":"x","n":-1}',
        '{"do":"type","text":"x","n":1e300}', '{"do":"type","text":"x","n":true}', '{"do":"pace","factor":0.5}',
        '{"do":"pace","factor":1e999}', '{"do":"pace","factor":NaN}', '{"do":"look","scene":"../x"}',
        '{"do":"look","scene":"x\\n"}', '{"do":"replay","tape":"a/b"}', '{"do":"replay","tape":"a.b"}',
        '{"do":"forget","receipt":99999999999999999999}', '{"do":"forget","turns":[1e300]}',
        '{"do":"type","text":"' + "x" * 2001 + '"}', '{"do":"server","kind":"url","key":"' + "x" * 1001 + '"}',
        "[" * 100_000, '{"do":' * 50_000, '{"do":"type","text":"\\ud800"}', '{"do":"watch","what":"screen"}',
    ],
)  # fmt: skip
def test_what_is_no_order_is_a_wrong_use(text):
    with pytest.raises(UsageError, match="not an order"):
        read_order(text)


@given(st.binary() | st.text())
def test_rubbish_is_never_anything_else(data):
    with pytest.raises(UsageError):
        read_order(data)


@given(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(FIELDS.split()), LOOSE))
def test_loose_fields_are_an_order_or_a_wrong_use(name, fields):
    with suppress(UsageError):
        order = read_order(json.dumps({**fields, "do": name}))
        assert type(order).__name__.removesuffix("Order").lower() == name
