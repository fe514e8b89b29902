"""Hands sound to the ear as it is read, and what the ear wants done about it to a lane of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from edge.errors import EdgeError
from edge.flow import Mailbox, Work
from edge.messages import Back, Heard, Lost, Sound, Voice, Wake
from edge.shell.guarded import Standing, called, checked, guarded, problem_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.flow import Found, Lane
    from edge.messages import Attention, Event
    from edge.perceive import Ear
    from edge.shell.progress import Progress

ROOM = 30.0  # seconds of sound about which work may wait
WITHIN = 5.0  # seconds that a piece of work may take, beside the length of its sound


class Hearing:
    """Feeds an ear, and does its work one piece after the other: while a sentence is recognised, reading goes on.

    Where more waits than there is room for, the oldest work is dropped, and that is told.
    """

    def __init__(self, ear: Ear, lane: Lane, post: Callable[[Event], None], progress: Progress) -> None:
        self._ear = ear
        self._lane = lane
        self._post = post
        self._progress = progress
        self._hears = Standing("ear", post)
        self._works = Standing("recogniser", post)
        self._mailbox: Mailbox[Work] = Mailbox(ROOM, lambda work: work.seconds, _after)

    async def take(self, sound: Sound) -> None:
        """Let the ear hear a sound; waits for nothing but the ear."""
        checked(sound, Sound)
        self._ask(lambda: self._ear.hear(sound), self._hears)

    def attend(self, to: Attention) -> None:
        """Tell the ear what to attend to."""
        self._ask(lambda: self._ear.attend(to), self._hears)

    async def run(self) -> None:
        """Do the ear's work until cancelled."""
        while True:
            for work in _needed(await self._mailbox.get()):
                await self._do(work)

    async def _do(self, work: Work) -> None:
        if work.lost:
            self._works.failed(f"is too slow: {work.lost:.1f} s of sound were not attended to")
        try:
            with self._progress.step("hear", WITHIN + work.seconds):
                done = await guarded(lambda: self._lane.run(work.job, work.run), "the recogniser")
        except EdgeError as error:
            self._works.failed(problem_of(error))
            return
        if not work.lost:
            self._works.works()
        self._ask(lambda: work.then(done), self._hears)

    def _ask(self, ask: Callable[[], Found], standing: Standing) -> None:
        """Post what the ear found, and keep the work that it wants done."""

        def asked() -> Found:
            return tuple(checked(one, Work, Wake, Voice, Heard, Lost, Back) for one in ask())

        try:
            found = called(asked, "the ear")
        except EdgeError as error:
            standing.failed(problem_of(error))
            return
        standing.works()
        for one in found:
            if isinstance(one, Work):
                self._mailbox.put(one)
            else:
                self._post(one)


def _needed(waiting: tuple[Work, ...]) -> tuple[Work, ...]:
    """What is worth doing: work in passing is left out where other work waits behind it."""
    needed: list[Work] = []
    lost = 0.0
    for n, work in enumerate(waiting):
        lost += work.lost
        if not work.passing or n == len(waiting) - 1:
            needed.append(replace(work, lost=lost))
            lost = 0.0
    return tuple(needed)


def _after(gone: Work, work: Work) -> Work:
    """Work before which other work was dropped."""
    lost = 0.0 if gone.passing else gone.seconds
    return replace(work, lost=work.lost + gone.lost + lost)
