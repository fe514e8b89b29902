"""Every reader of bytes names what is wrong: begun from a kept corpus, changed at random places, cut and joined."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CORPUS, EVERY, TARGETS, seeds
from tests.fuzz.targets_wire import TARGETS as WIRE

EXAMPLES = 300  # a second or two each
Edit = tuple[int, int, bytes]


def edited(data: bytes, edits: list[Edit]) -> bytes:
    """With some bytes replaced by others, or cut out, or put in."""
    for at, length, new in edits:
        place = at % (len(data) + 1)
        data = data[:place] + new + data[place + length :]
    return data


EDITS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 8), st.binary(max_size=8)), max_size=6)


def test_each_target_has_a_corpus_and_each_corpus_a_target():
    assert {path.name for path in CORPUS.iterdir()} == {*TARGETS}
    assert all(seeds(name) for name in TARGETS)


def test_tools_fuzz_has_each_under_a_name_of_its_own():
    assert len(EVERY) == len(TARGETS) + len(WIRE)
    assert {*EVERY.values()} == {*TARGETS.values(), *WIRE}


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_is_read_or_named(name):
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_becomes_of_it_it_is_read_or_named(name, data):
    kept = seeds(name)
    TARGETS[name](edited(data.draw(st.sampled_from(kept) | st.binary(max_size=200)), data.draw(EDITS)))
