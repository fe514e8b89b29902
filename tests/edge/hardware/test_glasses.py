"""Real glasses on a machine that lacks things: named, with a remedy, and gone without."""

import asyncio
import io
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path

import pytest

from edge.config import CameraConfig, Config, LightConfig, SoundConfig
from edge.devices import Eye
from edge.errors import ConfigError, DeviceError
from edge.hardware.glasses import real_glasses, terminal_glasses
from edge.hardware.portaudio import PortAudio
from edge.messages import Card, Shot
from tests.contracts.standins.mjpeg import network_camera
from tests.contracts.standins.portaudio import Clock, FakePortAudio
from tests.contracts.watch import take

ANY_CAMERA = CameraConfig("http://127.0.0.1:1/")  # one that is found broken only when it is looked through
QUIET = SoundConfig(microphone="none", speaker="none")


class Screen(io.StringIO):
    """A terminal that somebody looks at."""

    def isatty(self) -> bool:
        return True


def test_everything_there(tmp_path: Path):
    voice = tmp_path / "voice"
    voice.touch(0o755)
    config = Config(camera=ANY_CAMERA, sound=SoundConfig(voice=str(voice)))
    glasses, missing = real_glasses(config, audio=PortAudio(FakePortAudio(Clock())), stdout=Screen())
    assert missing == ()
    parts = (glasses.eye, glasses.microphone, glasses.speaker, glasses.talker, glasses.button, glasses.link)
    assert all(parts)


def test_nothing_wanted_is_nothing_missed():
    glasses, missing = real_glasses(Config(camera=CameraConfig("none"), sound=QUIET))
    assert missing == ()
    assert (glasses.eye, glasses.microphone, glasses.speaker, glasses.talker) == (None,) * 4


def test_what_is_missing_is_named_with_a_remedy(tmp_path: Path):
    host = FakePortAudio(Clock())
    host.unplug()
    host._initialize()
    config = Config(
        camera=CameraConfig(str(tmp_path / "video0")),
        light=LightConfig("led", str(tmp_path / "brightness")),
        sound=SoundConfig(voice="no-such-voice"),
    )
    glasses, missing = real_glasses(config, audio=PortAudio(host))
    assert {lost.device for lost in missing} == {"camera", "light", "microphone", "voice"}
    assert all("(" in lost.why for lost in missing), "each says what to do"
    assert not any(lost.why.startswith(lost.device) for lost in missing), "which it is, is told beside it"
    assert glasses.microphone is not None, "it may be plugged in at any time"
    assert glasses.talker is None, "a program does not appear by itself"


def test_a_camera_that_is_plugged_in_later_is_found(tmp_path: Path):
    config = Config(camera=CameraConfig(str(tmp_path / "video0")), sound=QUIET)
    glasses, missing = real_glasses(config, stdout=Screen())
    assert [lost.device for lost in missing] == ["camera"]

    async def look() -> None:
        assert glasses.eye is not None
        await take(glasses.eye.frames(Shot()), 1)

    with pytest.raises(DeviceError, match="does not exist"):
        asyncio.run(look())
    (tmp_path / "video0").touch()
    with pytest.raises(DeviceError, match="is not a camera"):
        asyncio.run(look())


def test_where_nobody_looks_nothing_is_shown_and_a_mark_is_no_light(tmp_path: Path):
    (tmp_path / "video0").touch()
    journal = io.StringIO()
    config = Config(camera=CameraConfig(str(tmp_path / "video0")), sound=QUIET)
    glasses, missing = real_glasses(config, stdout=journal)
    assert "light" in {lost.device for lost in missing}
    assert (glasses.eye, glasses.why_no_eye) == (None, "No light, so no camera.")
    asyncio.run(glasses.display.show(Card("Glint", ("Two cups.",))))
    assert journal.getvalue() == ""


@pytest.mark.parametrize("light", [LightConfig("lamp"), LightConfig("led")])
def test_a_light_that_is_configured_wrongly_is_an_error_not_a_camera_without_one(light: LightConfig):
    with pytest.raises(ConfigError, match="light"):
        real_glasses(Config(light=light, sound=QUIET))


@pytest.mark.hardware
def test_a_look_through_the_terminal_glasses_is_under_the_mark():
    async def look(eye: Eye, show: io.StringIO) -> None:
        async with aclosing(eye.frames(Shot(64, 20.0))) as frames:
            async for frame in frames:
                assert frame.pixels.any()
                assert show.getvalue() == "● camera on\n"
                await glasses.display.show(Card("Milk"))
                break

    shown = Screen()
    with network_camera() as stream:
        glasses, _ = terminal_glasses(Config(camera=CameraConfig(stream.url, frame_within=0.5)), stdout=shown)
        assert glasses.eye is not None
        asyncio.run(look(glasses.eye, shown))
    assert shown.getvalue() == "● camera on\n● Milk\n○ camera off\n"


def test_a_conversation_into_a_file_has_no_light_and_so_no_camera():
    file = io.StringIO()
    glasses, missing = terminal_glasses(Config(camera=ANY_CAMERA), stdout=file)
    assert (glasses.eye, glasses.why_no_eye) == (None, "No light, so no camera.")
    assert [lost.device for lost in missing] == ["light"]
    assert "no terminal" in missing[0].why
    asyncio.run(glasses.display.show(Card("Glint", ("Four.",))))
    assert file.getvalue() == "Glint\n  Four.\n", "answers are still written"


def test_a_lamp_is_a_light_wherever_the_answers_go(tmp_path: Path):
    (tmp_path / "brightness").touch()
    lamp = LightConfig("led", str(tmp_path / "brightness"))
    glasses, missing = terminal_glasses(Config(camera=ANY_CAMERA, light=lamp), stdout=io.StringIO())
    assert glasses.eye is not None
    assert (glasses.why_no_eye, missing) == ("", ())


@pytest.mark.parametrize("source", ["none", "video0"])
def test_without_a_camera_it_is_not_the_light_that_is_missed(tmp_path: Path, source: str):
    source = source if source == "none" else str(tmp_path / source)
    glasses, _ = terminal_glasses(Config(camera=CameraConfig(source)), stdout=io.StringIO())
    assert (glasses.eye, glasses.why_no_eye) == (None, "")


def test_nothing_heavy_is_imported_before_it_is_needed():
    code = (
        "import sys; from edge.hardware.glasses import terminal_glasses; from edge.config import Config;"
        "terminal_glasses(Config()); print(*{'cv2', 'soxr', 'sounddevice', 'onnxruntime'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.strip() == ""
