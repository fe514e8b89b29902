"""The eye: camera and light, interlocked, under any sequence of looks; and what may stand among the glasses."""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edge.devices import Eye, Glasses
from edge.errors import DeviceError
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.messages import Frame, Instant, Shot
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


class Lamp:
    """Confirms as it is told to: at once, or never."""

    def __init__(self, *confirms: bool) -> None:
        self.told: list[bool] = []
        self._confirms = list(confirms)

    async def set(self, on: bool) -> None:
        self.told.append(on)
        if not (self._confirms.pop(0) if self._confirms else True):
            await asyncio.Event().wait()

    async def frames(self, shot: Shot) -> AsyncGenerator[Frame, None]:
        yield Frame(Instant(0), np.zeros((1, 1, 3), np.uint8))


@pytest.mark.parametrize(
    ("confirms", "words", "told"),
    [
        ((False,), "did not confirm that it is on within 1 s", [True, False]),
        ((True, True, False), "did not confirm that it is off within 1 s", [True, True, False]),
        ((False, False), "did not confirm that it is on within 1 s", [True, False]),
    ],
)
def test_a_lamp_that_does_not_confirm_is_named_once_and_darkened_in_any_case(
    confirms: tuple[bool, ...], words: str, told: list[bool]
):
    async def main() -> None:
        lamp = Lamp(*confirms)
        with pytest.raises(DeviceError, match=words):
            async with aclosing(Eye(lamp, lamp).frames(Shot())) as frames:
                assert len([frame async for frame in frames]) == 1
        assert lamp.told == told

    run_virtual(main())


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"eye": Lamp()}, "eye wants an Eye(camera, light) or None, not Lamp"),
        ({"microphone": 5}, "microphone wants an object with sounds(), not int"),
        ({"display": Blank}, "display wants an object with show(), not the class Blank"),
        ({"body": Blank()}, "body wants an object with now() and vitals(), not Blank"),
        ({"display": None}, "display wants an object with show(), not NoneType"),
    ],
)
def test_what_is_no_such_device_is_refused(wrong: dict[str, Any], told: str):
    """Above all a camera in the place of an Eye, which would look without a light."""
    with pytest.raises(TypeError, match=re.escape(told)):
        Glasses(**{"body": LinuxBody(), "display": Blank(), **wrong})
