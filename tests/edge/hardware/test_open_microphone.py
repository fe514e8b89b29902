"""A machine that slept and a rate that is not what the device says: the stream is closed, and opened again."""

import pytest

from edge.errors import DeviceError
from edge.hardware.open_microphone import STEADY, slept
from edge.media.audio import RATE
from tests.edge.hardware.bench import Bench, check_times

pytestmark = pytest.mark.hardware


def test_after_a_sleep_it_is_opened_anew_and_what_was_before_is_not_glued_to_what_comes():
    bench = Bench()
    bench.at(4.0, lambda: bench.sleep(3600.0))
    sounds = bench.listen(9.0)
    assert len(bench.host.streams) == 2
    assert not bench.host.open_streams
    assert len([sound for sound in sounds if sound.lost]) == 1
    check_times(sounds)


def test_a_sleep_that_costs_no_time_of_the_clock_is_a_gap_all_the_same():
    bench = Bench(warm_up=0.0)
    bench.at(4.0, lambda: bench.sleep(60.0))
    sounds = bench.listen(6.0)
    gaps = [sound.lost for sound in sounds if sound.lost]
    assert len(gaps) == 1
    assert gaps[0] < 0.3 * RATE


@pytest.mark.parametrize(("speed", "within"), [(0.5, 1.0), (2.0, 1.0), (44.1 / 48, 6.0), (48 / 44.1, 6.0)])
def test_a_rate_that_is_wrong_from_the_beginning_is_an_error_that_says_so(speed: float, within: float):
    bench = Bench()
    bench.host.speed = speed
    with pytest.raises(DeviceError, match="gives another number of samples a second than it says"):
        bench.listen(60.0)
    assert bench.clock.at - bench.started - bench.host.warm_up <= within + 0.2
    assert not bench.host.open_streams


def test_a_rate_that_changes_later_is_found_out_and_the_device_opened_at_its_new_one():
    bench = Bench()
    bench.at(STEADY + 1.0, lambda: bench.host.turn_to(16_000.0))
    sounds = bench.listen(STEADY + 8.0)
    assert [stream.samplerate for stream in bench.host.streams] == [48_000.0, 16_000.0]
    check_times([sound for sound in sounds if sound.at > bench.started + STEADY + 6.0])


def test_the_sleep_of_this_machine_is_told_in_seconds_and_never_falls():
    assert -1e-3 <= slept() <= slept() + 1e-3
