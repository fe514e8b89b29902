"""A bound on memory: what asks for more is refused with the model's name, and afterwards there is none."""

from __future__ import annotations

import resource

import numpy as np
import pytest

from edge.commands.memory import memory_within
from edge.errors import ModelError

GB = 1 << 30


def test_what_asks_for_more_is_refused_by_name_and_the_bound_goes():
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(ModelError, match="model greedy: asks for more memory"), memory_within(GB, "greedy"):
        np.empty(2 * GB, np.uint8)
    assert resource.getrlimit(resource.RLIMIT_AS) == before
    with memory_within(GB, "modest"):
        np.empty(GB // 4, np.uint8)
