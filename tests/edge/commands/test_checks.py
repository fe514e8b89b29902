"""Doctor finds what `glint run` finds: the same checks of the same devices."""

from edge.commands.checks import examine, sound
from edge.config import CameraConfig, Config, SoundConfig
from edge.hardware.glasses import real_glasses
from edge.hardware.portaudio import PortAudio
from tests.contracts.standins.portaudio import Clock, FakePortAudio


def found(config):
    return {finding.what: finding for finding in examine(config)}


def test_a_file_is_no_camera_to_doctor_either(tmp_path):
    (tmp_path / "sheep.avi").write_bytes(b"")
    config = Config(data=str(tmp_path), camera=CameraConfig(str(tmp_path / "sheep.avi")))
    camera = found(config)["camera"]
    assert camera.state == "weak"
    assert "is not a camera" in camera.found
    _, missing = real_glasses(config)
    assert any(lost.device == "camera" and camera.found in lost.why for lost in missing)


def test_a_microphone_that_is_not_connected_is_found_missing():
    audio = PortAudio(FakePortAudio(Clock()))
    microphone, _ = sound(Config(sound=SoundConfig(microphone="nobody's", speaker="none")), audio)
    assert (microphone.what, microphone.state) == ("microphone", "weak")
    assert microphone.remedy
    microphone, speaker = sound(Config(sound=SoundConfig(speaker="none")), audio)
    assert (microphone.state, speaker.found) == ("ok", "none")
