"""The thread of a camera leaves the newest frame with everybody who looks, and opens what was lost again."""

import asyncio

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.hardware.capture import Capture, Glance
from edge.messages import Array, Frame, Instant, Shot

SHOT = Shot(width=640, fps=100.0)


def test_a_loop_that_is_gone_is_told_nothing():
    async def looked() -> Glance:
        return Glance(SHOT)

    asyncio.run(looked()).put(DeviceError("camera", "is gone"))


class Tape:
    """A source that fails when it is told to; its clock goes on with each read."""

    patience = 1.0

    def __init__(self, *opens: int | str, step: float = 0.01) -> None:
        """What each opening gives: so many pictures, or the words of an error. The last goes on for ever."""
        self._opens = list(opens)
        self._step = step
        self.at = 0.0
        self.opened = self.released = 0

    def __str__(self) -> str:
        return "the tape"

    def now(self) -> float:
        self.at += self._step
        return self.at

    def open(self, _: Shot) -> "Reel":
        self.opened += 1
        given = self._opens.pop(0) if len(self._opens) > 1 else self._opens[0]
        if isinstance(given, str):
            raise DeviceError("camera", given)
        return Reel(self, given)


class Reel:
    def __init__(self, tape: Tape, left: int) -> None:
        self._tape = tape
        self._left = left

    def grab(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def retrieve(self) -> tuple[bool, Array]:
        return True, np.full((2, 2, 3), 7, np.uint8)

    def release(self) -> None:
        self._tape.released += 1


def captured(tape: Tape, glance: Glance) -> Capture:
    return Capture(tape, glance, tape.now)  # type: ignore[arg-type]


async def left(capture: Capture, *glances: Glance) -> None:
    for glance in glances:
        capture.leave(glance)
    assert await capture.ended(5.0)


def test_frames_come_until_the_last_has_left():
    async def main() -> None:
        tape, first, second = Tape(10**9), Glance(SHOT), Glance(SHOT)
        capture = captured(tape, first)
        assert capture.join(second)
        frames = [await first.take(), await second.take(), await first.take()]
        assert frames[0].at < frames[2].at
        assert frames[0].pixels.tolist() == [[[7, 7, 7]] * 2] * 2
        assert not capture.leave(first)
        assert await second.take()
        assert capture.leave(second)
        assert await capture.ended(5.0)
        assert not capture.join(first), "it is too late"
        assert tape.released == 1

    asyncio.run(main())


def test_a_source_that_was_lost_is_opened_again():
    async def main() -> None:
        tape, glance = Tape(3, "busy", 10**9), Glance(SHOT)
        capture = captured(tape, glance)
        while tape.opened < 3:
            await glance.take()
        await left(capture, glance)
        assert tape.released == 2

    asyncio.run(main())


async def until_it_fails(glance: Glance) -> None:
    while True:
        await glance.take()


@pytest.mark.parametrize(("opens", "words"), [((2, "gone for good"), "gone for good"), ((2, 0), "gives no pictures")])
def test_what_stays_away_for_too_long_is_an_error_for_everybody_who_looks(opens: tuple[int | str, ...], words: str):
    async def main() -> None:
        tape, glance = Tape(*opens, step=0.6), Glance(SHOT)
        capture = captured(tape, glance)
        with pytest.raises(DeviceError, match=words):
            await until_it_fails(glance)
        assert await capture.ended(5.0)
        assert not capture.join(glance)

    asyncio.run(main())


def test_what_cannot_be_opened_is_an_error_at_once():
    async def main() -> None:
        glance = Glance(SHOT)
        capture = captured(Tape("not there"), glance)
        with pytest.raises(DeviceError, match="not there"):
            await glance.take()
        assert await capture.ended(5.0)

    asyncio.run(main())


def test_a_glance_keeps_its_pace_and_counts_what_nobody_took():
    async def main() -> None:
        glance = Glance(Shot(width=64, fps=10.0))
        assert [glance.is_due(at) for at in (1.0, 1.05, 1.08, 1.1, 1.18, 1.5)] == [True, False, True, False, True, True]
        pixels = np.zeros((2, 2, 3), np.uint8)
        for at in (1.0, 2.0, 3.0):
            glance.put(Frame(Instant(at), pixels))
        taken = await glance.take()
        assert (taken.at, taken.lost) == (3.0, 2)
        glance.put(Frame(Instant(4.0), pixels))
        assert (await glance.take()).lost == 0

    asyncio.run(main())
