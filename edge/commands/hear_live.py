"""`glint hear --live`: the level, the voice, the wake score and the words, as the microphone hears them."""

from __future__ import annotations

import asyncio
import sys
from contextlib import aclosing, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.errors import DeviceError
from edge.language.markup import clean
from edge.output import command, complain, json_line

if TYPE_CHECKING:
    from edge.config import Config
    from edge.devices import Microphone
    from edge.messages import Event, Lost, Sound
    from edge.perceive.ear import Noticed

WIDTH = 24  # characters of the level meter
QUIETEST = -72.0  # decibels below full scale at its left end


def live(config: Config, *, as_json: bool) -> int:
    """Listen to the microphone until Ctrl-C; returns the exit status."""
    from edge.hardware.own import own_devices
    from edge.hardware.portaudio import PortAudio
    from edge.hardware.sound import find_microphone

    missing: list[Lost] = []
    microphone = find_microphone(config, PortAudio(), own_devices(config), missing)
    for lost in missing:
        complain(f"{lost.device}: {lost.why}")
    if microphone is None or missing:
        if not missing:
            complain("there is no microphone to listen to (sound.microphone in glint.toml)")
        return FAILED
    view = Findings() if as_json or not sys.stdout.isatty() else Meter()
    with suppress(KeyboardInterrupt):
        try:
            asyncio.run(_listen(config, microphone, view))
        except DeviceError as error:
            complain(error)
            return FAILED
    return FINE


async def _listen(config: Config, microphone: Microphone, view: Findings) -> None:
    from edge.compose.ears import Ears
    from edge.flow import ThreadLane
    from edge.messages import Attention, Instant
    from edge.shell.ear import Hearing
    from edge.shell.progress import Progress

    lane, loop = ThreadLane("ears"), asyncio.get_running_loop()
    ear = Ears(config).ear(view.notice)
    hearing = Hearing(ear, lane, view.event, Progress(lambda: Instant(loop.time())))
    working = asyncio.ensure_future(hearing.run())
    try:
        hearing.attend(Attention.SPEECH)
        async with aclosing(microphone.sounds()) as sounds:
            async for sound in sounds:
                await hearing.take(sound)
                view.sound(sound, *ear.now)
    finally:
        working.cancel()
        lane.close()


@dataclass
class Findings:
    """One line of JSON for each finding."""

    def sound(self, sound: Sound, voice: float, wake: float) -> None:
        """Nothing to say of a piece of sound."""

    def event(self, event: Event) -> None:
        """What the mind would be told."""
        print(json_line({"event": type(event).__name__.lower(), **asdict(event)}), flush=True)

    def notice(self, noticed: Noticed) -> None:
        """What the ear found, with its times."""


class Meter(Findings):
    """A line that moves, and the words above it."""

    def __init__(self) -> None:
        self._words = ""

    def sound(self, sound: Sound, voice: float, wake: float) -> None:
        """Draw the meter anew."""
        from edge.media.audio import decibels

        level = decibels(sound.samples)
        filled = round(WIDTH * min(1.0, max(0.0, 1 - level / QUIETEST)))
        bar = "█" * filled + "·" * (WIDTH - filled)
        line = f"{level:6.1f} dB {bar}  voice {voice:4.2f}  wake {wake:4.2f}  {clean(self._words)[-60:]}"
        command(sys.stdout, "\r\033[K")
        sys.stdout.write(line)
        sys.stdout.flush()

    def event(self, event: Event) -> None:
        """Words so far stand behind the meter; whole sentences and the wake phrase go above it."""
        from edge.messages import Back, Heard, Lost, Wake

        match event:
            case Heard(final=False):
                self._words = event.text
            case Heard():
                self._words = ""
                if event.text:
                    self._above(f"{event.text}   ({event.confidence:.2f})")
            case Wake():
                self._above(f'"{event.word}" ({event.score:.2f})')
            case Lost():
                self._above(f"{event.device}: {event.why}")
            case Back():
                self._above(f"{event.device} works again")

    def _above(self, text: str) -> None:
        command(sys.stdout, "\r\033[K")
        sys.stdout.write(f"{clean(text)}\n")
