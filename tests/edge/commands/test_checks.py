"""Doctor finds what `glint run` finds: the same checks of the same devices."""

import pytest

from edge.bundle.registry import read_registry
from edge.commands.checks import examine, sound, wanted
from edge.compose.models import missing
from edge.config import CameraConfig, Config, LightConfig, ServerConfig, SoundConfig
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


def test_a_model_that_is_still_to_be_fetched_is_named_with_the_command_that_fetches_it(tmp_path):
    (finding,) = wanted([read_registry()["moonshine-tiny"]])
    assert (finding.what, finding.state) == ("model moonshine-tiny", "weak")
    assert finding.remedy == "glint models pull moonshine-tiny"
    config = Config(data=str(tmp_path))
    named = [what for what in found(config) if what.startswith("model ")]
    assert named == [f"model {model.name}" for model in missing(config)]


@pytest.mark.parametrize(
    ("server", "why", "where"),
    [
        (ServerConfig("far", "http://example.com/v1"), "is plain http", "http://example.com/v1"),
        (ServerConfig("far", "ftp://x"), "is not an address", "ftp://x"),
        (ServerConfig("far"), "is not an address", "an empty url"),
        (ServerConfig("far", "https://example.com/v1", key_file="/none/key"), "No such file", "key_file /none/key"),
        (ServerConfig("far", "https://example.com/v1", ca_file="/none/ca"), "cannot be used", "ca_file /none/ca"),
    ],
)
def test_a_server_that_asking_would_refuse_is_refused_with_what_to_do(tmp_path, server, why, where):
    far = found(Config(data=str(tmp_path), server=(server,)))["server far"]
    assert far.state == "weak"
    assert why in far.found
    assert far.remedy == f"change in its [[server]] of glint.toml: {where}"


def test_servers_of_one_name_are_told_and_the_others_are_fine(tmp_path):
    twin, near = ServerConfig("twin", "https://example.com/v1"), ServerConfig("near", "http://localhost:9/v1", "m")
    told = found(Config(data=str(tmp_path), server=(twin, near, twin)))
    assert (told["server twin"].state, told["server twin"].found) == ("weak", "2 servers have this name")
    assert (told["server near"].state, told["server near"].found) == ("ok", "http://localhost:9/v1 m")


def test_a_lamp_without_a_file_is_told_so(tmp_path):
    light = found(Config(data=str(tmp_path), light=LightConfig("led")))["light"]
    assert (light.state, light.found) == ("weak", "no file is named for the led")
