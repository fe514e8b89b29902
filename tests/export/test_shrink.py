"""Fewer bytes for the same answers."""

import pytest

from export.shrink import halve, pack
from tests.export.nets import inputs, off, two_layers


@pytest.mark.parametrize(("smaller", "share", "least"), [(halve, 0.6, 0.002), (pack, 0.4, 0.02)])
def test_weights_take_fewer_bytes_and_say_nearly_the_same(smaller, share, least):
    model = two_layers()
    small = smaller(model)
    assert len(small) < share * len(model)
    assert off(small, model, inputs()[0]) < least
