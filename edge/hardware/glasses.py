"""Builds glasses from the devices of this machine; what is missing is returned, with its remedy."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edge.devices import Eye, Glasses
from edge.errors import ConfigError
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.camera import OpenCvCamera
from edge.hardware.keyboard import Keyboard
from edge.hardware.lights import Mark, gpio, led
from edge.hardware.link import Network
from edge.hardware.own import own_devices
from edge.hardware.portaudio import PortAudio
from edge.hardware.sound import checked, find_microphone, find_voice
from edge.hardware.terminal import Terminal
from edge.hardware.video import find_source
from edge.messages import Lost

if TYPE_CHECKING:
    from typing import IO, TextIO

    from edge.config import Config
    from edge.devices import Camera
    from edge.hardware.lights import FileLight
    from edge.hardware.own import OwnDevices

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
    own, audio = own_devices(config), audio or PortAudio()
    mark = Mark(own.display) if own.display else _mark(stdout or sys.stdout)
    microphone = find_microphone(config, audio, own, unheard)
    speaker, talker = find_voice(config, audio, own, unheard)
    eye = _eye(config, own, mark, unseen)
    glasses = Glasses(
        body=LinuxBody(),
        display=mark or Blank(),
        eye=eye,
        microphone=microphone,
        button=own.button or Keyboard(stdin),
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

    Of the devices that other packages bring, camera and light are used.

    Output that is no terminal shows the answers all the same, but a mark there would be no light.
    """
    screen = stdout or sys.stdout
    mark, missing = _mark(screen), list[Lost]()
    eye = _eye(config, own_devices(config), mark, missing)
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


def _eye(config: Config, own: OwnDevices, mark: Mark | None, missing: list[Lost]) -> Eye | None:
    camera = own.camera or _camera(config, missing)
    if camera is None:
        return None
    lamp = None if own.light else _lamp(config)
    if lamp is not None:
        checked(lamp.check, missing)
    light = own.light or lamp or mark
    if light is None:
        why = "the output is no terminal, so nobody would see its mark: no camera (light.kind in glint.toml)"
        missing.append(Lost("light", why))
        return None
    return Eye(camera, light)


def _camera(config: Config, missing: list[Lost]) -> Camera | None:
    camera = config.camera
    if camera.source == "none":
        return None
    source = find_source(camera.source, camera.open_within, camera.frame_within)
    checked(source.check, missing)
    return OpenCvCamera(source)


def _lamp(config: Config) -> FileLight | None:
    kind, path = config.light.kind, config.light.path
    if kind == "mark":
        return None
    if kind not in {"led", "gpio"}:
        raise ConfigError("light.kind", f"is led, gpio or mark, not '{kind}'")
    if not path:
        raise ConfigError("light.path", f"is empty: it names the file of the {kind}")
    return led(Path(path)) if kind == "led" else gpio(Path(path))
