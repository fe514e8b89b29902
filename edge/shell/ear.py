"""Buffers sound between the microphone and the ear, so that the microphone is read while the ear works."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from edge.errors import EdgeError
from edge.flow import Mailbox
from edge.media.audio import RATE, SampleClock
from edge.messages import Heard, Sound, Voice, Wake
from edge.shell.guarded import Standing, checked, guarded, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from edge.flow import Lane
    from edge.messages import Event
    from edge.perceive import Ear
    from edge.shell.progress import Progress

ROOM = 8 * RATE  # samples that may wait for an ear: transcribing a long sentence takes a second or two
WITHIN = 5.0  # seconds that an ear may take, beside the length of what it is given


class Hearing:
    """Feeds an ear on its lane. Sound that came meanwhile is given to it in one piece; what is too old is dropped."""

    def __init__(self, ear: Ear, lane: Lane, post: Callable[[Event], None], progress: Progress) -> None:
        self._ear = ear
        self._lane = lane
        self._post = post
        self._progress = progress
        self._standing = Standing("ear", post)
        self._mailbox: Mailbox[Sound] = Mailbox(ROOM, lambda sound: sound.samples.size, _after)

    async def take(self, sound: Sound) -> None:
        """Keep a sound for the ear; never waits."""
        self._mailbox.put(checked(sound, Sound))

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            for sound in joined(await self._mailbox.get()):
                await self._hear(sound)

    async def _hear(self, sound: Sound) -> None:
        work = lambda: tuple(checked(event, Wake, Voice, Heard) for event in self._ear.hear(sound))  # noqa: E731
        try:
            with self._progress.step("hear", WITHIN + sound.samples.size / RATE):
                events = await guarded(lambda: self._lane.run("hear", work), "the ear")
        except EdgeError as error:
            self._standing.failed(problem_of(error))
            return
        self._standing.works()
        for event in events:
            self._post(event)


def joined(sounds: Sequence[Sound]) -> Iterator[Sound]:
    """The same samples in fewer pieces: those that follow each other without a gap become one."""
    first = 0
    for n in range(1, len(sounds) + 1):
        if n == len(sounds) or _gap(sounds[n - 1], sounds[n]):
            piece = sounds[first:n]
            yield piece[0] if len(piece) == 1 else _glued(piece)
            first = n


def _gap(before: Sound, after: Sound) -> bool:
    ends = before.at + before.samples.size / RATE
    return after.lost > 0 or abs(after.at - ends) > SampleClock.SLACK


def _glued(piece: Sequence[Sound]) -> Sound:
    return replace(piece[0], samples=np.concatenate([sound.samples for sound in piece]))


def _after(gone: Sound, sound: Sound) -> Sound:
    """A sound before which another one is missing, and what was missing before that."""
    return replace(sound, lost=sound.lost + gone.lost + gone.samples.size)
