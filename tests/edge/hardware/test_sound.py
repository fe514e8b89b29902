"""Microphone, speaker and voice are there, or it is named what is missing; what is turned off is not missed."""

from pathlib import Path

import pytest

from edge.config import Config, SoundConfig
from edge.errors import DeviceError
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.own import OwnDevices
from edge.hardware.portaudio import Host, PortAudio
from edge.hardware.sound import find_microphone, find_voice
from edge.hardware.speaker import PortAudioSpeaker
from edge.hardware.voice import Espeak
from edge.messages import Lost
from tests.contracts.standins.portaudio import Clock, FakePortAudio

OWN: object = object()
"""Stands for a device of another package."""


class NoPortAudio(PortAudio):
    """A machine without the library."""

    def host(self, kind: str) -> Host:
        raise DeviceError(kind, "PortAudio is missing")


def audio(*, plugged: bool = True) -> PortAudio:
    host = FakePortAudio(Clock())
    if not plugged:
        host.unplug()
        host._initialize()
    return PortAudio(host)


@pytest.fixture
def voice(tmp_path: Path) -> str:
    (tmp_path / "voice").touch(0o755)
    return str(tmp_path / "voice")


@pytest.mark.parametrize(
    ("has", "name", "found", "missed"),
    [
        (audio(), "default", True, []),
        (audio(), "none", False, []),
        (audio(plugged=False), "default", True, ["microphone"]),
        (NoPortAudio(), "default", False, ["input"]),
        (NoPortAudio(), "none", False, []),
    ],
)
def test_a_microphone_is_kept_where_it_may_be_plugged_in_later(
    has: PortAudio, name: str, found: bool, missed: list[str]
):
    missing: list[Lost] = []
    microphone = find_microphone(Config(sound=SoundConfig(microphone=name)), has, OwnDevices(), missing)
    assert isinstance(microphone, PortAudioMicrophone) is found
    assert [lost.device for lost in missing] == missed


@pytest.mark.parametrize(
    ("has", "speaker", "found", "missed"),
    [
        (audio(), "default", True, []),
        (audio(), "none", False, []),
        (audio(plugged=False), "default", True, ["speaker"]),
        (NoPortAudio(), "default", False, ["output"]),
    ],
)
def test_a_speaker_comes_with_a_voice_or_not_at_all(
    has: PortAudio, speaker: str, found: bool, missed: list[str], voice: str
):
    missing: list[Lost] = []
    sound = SoundConfig(speaker=speaker, voice=voice)
    kinds = tuple(type(one) for one in find_voice(Config(sound=sound), has, OwnDevices(), missing))
    assert kinds == ((PortAudioSpeaker, Espeak) if found else (type(None),) * 2)
    assert [lost.device for lost in missing] == missed


def test_without_a_voice_there_is_no_speaker():
    missing: list[Lost] = []
    gone = Config(sound=SoundConfig(voice="no-such-voice"))
    assert find_voice(gone, audio(), OwnDevices(), missing) == (None, None)
    assert [lost.device for lost in missing] == ["voice"]
    off = Config(sound=SoundConfig(voice="none"))
    assert find_voice(off, audio(), OwnDevices(), missing) == (None, None)
    assert len(missing) == 1, "what is turned off is not missed"


def test_devices_of_other_packages_are_taken_as_they_are(voice: str):
    missing: list[Lost] = []
    off, none = Config(sound=SoundConfig("none", "none", "none")), NoPortAudio()
    own = OwnDevices(microphone=OWN, speaker=OWN, voice=OWN)  # type: ignore[arg-type]
    assert find_microphone(off, none, own, missing) is OWN
    assert find_voice(off, none, own, missing) == (OWN, OWN)
    speaks = find_voice(Config(sound=SoundConfig(voice=voice)), none, OwnDevices(speaker=OWN), missing)  # type: ignore[arg-type]
    assert (speaks[0], type(speaks[1])) == (OWN, Espeak)
    heard = find_voice(Config(), audio(), OwnDevices(voice=OWN), missing)  # type: ignore[arg-type]
    assert (type(heard[0]), heard[1]) == (PortAudioSpeaker, OWN)
    assert missing == []
