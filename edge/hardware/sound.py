"""Microphone, speaker and voice out of what this machine has; what is missing is named, with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.errors import DeviceError
from edge.hardware.microphone import PortAudioMicrophone
from edge.hardware.pico import Pico
from edge.hardware.piper import Piper
from edge.hardware.speaker import PortAudioSpeaker
from edge.hardware.voice import Espeak
from edge.messages import Lost
from edge.model_folders import bundle_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.bundle.net import Bundle
    from edge.config import Config
    from edge.devices import Microphone, Speaker, Talker
    from edge.hardware.own import OwnDevices
    from edge.hardware.portaudio import PortAudio


def find_microphone(config: Config, audio: PortAudio, own: OwnDevices, missing: list[Lost]) -> Microphone | None:
    """The chosen or configured one; None where there is none to be had, as without PortAudio."""
    if own.microphone is not None or config.sound.microphone == "none":
        return own.microphone
    microphone = PortAudioMicrophone(audio, config.sound.microphone)
    if not checked(lambda: audio.host("input"), missing):
        return None
    checked(microphone.check, missing)
    return microphone


def find_voice(
    config: Config, audio: PortAudio, own: OwnDevices, missing: list[Lost]
) -> tuple[Speaker | None, Talker | None]:
    """Speaker and voice, or neither: without PortAudio or the voice's program there are none, nobody plugs those in."""
    sound = config.sound
    if (own.speaker is None and sound.speaker == "none") or (own.voice is None and sound.voice == "none"):
        return None, None
    speaker = own.speaker or PortAudioSpeaker(audio, sound.speaker)
    talker = own.voice or find_talker(config, missing)
    if talker is None:
        return None, None
    if isinstance(speaker, PortAudioSpeaker):
        if not checked(lambda: audio.host("output"), missing):
            return None, None
        checked(speaker.check, missing)
    return speaker, talker


def find_talker(config: Config, missing: list[Lost]) -> Talker | None:
    """The voice of `sound.voice`, or None where it is not to be had; without py-nanotts espeak-ng speaks instead."""
    talker = _talker(config, config.sound.voice)
    why: list[Lost] = []
    if checked(talker.check, why):
        return talker
    instead = Espeak()
    if isinstance(talker, Pico) and checked(instead.check, []):
        return instead
    missing += why
    return None


def _talker(config: Config, voice: str) -> Pico | Piper | Espeak:
    """A voice by its name: pico, a Piper voice among the models, or a program."""
    if voice == "pico":
        return Pico(config.sound.accent)
    folder = bundle_folder(config, voice) if "/" not in voice else None
    if folder is None or not folder.is_dir():
        return Espeak(voice)

    def opens() -> Bundle:
        from edge.bundle.net import open_bundle

        return open_bundle(folder, target=config.models.target)

    return Piper(voice, opens)


def checked(check: Callable[[], object], missing: list[Lost]) -> bool:
    """Whether it raises no DeviceError; what it raises is added to `missing`."""
    try:
        check()
    except DeviceError as error:
        missing.append(Lost(error.device, error.in_full))
        return False
    return True
