"""Lets programs ask: each call waits for the end of the turn that its question becomes."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

from edge.errors import StoppedError, UsageError
from edge.messages import Ref, Typed, Withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.messages import End, Event, Frame


class Askers:
    """Posts questions with a ref of their own, and gives each End to whoever asked under its ref."""

    def __init__(self, post: Callable[[Event], None], at_most: int) -> None:
        self._post = post
        self._places = asyncio.Semaphore(at_most)
        self._waiting: dict[Ref, asyncio.Future[End]] = {}
        self._numbers = count(1)
        self._stopped = False

    async def ask(
        self, text: str, picture: Frame | None = None, mode: str | None = None, conversation: str | None = ""
    ) -> End:
        """The end of the turn that this question becomes; where too many ask already, once there is a place.

        `conversation`: as in Typed. Cancelling it cancels the turn.
        Raises UsageError for an empty question, StoppedError after `stop`.
        """
        if not text.strip():
            raise UsageError("the question is empty")
        async with self._places:
            if self._stopped:
                raise StoppedError
            ref = Ref(str(next(self._numbers)))
            future: asyncio.Future[End] = asyncio.get_running_loop().create_future()
            self._waiting[ref] = future
            self._post(Typed(text, picture, mode, ref, conversation))
            try:
                return await future
            except asyncio.CancelledError:
                if future.cancelled():
                    self._post(Withdrawn(ref))
                raise
            finally:
                del self._waiting[ref]

    def ended(self, end: End) -> None:
        """Give the end of a turn to whoever asked; nobody has to."""
        future = self._waiting.get(end.ref)
        if future is not None and not future.done():
            future.set_result(end)

    def stop(self) -> None:
        """Nobody is answered any more: whoever waits, and whoever asks from now on, gets a StoppedError."""
        self._stopped = True
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(StoppedError())
