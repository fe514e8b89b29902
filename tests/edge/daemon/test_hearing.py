"""Whether Glint hears is said everywhere, and follows from its senses: nothing need be remembered when that changes."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.commands.checks import examine
from edge.compose.senses import real_senses
from edge.config import CameraConfig, Config, ModelsConfig, ServerConfig
from edge.daemon.daemon import opening
from edge.devices import Glasses
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.messages import Event, Sound
from edge.mind.policy import Policy
from edge.perceive import Senses
from tests.contracts.standins.portaudio import Clock, FakePortAudio

MICROPHONE = PortAudioMicrophone(PortAudio(FakePortAudio(Clock())), "default")
DEAF = Glasses(LinuxBody(), Blank())
WHOLE = Config(camera=CameraConfig("0"), server=(ServerConfig(name="home", url="http://127.0.0.1:1"),))


class Ear:
    """Hears, and understands nothing."""

    def attend(self, to):
        return ()

    def hear(self, sound: Sound) -> tuple[Event, ...]:
        return ()


@pytest.mark.parametrize(("speech", "state"), [("nothing-such", "weak"), ("none", "weak"), ("grasp", "ok")])
def test_doctor_says_whether_speech_becomes_words(tmp_path: Path, speech: str, state: str):
    """Whether a bundle of that name is there decides; whether it is sound is the next check's."""
    config = Config(data=str(tmp_path), models=ModelsConfig(speech=speech))
    (found,) = [finding for finding in examine(config) if finding.what == "hearing"]
    assert found.state == state
    assert (real_senses(config).ear is not None) is (state == "ok")


def test_a_daemon_says_at_once_how_to_ask():
    deaf_config = replace(WHOLE, models=ModelsConfig(speech="nothing-such"))
    (deaf,) = opening(deaf_config, DEAF, Senses(), typed=True)
    assert deaf.startswith(
        "I cannot hear: no model here turns speech into words (there is none called 'nothing-such': see glint models)."
    )
    (silent,) = opening(WHOLE, DEAF, Senses(ear=Ear()), typed=True)
    assert silent.startswith("I cannot hear without a microphone: type a question")
    worn = Glasses(LinuxBody(), Blank(), microphone=MICROPHONE)
    (hears,) = opening(WHOLE, worn, Senses(ear=Ear()), typed=True)
    assert hears.startswith("I hear: say “view glass”, or touch the glasses, and ask; or type")
    by_touch = replace(WHOLE, policy=Policy(wake_by="touch"))
    assert opening(by_touch, worn, Senses(ear=Ear()), typed=True)[0].startswith("I hear: touch the glasses, and ask")
    by_speech = replace(WHOLE, policy=Policy(wake_by="speech"))
    assert opening(by_speech, worn, Senses(ear=Ear()), typed=True)[0].startswith("I hear: just speak, and ask")


def test_a_daemon_says_what_was_never_set_up():
    _, camera, server = opening(Config(camera=CameraConfig("none")), DEAF, Senses(), typed=True)
    assert "camera.source" in camera
    assert "glint setup" in server
