"""Surroundings that somebody makes: a change is felt by whoever waits, and no sample is lost or doubled."""

import asyncio
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge.errors import DeviceError
from edge.messages import LinkState, Shot, Touch, Typed
from firmware_sim.clock import run_virtual
from firmware_sim.devices.devices import PIECE, SimBody, SimCamera, SimMicrophone
from firmware_sim.world.faults import Fault
from firmware_sim.world.live import (
    AIRS,
    FRAME_WITHIN,
    PREFILL,
    REMEMBERED,
    SHAKE,
    SOON,
    SOUND_AT_MOST,
    WINDOW,
    Live,
    window,
)
from firmware_sim.world.perception import RATE
from firmware_sim.world.physics import Physics
from firmware_sim.world.scenario import Beginning
from firmware_sim.world.surroundings import QUIET
from firmware_sim.world.world import JOINING

BEGAN = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SHOT = Shot(width=160, fps=5.0)
RED, BLUE = (np.full((60, 80, 3), colour, np.uint8) for colour in ((200, 0, 0), (0, 0, 200)))
PLACES = np.dstack([*np.meshgrid(np.arange(250, dtype=np.uint8), np.arange(200, dtype=np.uint8)), np.zeros((200, 250))])
PIECE_LONG = round(PIECE * RATE)


def now() -> float:
    return asyncio.get_running_loop().time()


# ----------------------------------------------------------------------------------------------------- what is seen


@given(st.floats(0.0, 1e6), st.integers(1, 400), st.integers(1, 400))
def test_the_window_is_always_within_the_picture(at: float, height: int, width: int):
    picture = np.zeros((height, width, 3), np.uint8)
    seen = window(picture, at).shape
    assert abs(seen[0] - WINDOW * height) <= 1.5
    assert abs(seen[1] - WINDOW * width) <= 1.5


def test_the_window_moves_slowly_and_shows_what_is_there():
    corners = [tuple(int(one) for one in window(PLACES, at)[0, 0, :2]) for at in np.arange(0.0, 60.0, 0.2)]
    assert len(set(corners)) > 50, "a head is never quite still"
    xs, ys = zip(*corners, strict=True)
    assert max(xs) <= 2 * SHAKE * 250
    assert max(ys) <= 2 * SHAKE * 200
    assert max(abs(a - b) for a, b in pairwise(xs)) <= 4, "it is a head, no jumping"


async def see(live: Live, count: int, shot: Shot = SHOT) -> list[np.ndarray]:
    camera, seen = SimCamera(live, Physics(live, Beginning())), []
    async with aclosing(camera.frames(shot)) as frames:
        async for frame in frames:
            seen.append(frame.pixels)
            if len(seen) == count:
                break
    return seen


def test_a_picture_is_seen_as_wide_as_is_asked_for_and_never_grown():
    async def main() -> None:
        live = Live(BEGAN)
        assert (await live.view(0.0, 48)).max() < 20, "before the first picture it is dark"
        live.look_at(PLACES.astype(np.uint8))
        assert (await live.view(0.0, 48)).shape == (38, 48, 3)
        wide = await live.view(0.0, 4000)
        assert wide.shape == (176, 220, 3)
        assert not np.shares_memory(wide, live.picture)
        live.look_at(None)
        assert (await live.view(0.0, 48)).max() < 20

    run_virtual(main())


def test_frames_that_are_given_are_seen_each_once_and_the_page_is_told_when():
    async def main() -> None:
        told: list[tuple[float, Shot | None]] = []
        live = Live(BEGAN, on_look=lambda shot: told.append((now(), shot)))
        live.look_at(None, frames_given=True)
        live.frame(BLUE)  # nobody looks: it is not kept for whoever looks later
        for at, frame in ((1.0, RED), (1.5, BLUE), (1.9, RED), (2.0, BLUE)):
            asyncio.get_running_loop().call_at(at, live.frame, frame)
        seen = await see(live, 3)
        assert [tuple(int(one) for one in pixels[0, 0]) for pixels in seen] == [(200, 0, 0), (0, 0, 200), (200, 0, 0)]
        assert told == [(0.0, SHOT), (now(), None)]

    run_virtual(main())


def test_a_page_that_gives_no_frame_in_time_is_a_camera_that_fails():
    async def main() -> None:
        live = Live(BEGAN)
        live.look_at(None, frames_given=True)
        with pytest.raises(DeviceError, match="no picture within 3 s"):
            await see(live, 1)
        assert now() == pytest.approx(FRAME_WITHIN + 0.15)
        asyncio.get_running_loop().call_later(2.0, live.frame, RED)
        assert len(await see(live, 1)) == 1, "and works when it gives them again"

    run_virtual(main())


@pytest.mark.parametrize(("picture", "bright"), [(RED, True), (None, False)])
def test_who_waits_for_a_frame_sees_at_once_what_is_put_there_instead(picture, bright: bool):
    async def main() -> None:
        live = Live(BEGAN)
        live.look_at(None, frames_given=True)
        asyncio.get_running_loop().call_later(1.0, live.look_at, picture)
        (seen,) = await see(live, 1)
        assert now() == 1.0
        assert bool(seen.max() > 20) is bright

    run_virtual(main())


def test_two_who_look_at_once_both_get_frames_and_the_page_is_told_once():
    async def main() -> None:
        told: list[bool] = []
        live = Live(BEGAN, on_look=lambda shot: told.append(shot is not None))
        live.look_at(None, frames_given=True)
        for n in range(20):
            asyncio.get_running_loop().call_at(0.5 + 0.3 * n, live.frame, RED)
        short, long = await asyncio.gather(see(live, 2), see(live, 4))
        assert {int(pixels[0, 0, 0]) for pixels in (*short, *long)} == {200}, "none of them is dark"
        assert told == [True, False]

    run_virtual(main())


# ----------------------------------------------------------------------------------------------------- what is heard


async def listen(live: Live, seconds: float) -> np.ndarray:
    """Everything that the microphone gives, one after the other."""
    pieces = []
    async with aclosing(SimMicrophone(live).sounds()) as sounds:
        async for sound in sounds:
            pieces.append(sound.samples)
            if now() >= seconds - 1e-9:
                break
    return np.concatenate(pieces)


def loud(samples: np.ndarray) -> np.ndarray:
    """Where there is more than a quiet room."""
    return np.abs(samples) > 10 * QUIET


def numbered(count: int) -> np.ndarray:
    """Samples of which no two are alike, each well above the noise of a room."""
    return np.linspace(0.1, 0.9, count, dtype=np.float32)


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 4000), min_size=1, max_size=30),
    st.lists(st.floats(0.0, 0.08), min_size=30, max_size=30),
)
def test_what_comes_unevenly_is_heard_once_each_and_in_order(lengths: list[int], late: list[float]):
    """A page gives pieces of any length, none later than 80 ms after the samples in it were spoken."""
    whole = numbered(sum(lengths))

    async def main() -> np.ndarray:
        live, loop, done, last = Live(BEGAN), asyncio.get_running_loop(), 0, 0.0
        for length, tardy in zip(lengths, late, strict=False):
            piece = whole[done : done + length]
            done += length
            last = max(last + 1e-6, 1.0 + done / RATE + tardy)  # one after the other
            loop.call_at(last, live.hear, piece)
        loop.call_at(last + 1e-6, live.hear, np.zeros(RATE // 4, np.float32))  # and a microphone that stays open
        return await listen(live, last + 1.0)

    heard = run_virtual(main(), limit=100.0)
    first = np.flatnonzero(loud(heard))
    assert len(first) == len(whole)
    assert heard[first] == pytest.approx(whole, abs=10 * QUIET)


def test_where_too_little_comes_there_is_silence_and_then_some_is_gathered_again():
    async def main() -> np.ndarray:
        live, loop = Live(BEGAN), asyncio.get_running_loop()
        for n in range(10):
            loop.call_at(1.0 + 0.1 * n, live.hear, np.full(1600, 0.5, np.float32))
        for n in range(10):
            loop.call_at(4.0 + 0.1 * n, live.hear, np.full(1600, 0.25, np.float32))
        return await listen(live, 7.0)

    heard = run_virtual(main())
    assert np.count_nonzero(np.abs(heard - 0.5) < 0.01) == 16_000
    assert np.count_nonzero(np.abs(heard - 0.25) < 0.01) == 16_000
    between = heard[round(2.5 * RATE) : round(4.1 * RATE)]
    assert not loud(between).any()


def test_sound_that_nobody_takes_is_dropped_the_oldest_first_and_no_more_than_must_be():
    async def main() -> np.ndarray:
        live = Live(BEGAN)
        whole = numbered(round(SOUND_AT_MOST * RATE) + 3000)
        live.sound(0.0, 1600)
        for begins in range(0, len(whole), 1000):
            live.hear(whole[begins : begins + 1000])
        live.hear(np.zeros(0, np.float32))
        got = np.concatenate([live.sound(0.1 * n, 1600) for n in range(1, 11)])
        assert got == pytest.approx(whole[3000:], abs=10 * QUIET)
        live.hear(numbered(3 * RATE))
        assert loud(live.sound(1.1, 1600)).all(), "a piece that is too long is cut, not lost"

    run_virtual(main())


def test_who_listens_again_hears_what_is_said_then_and_not_what_was_before():
    async def main() -> None:
        live = Live(BEGAN)
        live.sound(0.0, 1600)
        live.hear(np.full(RATE, 0.5, np.float32))
        assert not loud(live.sound(30.0, 1600)).any()
        live.hear(np.full(RATE, 0.25, np.float32))
        assert live.sound(30.1, 1600) == pytest.approx(np.full(1600, 0.25), abs=10 * QUIET)

    run_virtual(main())


@settings(max_examples=40)
@given(st.floats(0.0, 5.0), st.integers(1, 9000), st.integers(100, 5000))
def test_a_recording_is_mixed_in_at_the_right_sample(at: float, length: int, piece: int):
    recording = numbered(length)

    async def main() -> tuple[np.ndarray, float]:
        live = Live(BEGAN)
        await asyncio.sleep(at)
        over = live.play(recording)
        first = round(now() * RATE)
        count = 2 * RATE // piece
        heard = [live.sound((first + n * piece) / RATE, piece) for n in range(count)]
        return np.concatenate(heard), over - first / RATE

    heard, over = run_virtual(main())
    ends = round(over * RATE)
    assert ends - length == pytest.approx(SOON * RATE, abs=2)
    assert heard[ends - length : ends] == pytest.approx(recording, abs=10 * QUIET)
    assert not loud(np.delete(heard, np.s_[ends - length : ends])).any()


def test_all_that_is_played_at_once_adds_up_and_is_cut_at_full_scale():
    async def main() -> None:
        live = Live(BEGAN)
        for level in (0.25, 0.5):
            live.play(np.full(3200, level, np.float32))
        live.play(np.full(1600, 0.5, np.float32))
        assert live.sound(SOON, 1600).max() == 1.0
        assert live.sound(SOON + 0.1, 1600).mean() == pytest.approx(0.75, abs=0.01)
        assert not loud(live.sound(SOON + 0.2, 1600)).any()
        assert live._said == []

    run_virtual(main())


def test_the_microphone_hears_a_recording_whole():
    async def main() -> None:
        live = Live(BEGAN)
        asyncio.get_running_loop().call_at(0.333, live.play, numbered(5000))
        heard = await listen(live, 2.0)
        assert heard[loud(heard)] == pytest.approx(numbered(5000), abs=10 * QUIET)

    run_virtual(main())


# ------------------------------------------------------------------------------------------- what breaks, and is mended


def test_what_is_broken_is_so_from_now_on_until_it_is_mended():
    async def main() -> None:
        live = Live(BEGAN)
        await asyncio.sleep(2.0)
        live.break_("camera", "drop", 0.25)
        assert live.faults("camera") == (Fault("camera", "drop", 2.0, inf, 0.25),)
        assert live.faults("display") == ()
        await asyncio.sleep(1.0)
        live.break_("camera", "drop", 0.75)  # again, and worse
        assert [fault.amount for fault in live.faults("camera") if fault.on(now())] == [0.75]
        live.break_("light", "mute", 0.5)
        live.mend("camera", "drop")
        assert [fault.on(now()) for fault in live.faults("camera")] == [False, False]
        assert live.faults("light")[0].on(now())
        live.mend()
        assert not any(fault.on(now()) for fault in live.broken)
        assert live.faults("camera")[0].on(2.5), "it still tells how it was"
        await asyncio.sleep(REMEMBERED)
        live.mend()
        assert live.broken == ()

    run_virtual(main())


def test_each_change_is_told_to_whoever_waits():
    async def main() -> list[float]:
        live, loop = Live(BEGAN), asyncio.get_running_loop()
        changes = (live.mend, lambda: live.break_("camera", "stall", 0.5), lambda: live.weather(AIRS["2g"]))
        for at, change in enumerate(changes, 1):
            loop.call_at(float(at), change)
        woken = []
        for _ in changes:
            await live.changed()
            woken.append(now())
        return woken

    assert run_virtual(main()) == [1.0, 2.0, 3.0]


def test_the_air_is_the_worst_of_what_is_around_and_what_is_broken():
    async def main() -> None:
        live = Live(BEGAN)
        assert live.air_at(0.0) is LinkState.UP
        assert live.faults("link") == ()
        live.weather(AIRS["2g"])
        assert live.air_at(now()) is LinkState.SLOW
        assert [(fault.kind, fault.amount) for fault in live.faults("link")] == [("loss", 0.03)]
        live.break_("link", "portal", 0.5)
        assert live.air_at(now()) is LinkState.PORTAL
        live.weather(AIRS["offline"])
        assert live.air_at(now()) is LinkState.DOWN
        live.mend()
        live.weather(AIRS["4g"])
        assert live.air_at(now()) is LinkState.UP
        assert {fault.kind for fault in live.faults("link") if fault.on(now())} == {"latency", "loss"}

    run_virtual(main())


def test_it_is_known_which_network_was_around_and_when_that_changed():
    async def main() -> None:
        live = Live(BEGAN)
        for at, name in ((1.0, "offline"), (3.0, "2g"), (9.0, "wifi")):
            await asyncio.sleep(at - now())
            live.weather(AIRS[name])
        states = [live.air_at(at) for at in (0.5, 1.0, 2.9, 3.0, 9.0)]
        assert states == [LinkState.UP, LinkState.DOWN, LinkState.DOWN, LinkState.SLOW, LinkState.UP]
        assert live.air_changes(1.0, inf) == (3.0, 9.0)
        assert live.air is AIRS["wifi"]
        await asyncio.sleep(1000.0)
        for _ in range(100):
            live.weather(AIRS["wifi"])
            await asyncio.sleep(1.0)
        assert len(live._airs) <= REMEMBERED + 2, "and it is not remembered for ever"

    run_virtual(main())


def test_a_body_feels_a_network_that_is_back_once_it_has_joined_it():
    async def main() -> list[tuple[float, LinkState]]:
        live, loop = Live(BEGAN), asyncio.get_running_loop()
        body, felt = SimBody(live, Physics(live, Beginning())), []
        loop.call_at(3.25, live.weather, AIRS["offline"])
        loop.call_at(17.25, live.weather, AIRS["wifi"])
        with suppress(TimeoutError):
            async with asyncio.timeout(30.0), aclosing(body.vitals()) as vitals:
                async for one in vitals:
                    felt.append((now(), one.link))  # noqa: PERF401 - until the time is over
        return felt

    felt = run_virtual(main())
    assert [at for at, link in felt if link is LinkState.DOWN] == pytest.approx(
        [3.25, 3.25 + JOINING, 13.25 + JOINING, 17.25]
    )
    back = [at for at, link in felt if link is LinkState.UP and at > 4]
    assert back[0] == pytest.approx(17.25 + JOINING)


def test_fingers_are_felt_in_order_and_none_is_lost_between_two_who_wait():
    async def main() -> list[object]:
        live = Live(BEGAN)
        live.touch(Typed("before anybody waits"))
        async with aclosing(live.touches()) as touches:
            first = await anext(touches)
        for touch in (Touch("hold"), Typed("and again")):
            live.touch(touch)
        async with aclosing(live.touches()) as touches:
            return [first, await anext(touches), await anext(touches)]

    assert run_virtual(main()) == [Typed("before anybody waits"), Touch("hold"), Typed("and again")]


def test_the_day_goes_on_from_where_it_began_and_it_is_as_warm_as_it_is_now():
    live = Live(BEGAN, celsius=12.0)
    assert live.wall(61.5).time == BEGAN + timedelta(seconds=61.5)
    assert live.around(3.0) == 12.0
    assert PREFILL < SOUND_AT_MOST
