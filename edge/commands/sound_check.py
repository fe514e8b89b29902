"""Plays a few words, listens to them through the microphone, and says what was heard: for `glint doctor`."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import DeviceError
from edge.media.audio import RATE, decibels

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from edge.devices import Microphone, Speaker, Talker
    from edge.messages import Samples, Sound

WORDS = "One, two, three, four, five."
ROOM = 0.8  # seconds of the room alone, before anything is played
AFTER = 0.6  # seconds listened to after it was played
WITHIN = 20.0  # seconds for all of it
LOUDER = 6.0  # decibels by which what is played must stand out from the room
CLIPPED = 0.01  # the share of samples at the rails from which on it is too loud


@dataclass(frozen=True, slots=True)
class SoundCheck:
    """What the microphone gave while the speaker played, and the words that were understood."""

    room: float
    """Decibels below full scale before anything was played."""
    played: float
    """The same while it played."""
    clipped: float
    """The share of samples at the rails."""
    text: str

    @property
    def problem(self) -> str:
        """What is wrong, and what to do; empty where nothing is."""
        if self.room <= -100 and self.played <= -100:
            return "the microphone gives nothing but silence: is it muted, or used by another program?"
        if self.clipped > CLIPPED:
            return "the microphone is too loud and clips: turn its gain down"
        if self.played < self.room + LOUDER:
            return "the microphone does not hear the speaker: headphones, a muted speaker, or a microphone far away?"
        return ""

    def in_words(self) -> str:
        """What was found, for people."""
        heard = f"understood “{self.text}”" if self.text else "no words understood"
        return f"room {self.room:.0f} dB, what was played {self.played:.0f} dB, {heard}"


async def sound_check(
    microphone: Microphone, speaker: Speaker, talker: Talker, understand: Callable[[Samples], str]
) -> SoundCheck:
    """Play and listen. Raises DeviceError where a device does not do its part in time."""
    clip = await talker.clip(WORDS)
    heard: list[Sound] = []
    try:
        async with asyncio.timeout(WITHIN), aclosing(microphone.sounds()) as sounds:
            listening = asyncio.ensure_future(_listen(sounds, heard))
            try:
                await _seconds(heard, ROOM, listening)
                quiet = len(heard)
                await speaker.say(clip).wait()
                await _seconds(heard, _length(heard) + AFTER, listening)
            finally:
                listening.cancel()
                await asyncio.wait({listening})
    except TimeoutError:
        raise DeviceError("microphone", f"gave too little sound within {WITHIN:g} s", "is it plugged in?") from None
    room, played = (np.concatenate([sound.samples for sound in part]) for part in (heard[:quiet], heard[quiet:]))
    clipped = float(np.mean(np.abs(played) > 0.99))
    return SoundCheck(decibels(room), decibels(played), clipped, understand(played))


async def _listen(sounds: AsyncIterator[Sound], heard: list[Sound]) -> None:
    async for sound in sounds:
        heard.append(sound)  # noqa: PERF401 - others read it meanwhile


async def _seconds(heard: list[Sound], seconds: float, listening: asyncio.Future[None]) -> None:
    """Wait until so much was heard in all; raises what the microphone raised."""
    while _length(heard) < seconds:
        if listening.done():
            listening.result()
            raise DeviceError("microphone", "gives nothing any more", "is it plugged in?")
        await asyncio.sleep(0.05)


def _length(heard: list[Sound]) -> float:
    return sum(sound.samples.size for sound in heard) / RATE
