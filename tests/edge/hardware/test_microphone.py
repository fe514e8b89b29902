"""The microphone and everything that PortAudio does not tell: unplugging, silent overruns, odd rates, slow starts."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from typing import Any

import numpy as np
import pytest

from edge.errors import DeviceError
from edge.hardware.microphone import RETRY_FOR, PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.media.audio import RATE
from tests.contracts.standins.portaudio import Clock, FakePortAudio
from tests.contracts.watch import until
from tests.edge.hardware.bench import Bench, check_times

pytestmark = pytest.mark.hardware


@pytest.mark.parametrize("rate", [8_000.0, 16_000.0, 44_100.0, 48_000.0, 96_000.0])
def test_any_rate_becomes_16_khz(rate: float):
    sounds = Bench(rate).listen(8.0)
    check_times(sounds)
    seconds = sounds[-1].at - sounds[0].at
    given = sum(sound.samples.size for sound in sounds[:-1])
    assert given / RATE == pytest.approx(seconds, abs=0.01)
    assert not any(sound.lost for sound in sounds)


def test_two_microphones_in_opposite_phase_do_not_silence_each_other():
    sounds = Bench(channels=2).listen(4.0)
    assert np.abs(sounds[-1].samples).max() > 0.05


def test_a_stall_that_the_buffer_bridges_loses_nothing():
    bench = Bench()
    bench.at(4.0, lambda: setattr(bench.clock, "at", bench.clock.at + 0.3))
    sounds = bench.listen(7.0)
    check_times(sounds)
    assert not any(sound.lost for sound in sounds)


@pytest.mark.parametrize("seconds", [0.15, 0.3, 0.45])
def test_a_silent_overrun_is_counted_against_the_clock(seconds: float):
    bench = Bench(44_100.0)
    bench.at(4.0, lambda: bench.host.streams[0].lose(seconds))
    sounds = bench.listen(7.0)
    gaps = [sound.lost for sound in sounds if sound.lost]
    assert len(gaps) == 1
    assert gaps[0] / RATE == pytest.approx(seconds, abs=0.02)
    check_times(sounds)


def test_a_loop_that_slept_too_long_loses_what_the_buffer_could_not_hold():
    bench = Bench()
    bench.at(4.0, lambda: setattr(bench.clock, "at", bench.clock.at + 2.0))
    sounds = bench.listen(9.0)
    assert sum(sound.lost for sound in sounds) / RATE == pytest.approx(1.56, abs=0.1)


@pytest.mark.parametrize("loudly", [False, True])
def test_an_unplugged_microphone_is_noticed_within_a_second_and_goes_on_when_it_is_back(*, loudly: bool):
    bench = Bench()
    gone: list[float] = []
    bench.at(4.0, lambda: (bench.host.unplug(loudly=loudly), gone.append(bench.clock.at)))
    bench.at(6.0, bench.host.plug)
    noticed: list[float] = []
    close = FakePortAudio._terminate

    def terminate() -> None:
        noticed.append(bench.clock.at)
        close(bench.host)

    bench.host._terminate = terminate  # type: ignore[method-assign] # the host looks for devices anew: it was noticed
    sounds = bench.listen(11.0)
    assert 0.0 <= noticed[0] - gone[0] <= 1.0
    gaps = [sound for sound in sounds if sound.lost]
    assert len(gaps) == 1
    assert 2.0 < gaps[0].lost / RATE < 6.0
    check_times(sounds)
    assert not bench.host.open_streams


def test_one_that_stays_away_is_an_error_that_says_so():
    bench = Bench()
    bench.at(4.0, bench.host.unplug)
    with pytest.raises(DeviceError, match="microphone: gives no sound any more"):
        bench.listen(60.0)
    assert bench.clock.at - bench.started < 4.0 + 1.0 + RETRY_FOR + 1.0
    assert not bench.host.open_streams


def test_one_that_never_gives_a_sample_is_an_error():
    with pytest.raises(DeviceError, match="gives no sound"):
        Bench(warm_up=1e9).listen(60.0)


def test_one_that_is_not_there_is_an_error_at_once_and_found_when_it_is_plugged_in():
    bench = Bench()
    bench.host.unplug()
    bench.host._initialize()
    with pytest.raises(DeviceError, match="microphone: none is connected"):
        bench.listen(1.0)
    bench.host.plug()
    assert bench.listen(3.0)


def test_a_name_that_does_not_exist_says_where_to_look():
    clock = Clock()
    microphone = PortAudioMicrophone(PortAudio(FakePortAudio(clock)), "Bose", now=clock.now, pause=clock.pause)
    with pytest.raises(DeviceError, match=r"'Bose' .*python -m sounddevice"):
        microphone.check()


def test_cancelled_at_any_moment_it_leaves_no_stream_open():
    async def cancel_after(rounds: int) -> None:
        bench = Bench()
        bench.at(2.5, bench.host.unplug)
        bench.at(4.0, bench.host.plug)
        task = asyncio.ensure_future(drain(bench.microphone))
        for _ in range(rounds):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        await until(lambda: not bench.host.open_streams)  # one that was just being opened is closed behind our back

    each_moment(cancel_after, (0, 1, 2, 3, 5, 8, 40, 80, 120, 200))


async def drain(microphone: PortAudioMicrophone) -> None:
    async with aclosing(microphone.sounds()) as sounds:
        async for _ in sounds:
            pass


def each_moment(attempt: Callable[[int], Coroutine[Any, Any, None]], moments: tuple[int, ...]) -> None:
    for moment in moments:
        asyncio.run(attempt(moment))
