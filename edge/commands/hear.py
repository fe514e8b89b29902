"""`glint hear`: what the ear would hear in recordings, in seconds, for people or for machines; or live."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FAILED, FINE, WRONG
from edge.commands.options import common_options, configuration
from edge.commands.options import only as kinds_of
from edge.errors import EdgeError, SoundError, UsageError
from edge.language.markup import clean
from edge.output import command, complain, json_line

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.compose.ears import Ears
    from edge.perceive.ear import Noticed

KINDS = ("wakes", "voice", "utterances")
AFTER = 1.5  # seconds of silence after a recording, so that what was said last comes to its end
PROGRESS = 5.0  # seconds of recording between two words about how far it is


@dataclass
class Listened:
    """What was heard in one recording. None: it was not listened for."""

    path: str
    seconds: float = 0.0
    wakes: list[dict[str, Any]] | None = None
    voice: list[dict[str, float]] | None = None
    utterances: list[dict[str, Any]] | None = None
    _since: float | None = field(default=None, repr=False)

    def notice(self, noticed: Noticed) -> None:
        """Note what the ear finds."""
        from edge.perceive.ear import Utterance, Woken

        if isinstance(noticed, Woken):
            if noticed.wakes and self.wakes is not None:
                row = {"word": noticed.word, "at": round(noticed.at, 3), "score": round(noticed.score, 4)}
                self.wakes.append(row)
        elif isinstance(noticed, Utterance):
            if noticed.transcript.text and self.utterances is not None:
                said = {"text": noticed.transcript.text, "confidence": round(noticed.transcript.confidence, 3)}
                self.utterances.append({"start": round(noticed.start, 3), "end": round(noticed.end, 3), **said})
        elif self.voice is not None:
            self._turned(noticed.at, on=noticed.on)

    def _turned(self, at: float, *, on: bool) -> None:
        if on:
            self._since = at
        elif self._since is not None and self.voice is not None:
            start, end = round(max(self._since, 0.0), 3), round(min(at, self.seconds), 3)
            if start < end:  # the last breath of the wake phrase is no voice
                self.voice.append({"start": start, "end": end})
            self._since = None

    def row(self) -> dict[str, Any]:
        """As the command line promises it to machines."""
        return {"path": self.path, "wakes": self.wakes, "voice": self.voice, "utterances": self.utterances}


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "hear",
        help="what the ear would hear in a recording, or hears now",
        description="Listen to recordings: for the wake phrase, for voices, and for what is said.",
        epilog="examples: glint hear --only utterances memo.wav · glint hear --live",
    )
    parser.add_argument("files", nargs="*", metavar="AUDIO", help="a recording: WAV, FLAC, OGG or MP3")
    parser.add_argument("--only", metavar="KINDS", help=f"listen for these only: {','.join(KINDS)} (default: all)")
    parser.add_argument("--live", action="store_true", help="listen to the microphone until Ctrl-C")
    common_options(parser, json="one object per recording, or with --live per finding")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Listen to every recording; one that fails does not keep the others from being heard."""
    from edge.compose.ears import Ears, lacking

    only = kinds_of(args.only, KINDS)
    if args.live == bool(args.files):
        both = ", not both" if args.live else ""
        raise UsageError(f"glint hear wants recordings, or --live for the microphone{both}")
    config = configuration(args.config)
    missing = lacking(config) if "utterances" in only else ""
    if missing:
        complain(missing)
    if args.live:
        from edge.commands.hear_live import live

        return live(config, as_json=args.json)
    ears = Ears(config, only, partials=False)
    worst = max([_hear(path, ears, only, as_json=args.json) for path in args.files])
    return max(worst, FAILED if missing else FINE)


def _hear(path: str, ears: Ears, only: tuple[str, ...], *, as_json: bool) -> int:
    """Listen to one recording and tell what was heard; returns the exit status, were it the only one."""
    heard = Listened(path)
    heard.wakes, heard.voice, heard.utterances = ([] if kind in only else None for kind in KINDS)
    try:
        listen(heard, ears, only)
    except (SoundError, UsageError) as error:
        complain(error)
        return WRONG if isinstance(error, UsageError) else FAILED
    except EdgeError as error:
        complain(f"cannot listen: {error}")
        return FAILED
    print(json_line(heard.row()) if as_json else for_people(heard), flush=True)
    return FINE


def listen(heard: Listened, ears: Ears, only: tuple[str, ...]) -> None:
    """Let an ear hear a recording as if it came from the microphone. Raises SoundError, UsageError, ModelError."""
    import numpy as np

    from edge.flow import at_once
    from edge.media.audio import RATE
    from edge.media.recording import TICK, sounds
    from edge.messages import Attention, Instant, Sound

    if not Path(heard.path).exists():
        raise UsageError(f"{heard.path}: there is no such file")
    ear = ears.ear(heard.notice)
    at_once(ear.attend(Attention.WAKE if only == ("wakes",) else Attention.SPEECH))
    told = PROGRESS
    for sound in sounds(Path(heard.path)):
        heard.seconds = sound.at + sound.samples.size / RATE
        at_once(ear.hear(sound))
        if heard.seconds > told and sys.stderr.isatty():
            command(sys.stderr, "\r")
            sys.stderr.write(f"{heard.path}: {heard.seconds:.0f} s ")
            told += PROGRESS
    if told > PROGRESS and sys.stderr.isatty():
        command(sys.stderr, "\r\033[K")
    silence = np.zeros(round(TICK * RATE), np.float32)
    for n in range(round(AFTER / TICK)):
        at_once(ear.hear(Sound(Instant(heard.seconds + n * TICK), silence)))


def for_people(heard: Listened) -> str:
    """What was heard, in the order in which it was."""
    rows = [(wake["at"], "", f'"{wake["word"]}" ({wake["score"]:.2f})') for wake in heard.wakes or ()]
    rows += [
        (one["start"], f"- {one['end']:.1f}", f"{clean(one['text'])}   ({one['confidence']:.2f})")
        for one in heard.utterances or ()
    ]
    if heard.utterances is None:
        rows += [(one["start"], f"- {one['end']:.1f}", "somebody speaks") for one in heard.voice or ()]
    lines = [f"{start:8.1f} {end:8} s  {what}" for start, end, what in sorted(rows)]
    title = f"{clean(heard.path)}: {heard.seconds:.1f} s"
    return "\n".join([title, *lines]) if lines else f"{title}, nothing heard"
