"""PortAudio's streams are opened and closed one by one, and its errors are ours."""

from typing import Any

import pytest

from edge.errors import DeviceError
from edge.hardware.portaudio import PortAudio
from tests.contracts.standins.portaudio import Clock, FakePortAudio, FakeStream


def host(**how: object) -> FakePortAudio:
    return FakePortAudio(Clock(), **how)  # type: ignore[arg-type]


def test_a_stream_is_open_at_the_devices_own_rate_until_it_is_closed():
    fake = host(rate=44_100.0, channels=1)
    audio = PortAudio(fake)
    stream = audio.open("input", "default")
    assert (stream.samplerate, stream.channels, fake.open_streams) == (44_100.0, 1, [stream])
    audio.close(stream)
    assert not fake.open_streams


@pytest.mark.parametrize(("kind", "ours"), [("input", "microphone"), ("output", "speaker")])
def test_what_is_not_there_is_named_as_the_wearer_knows_it(kind: str, ours: str):
    fake = host()
    fake.unplug()
    fake._initialize()
    audio = PortAudio(fake)
    with pytest.raises(DeviceError, match=f"{ours}: none is connected.*python -m sounddevice"):
        audio.find(kind, "default")
    with pytest.raises(DeviceError, match=f"{ours}: none is connected"):
        audio.open(kind, "default")
    assert not fake.open_streams


def test_one_that_was_plugged_in_later_is_found_where_nothing_is_open():
    fake = host()
    fake.unplug()
    fake._initialize()
    fake.plug()
    audio = PortAudio(fake)
    assert audio.open("input", "default") in fake.open_streams


def test_devices_are_not_looked_for_anew_under_an_open_stream():
    fake = host()
    audio = PortAudio(fake)
    stream = audio.open("output", "default")
    with pytest.raises(DeviceError, match="Bose"):
        audio.open("input", "Bose")
    assert fake.open_streams == [stream]


def test_an_error_of_the_host_becomes_one_of_ours_without_its_number():
    fake = host()
    words = r"speaker: Device unavailable \(is it plugged in"
    with pytest.raises(DeviceError, match=words) as caught, PortAudio(fake).guard("output"):
        raise fake.PortAudioError("Device unavailable [PaErrorCode -9985]")
    assert "9985" not in str(caught.value)


class Stuck(FakePortAudio):
    """A sound card whose streams open and do not start."""

    def InputStream(self, **settings: Any) -> FakeStream:  # noqa: N802 - sounddevice's name
        stream = super().InputStream(**settings)
        stream.start = self._fail  # type: ignore[method-assign]
        return stream

    def _fail(self) -> None:
        raise self.PortAudioError("Unanticipated host error [PaErrorCode -9999]")


def test_a_stream_that_does_not_start_is_closed():
    fake = Stuck(Clock())
    with pytest.raises(DeviceError, match="microphone: Unanticipated host error"):
        PortAudio(fake).open("input", "default")
    assert fake.streams
    assert not fake.open_streams
