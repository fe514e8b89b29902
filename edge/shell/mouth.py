"""Speaking: one sentence after the other, and silence at once when it is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from edge.devices import Begins
from edge.errors import DeviceError, EdgeError
from edge.media.audio import trimmed
from edge.messages import LEVEL, Instant, Said
from edge.render import clauses, spoken
from edge.shell.guarded import Losses, problem_of, settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.devices import Playing, Speaker, Talker
    from edge.messages import Clip, Event, Say
    from edge.perceive import Overhears

AUDIBLE = 50  # the least volume of what rings and of what is urgent
PAUSE, FULL_PAUSE = 0.12, 0.3  # seconds after a clause, and after a sentence


class Mouth:
    """Takes Say and Hush; tells through `post` what was really heard."""

    def __init__(
        self,
        talker: Talker | None,
        speaker: Speaker | None,
        post: Callable[[Event], None],
        heard: Overhears | None = None,
    ) -> None:
        self._talker = talker
        self._speaker = speaker
        self._post = post
        self._heard = heard
        self._speaks = Losses(post)
        self.volume = LEVEL
        """How loud what begins from now on is, from 0 to 100."""
        self._todo: asyncio.Queue[Say] = asyncio.Queue()
        self._now: asyncio.Task[None] | None = None
        self._telling: asyncio.Task[None] | None = None

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
            self._speaks.failed("voice", problem_of(error))
            self._post(Said(say.turn, 0.0, whole=False))

    async def _one(self, say: Say, talker: Talker, speaker: Speaker) -> None:
        """The first clause as soon as there is a sound of it; what follows is made meanwhile."""
        pieces = clauses(spoken(say.text))
        seconds, whole = 0.0, False
        playing: Playing | None = None
        making = asyncio.ensure_future(talker.clip(pieces[0]))
        try:
            for n, following in enumerate((*pieces[1:], "")):
                clip = await making
                clip = replace(clip, samples=trimmed(clip.samples, clip.rate, _pause(pieces[n])), more=bool(following))
                if following:
                    making = asyncio.ensure_future(talker.clip(following))
                playing = self._play(clip, speaker, urgent=say.urgent)
                seconds, playing = seconds + await playing.wait(), None
            whole = True
            self._speaks.work()
        except EdgeError as error:
            self._speaks.failed(error.device if isinstance(error, DeviceError) else "voice", problem_of(error))
        except asyncio.CancelledError:
            if playing is not None:
                seconds += await playing.stop()
                self._stopped()
        finally:
            await _let_go(making, self._telling)
        self._post(Said(say.turn, seconds, whole))

    def _play(self, clip: Clip, speaker: Speaker, *, urgent: bool) -> Playing:
        loud = at_volume(clip, max(self.volume, AUDIBLE) if urgent else self.volume)
        playing = speaker.say(loud)
        if self._heard is not None and loud.samples.size:
            self._telling = asyncio.ensure_future(_tell(self._heard, loud, playing))
        return playing

    def _stopped(self) -> None:
        if self._telling is not None:
            self._telling.cancel()
        if self._heard is not None:
            self._heard.stopped(Instant(asyncio.get_running_loop().time()))


async def _tell(heard: Overhears, clip: Clip, playing: Playing) -> None:
    """Tell the ear what it is about to hear, and from when on."""
    at = await playing.began() if isinstance(playing, Begins) else asyncio.get_running_loop().time()
    heard.played(Instant(at), clip.samples, clip.rate)


async def _let_go(*tasks: asyncio.Future[Clip] | asyncio.Task[None] | None) -> None:
    """End what nobody waits for any more."""
    for task in tasks:
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
            if not task.cancelled():
                task.exception()


def _pause(words: str) -> float:
    """Seconds of silence behind a piece."""
    return PAUSE if words.endswith((",", ";", ":")) else FULL_PAUSE


def at_volume(clip: Clip, percent: int) -> Clip:
    """The clip as loud as this; at 100 it is as it was made."""
    return clip if percent >= 100 else replace(clip, samples=clip.samples * (percent / 100))
