"""`glint say`: the voice, on the speaker or into a WAV file."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.commands.options import common_options, configuration
from edge.errors import DeviceError, UsageError
from edge.language.markup import clean
from edge.output import complain, json_line

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.devices import Speaker, Talker
    from edge.messages import Clip

LONGEST = 120.0  # seconds that a text may be played


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "say",
        help="say something with the voice of the glasses",
        description="Say a text as an answer is said: on the speaker, or into a WAV file.",
        epilog='example: glint say -o time.wav "It is 14:05."',
    )
    parser.add_argument("text", metavar="TEXT", help="what is said")
    parser.add_argument("-o", "--output", metavar="F.wav", type=Path, help="write it into this file, play nothing")
    parser.add_argument("--voice", metavar="V", help="as sound.voice: pico, espeak-ng, a program or a Piper voice")
    common_options(parser, json="one object: what was said, how long it is, where it went")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Say it, or write it."""
    from edge.render import TAKEN_AT_MOST, in_full, spoken

    config = configuration(args.config)
    voice = args.voice or config.devices.voice or config.sound.voice
    if voice == "none":
        raise UsageError("sound.voice is none: name one with --voice")
    if args.voice:
        config = replace(config, sound=replace(config.sound, voice=voice))
    words = spoken(args.text)
    if not any(letter.isalnum() for letter in words):
        raise UsageError("there is nothing in that to say")
    if len(args.text) > TAKEN_AT_MOST or words != in_full(args.text):
        complain(f"only the first {len(words)} letters are said, as of an answer: say the rest by itself")
    talker = _talker(config, named=bool(args.voice))
    if args.output is not None:
        _check_output(args.output)
    clip, heard = asyncio.run(_said(words, talker, None if args.output else _speaker(config)))
    if args.output is not None:
        _write(args.output, clip)
    seconds = round(len(clip.samples) / clip.rate, 3)
    row = {"text": args.text, "spoken": words, "voice": voice, "seconds": seconds}
    row |= {"path": str(args.output)} if args.output else {"played": round(heard, 3)}
    if args.json:
        print(json_line(row))
    elif args.output:
        print(clean(f"{args.output}: {seconds:.1f} s"))
    return FINE


def _talker(config: Config, *, named: bool) -> Talker:
    """The voice; one that was named on the command line, or that another package brings, is not replaced."""
    from edge.hardware.own import own_devices
    from edge.hardware.sound import find_talker, talker_called

    own = None if named else own_devices(config).voice
    if own is not None:
        return own
    if named:
        talker = talker_called(config, config.sound.voice)
        talker.check()
        return talker
    return find_talker(config)


async def _said(words: str, talker: Talker, speaker: Speaker | None) -> tuple[Clip, float]:
    """The clip, and how many seconds of it were heard."""
    from edge.media.audio import trimmed

    clip = await talker.clip(words)
    clip = replace(clip, samples=trimmed(clip.samples, clip.rate, 0.1))
    if speaker is None:
        return clip, 0.0
    playing = speaker.say(clip)
    try:
        async with asyncio.timeout(LONGEST):
            return clip, await playing.wait()
    except TimeoutError:
        await playing.stop()
        raise DeviceError("speaker", f"took more than {LONGEST:g} s") from None


def _speaker(config: Config) -> Speaker:
    from edge.hardware.own import own_devices
    from edge.hardware.portaudio import PortAudio
    from edge.hardware.speaker import PortAudioSpeaker

    if (own := own_devices(config).speaker) is not None:
        return own
    if config.sound.speaker == "none":
        raise UsageError("sound.speaker is none: write a file with -o F.wav")
    audio = PortAudio()
    audio.host("output")
    speaker = PortAudioSpeaker(audio, config.sound.speaker)
    speaker.check()
    return speaker


def _check_output(path: Path) -> None:
    """Raise UsageError for what is no WAV file that can be made anew: a folder, a device, a link, another suffix."""
    if path.suffix.lower() != ".wav":
        raise UsageError(f"{path}: a WAV is written: name it .wav")
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is no folder")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise UsageError(f"{path} cannot be written: it is no plain file")


def _write(path: Path, clip: Clip) -> None:
    """An older file is replaced only by a whole one; no other file is touched meanwhile."""
    from edge.media.wav import wav

    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".say-", delete=False) as file:
            part = Path(file.name)
            try:
                file.write(wav(clip))
                file.flush()
                os.fsync(file.fileno())
                part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None
