"""Speaking: one sentence after the other, and silence at once when it is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from edge.errors import DeviceError, EdgeError
from edge.messages import LEVEL, Lost, Said
from edge.render import spoken
from edge.shell.guarded import problem_of, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.devices import Speaker, Talker
    from edge.messages import Clip, Event, Say

AUDIBLE = 50  # the least volume of what rings and of what is urgent


class Mouth:
    """Takes Say and Hush; tells through `post` what was really heard."""

    def __init__(
        self,
        talker: Talker | None,
        speaker: Speaker | None,
        post: Callable[[Event], None],
        plays: Callable[[Clip | None], None] = lambda _: None,
    ) -> None:
        """`plays` is told of each clip when it begins, and None when it was stopped."""
        self._plays = plays
        self._talker = talker
        self._speaker = speaker
        self._post = post
        self.volume = LEVEL
        """How loud what begins from now on is, from 0 to 100."""
        self._todo: asyncio.Queue[Say] = asyncio.Queue()
        self._now: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether anything is being said, or waits to be."""
        return (self._now is not None and not self._now.done()) or not self._todo.empty()

    def say(self, say: Say) -> None:
        """Say this after what is being said; on glasses without a voice it counts as said at once."""
        if self._talker is None or self._speaker is None:
            self._post(Said(say.turn, 0.0, whole=False))
        else:
            self._todo.put_nowait(say)

    def hush(self) -> None:
        """Forget what waits, and stop in the middle of the word."""
        while not self._todo.empty():
            self._todo.get_nowait()
        if self._now is not None:
            self._now.cancel()

    async def run(self) -> None:
        """Speak until cancelled."""
        while self._talker is not None and self._speaker is not None:
            say = await self._todo.get()
            self._now = asyncio.ensure_future(self._one(say, self._talker, self._speaker))
            try:
                await asyncio.wait({self._now})
            finally:
                if not self._now.done():
                    self._now.cancel()
                    await asyncio.wait({self._now})
                done, self._now = self._now, None
                self._tell_fault(say, done)

    def _tell_fault(self, say: Say, done: asyncio.Task[None]) -> None:
        """Words that broke off in a way that nobody expected are over all the same."""
        if done.cancelled():
            return
        try:
            settled(done, "the voice")
        except EdgeError as error:
            self._post(Lost("voice", problem_of(error)))
            self._post(Said(say.turn, 0.0, whole=False))

    async def _one(self, say: Say, talker: Talker, speaker: Speaker) -> None:
        seconds, whole = 0.0, False
        playing = None
        try:
            clip = await talker.clip(spoken(say.text))
            clip = at_volume(clip, max(self.volume, AUDIBLE) if say.urgent else self.volume)
            playing = speaker.say(clip)
            self._plays(clip)
            seconds, whole = await playing.wait(), True
        except EdgeError as error:
            self._post(Lost(error.device if isinstance(error, DeviceError) else "voice", problem_of(error)))
        except asyncio.CancelledError:
            if playing is not None:
                seconds = await playing.stop()
                self._plays(None)
        self._post(Said(say.turn, seconds, whole))


def at_volume(clip: Clip, percent: int) -> Clip:
    """The clip as loud as this; at 100 it is as it was made."""
    return clip if percent >= 100 else replace(clip, samples=clip.samples * (percent / 100))
