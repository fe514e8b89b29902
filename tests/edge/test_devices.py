"""The eye: camera and light, interlocked, under any sequence of looks, cancellations and ailing lamps."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firmware_sim.clock import run_virtual
from tests.contracts.eye import check_eye

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["open", "open", "open", "close", "cancel", "cancel", "well", "dead", "hangs", "slow"]),
        st.integers(0, 3),
        st.sampled_from([0.0, 0.0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.5]),
    ),
    max_size=14,
)


@given(STEPS)
@settings(max_examples=400)
@example([("open", 0, 0.0), ("cancel", 0, 0.0)])
@example([("open", 0, 0.005), ("cancel", 0, 0.0), ("open", 0, 0.25)])
@example([("open", 0, 0.25), ("open", 0, 0.25), ("cancel", 0, 0.25), ("cancel", 1, 0.0), ("cancel", 1, 0.0)])
@example([("open", 0, 0.25), ("dead", 0, 0.25)])
@example([("slow", 0, 0.0), ("open", 0, 0.01), ("cancel", 0, 0.0), ("open", 0, 1.5)])
def test_no_frame_was_ever_taken_in_the_dark(steps: list[tuple[str, int, float]]):
    run_virtual(check_eye(steps))


@pytest.mark.parametrize("mood", ["dead", "hangs"])
def test_without_a_light_there_are_no_frames(mood: str):
    run_virtual(check_eye([(mood, 0, 0.0), ("open", 0, 3.0), ("open", 0, 3.0)]))
