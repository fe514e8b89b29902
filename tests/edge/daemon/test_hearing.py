"""Whether Glint hears is said everywhere, and follows from its senses: nothing need be remembered when that changes."""

from pathlib import Path

import pytest

from edge.commands.checks import examine, hearing
from edge.compose.senses import real_senses
from edge.config import CameraConfig, Config, ServerConfig
from edge.daemon.daemon import opening
from edge.devices import Glasses
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.messages import Event, Sound
from edge.perceive import Senses
from tests.contracts.standins.portaudio import Clock, FakePortAudio

ROOT = Path(__file__).parents[3]
MICROPHONE = PortAudioMicrophone(PortAudio(FakePortAudio(Clock())), "default")
DEAF = Glasses(LinuxBody(), Blank())
WHOLE = Config(camera=CameraConfig("0"), server=(ServerConfig(name="home", url="http://127.0.0.1:1"),))


class Ear:
    """Hears, and understands nothing."""

    def attend(self, to):
        return ()

    def hear(self, sound: Sound) -> tuple[Event, ...]:
        return ()


def test_doctor_says_whether_speech_becomes_words():
    deaf = hearing(Senses())
    assert (deaf.what, deaf.state) == ("hearing", "weak")
    assert f"{deaf.found}; {deaf.remedy}" == "none yet: no model here turns speech into words; type instead"
    assert hearing(Senses(ear=Ear())).state == "ok"


def test_doctor_asks_the_senses_that_are_really_built(tmp_path: Path):
    config = Config(data=str(tmp_path))
    assert hearing(real_senses(config)) in tuple(examine(config))


@pytest.mark.parametrize("page", ["README.md", "docs/how-it-works.md", "docs/assurance.md", "docs/daemon.md"])
def test_the_pages_say_that_it_does_not_hear_for_as_long_as_it_does_not(page: str):
    says = "does not hear yet" in " ".join((ROOT / page).read_text("utf-8").split())
    assert says is (real_senses(Config()).ear is None)


def test_a_daemon_says_at_once_how_to_ask():
    (deaf,) = opening(WHOLE, DEAF, Senses(), typed=True)
    assert deaf == "I cannot hear yet: type a question, or tap (an empty line) to stop an answer"
    (piped,) = opening(WHOLE, DEAF, Senses(), typed=False)
    assert piped == "I cannot hear yet: type a question, a line of the input"
    (silent,) = opening(WHOLE, DEAF, Senses(ear=Ear()), typed=True)
    assert silent.startswith("I cannot hear without a microphone: type a question")
    (hears,) = opening(WHOLE, Glasses(LinuxBody(), Blank(), microphone=MICROPHONE), Senses(ear=Ear()), typed=True)
    assert hears.startswith("I hear: say the wake word, or touch the glasses, and ask; or type")


def test_a_daemon_says_what_was_never_set_up():
    _, camera, server = opening(Config(camera=CameraConfig("none")), DEAF, Senses(), typed=True)
    assert "camera.source" in camera
    assert "glint setup" in server
