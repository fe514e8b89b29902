"""Microphone, speaker and voice out of what this machine has; what is missing is named, with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.config import say
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
    talker = own.voice or _found(config, missing)
    if talker is None:
        return None, None
    if isinstance(speaker, PortAudioSpeaker):
        if not checked(lambda: audio.host("output"), missing):
            return None, None
        checked(speaker.check, missing)
    return speaker, talker


def find_talker(config: Config) -> Talker:
    """The voice of `sound.voice`; without py-nanotts espeak-ng speaks instead, and says so. Raises DeviceError."""
    talker = talker_called(config, config.sound.voice)
    try:
        talker.check()
    except DeviceError as error:
        instead = Espeak()
        if not isinstance(talker, Pico) or not checked(instead.check, []):
            raise
        say(f"{error.in_full}: espeak-ng speaks instead")
        return instead
    return talker


def talker_called(config: Config, voice: str) -> Pico | Piper | Espeak:
    """A voice by its name: pico, a Piper voice among the models, or a program. Nothing is checked yet."""
    if voice == "pico":
        return Pico(config.sound.accent)
    folder = bundle_folder(config, voice) if "/" not in voice else None
    if folder is None or not folder.is_dir():
        return Espeak(voice)

    def opens() -> Bundle:
        from edge.bundle.net import open_bundle

        return open_bundle(folder, target=config.models.target)

    return Piper(voice, opens)


def _found(config: Config, missing: list[Lost]) -> Talker | None:
    try:
        return find_talker(config)
    except DeviceError as error:
        missing.append(Lost(error.device, error.in_full))
        return None


def checked(check: Callable[[], object], missing: list[Lost]) -> bool:
    """Whether it raises no DeviceError; what it raises is added to `missing`."""
    try:
        check()
    except DeviceError as error:
        missing.append(Lost(error.device, error.in_full))
        return False
    return True
