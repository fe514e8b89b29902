"""Builds glasses from the devices of this machine; what is missing is returned, with its remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edge.devices import Eye, Glasses
from edge.errors import ConfigError, DeviceError
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.camera import OpenCvCamera
from edge.hardware.keyboard import Keyboard
from edge.hardware.lights import Mark, gpio, led
from edge.hardware.link import Network
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.portaudio import PortAudio
from edge.hardware.speaker import PortAudioSpeaker
from edge.hardware.terminal import Terminal
from edge.hardware.video import find_source
from edge.hardware.voice import Espeak
from edge.messages import Lost

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, TextIO

    from edge.config import Config
    from edge.hardware.lights import FileLight

NO_LIGHT = "No light, so no camera."


def real_glasses(
    config: Config, *, audio: PortAudio | None = None, stdin: IO[str] | None = None, stdout: TextIO | None = None
) -> tuple[Glasses, tuple[Lost, ...]]:
    """All devices that the configuration names, and those of them that do not work now.

    What may still be plugged in is in the bundle all the same: it is tried again whenever it is needed. Output that
    is no terminal is a journal or a file: nothing is shown there, and a mark there would be no light.
    """
    unheard: list[Lost] = []
    unseen: list[Lost] = []
    mark = _mark(stdout or sys.stdout)
    microphone, speaker, talker = _sound(config, audio or PortAudio(), unheard)
    eye = _eye(config, mark, unseen)
    glasses = Glasses(
        body=LinuxBody(),
        display=mark or Blank(),
        eye=eye,
        microphone=microphone,
        button=Keyboard(stdin),
        speaker=speaker,
        talker=talker,
        link=Network(),
        loopback=True,
        why_no_eye=NO_LIGHT if unseen and eye is None else "",
    )
    return glasses, (*unheard, *unseen)


def terminal_glasses(
    config: Config, *, stdin: IO[str] | None = None, stdout: TextIO | None = None
) -> tuple[Glasses, tuple[Lost, ...]]:
    """A keyboard, a screen, and the camera if it works, and what of that does not: for a conversation without a sound.

    Output that is no terminal shows the answers all the same, but a mark there would be no light.
    """
    screen = stdout or sys.stdout
    mark, missing = _mark(screen), list[Lost]()
    eye = _eye(config, mark, missing)
    glasses = Glasses(
        body=LinuxBody(),
        display=mark or Terminal(screen),
        eye=None if missing else eye,
        button=Keyboard(stdin),
        link=Network(),
        loopback=True,
        why_no_eye=NO_LIGHT if missing and missing[0].device == "light" else "",
    )
    return glasses, tuple(missing)


def _mark(screen: TextIO) -> Mark | None:
    """The light of glasses without a lamp: on a terminal somebody sees it, in a file or a journal nobody does."""
    return Mark(Terminal(screen)) if screen.isatty() else None


def _eye(config: Config, mark: Mark | None, missing: list[Lost]) -> Eye | None:
    camera = config.camera
    if camera.source == "none":
        return None
    source = find_source(camera.source, camera.open_within, camera.frame_within)
    lamp = _lamp(config)
    _checked(source.check, missing)
    if lamp is not None:
        _checked(lamp.check, missing)
    light = lamp or mark
    if light is None:
        why = "the output is no terminal, so nobody would see its mark: no camera (light.kind in glint.toml)"
        missing.append(Lost("light", why))
        return None
    return Eye(OpenCvCamera(source), light)


def _lamp(config: Config) -> FileLight | None:
    kind, path = config.light.kind, config.light.path
    if kind == "mark":
        return None
    if kind not in {"led", "gpio"}:
        raise ConfigError("light.kind", f"is led, gpio or mark, not '{kind}'")
    if not path:
        raise ConfigError("light.path", f"is empty: it names the file of the {kind}")
    return led(Path(path)) if kind == "led" else gpio(Path(path))


def _sound(
    config: Config, audio: PortAudio, missing: list[Lost]
) -> tuple[PortAudioMicrophone | None, PortAudioSpeaker | None, Espeak | None]:
    """Microphone, speaker and voice. Without PortAudio or the voice's program they are None: nobody plugs those in."""
    sound = config.sound
    microphone = PortAudioMicrophone(audio, sound.microphone) if sound.microphone != "none" else None
    if microphone and _checked(lambda: audio.host("input"), missing):
        _checked(microphone.check, missing)
    elif microphone:
        microphone = None
    if "none" in (sound.speaker, sound.voice):
        return microphone, None, None
    speaker, talker = PortAudioSpeaker(audio, sound.speaker), Espeak(sound.voice)
    if not _checked(talker.check, missing) or not _checked(lambda: audio.host("output"), missing):
        return microphone, None, None
    _checked(speaker.check, missing)
    return microphone, speaker, talker


def _checked(check: Callable[[], object], missing: list[Lost]) -> bool:
    try:
        check()
    except DeviceError as error:
        missing.append(Lost(error.device, error.in_full))
        return False
    return True
