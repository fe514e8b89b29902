"""A conversation that is typed: one question after the other, each answered before the next is asked."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from edge.daemon.daemon import serve
from edge.errors import PhotoError, StoppedError
from edge.language.text import normalise
from edge.messages import Touch

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from edge.environment import Environment
    from edge.messages import Frame, Instant
    from edge.shell.runtime import Runtime

LEAVES = frozenset({"quit", "exit", "/quit", "/exit"})
FAREWELLS = frozenset({"bye", "bye bye", "goodbye", "good bye"})  # and to Glint by name
LOOK = "/look"
WORDS = "/look PHOTO, /look alone, /quit and /exit"


class Typist(Protocol):
    """Where the questions come from: somebody at a terminal, or a pipe."""

    watched: bool
    """Whether it is a person at a terminal, who sees a prompt."""

    async def line(self) -> str | None: ...
    def answering(self, tap: Callable[[], None]) -> AbstractContextManager[None]: ...
    def write(self, text: str) -> None: ...
    def restored(self) -> AbstractContextManager[None]: ...


class TerminalChat:
    """Asks what is typed, until the input ends or somebody leaves. The runtime's observers write the answers."""

    def __init__(self, runtime: Runtime, typist: Typist) -> None:
        self._runtime = runtime
        self._typist = typist
        self._photo: Frame | None = None

    async def look(self, name: str) -> None:
        """The next questions are about this photo; about none where the name is empty. Raises PhotoError."""
        parts = self._runtime.parts
        at = parts.glasses.body.now().at
        self._photo = await parts.lanes.eyes.run("open", partial(_opened, name, at)) if name else None

    async def run(self, environment: Environment) -> None:
        """Serve until the conversation is over, or a signal ends it."""
        talking = asyncio.create_task(self._talk(), name="conversation")
        talking.add_done_callback(lambda _: self._runtime.stop())
        with self._typist.restored():
            try:
                await serve(self._runtime, environment)
            finally:
                talking.cancel()
                await asyncio.wait({talking})
        if not talking.cancelled():
            talking.result()

    async def _talk(self) -> None:
        await self._runtime.felt()
        while (line := await self._typist.line()) is not None:
            text = line.strip()
            if text.casefold() in LEAVES:
                break
            try:
                await self._take(text)
            except StoppedError:
                return
            if normalise(text).removesuffix(" glint") in FAREWELLS:
                break
        if not self._typist.watched:  # what waits is asked again meanwhile; a person would not wait for that
            await self._runtime.quiet()

    async def _take(self, text: str) -> None:
        word, _, name = text.partition(" ")
        if word.casefold() == LOOK:
            await self._take_photo(name.strip().strip("'\""))
        elif word.startswith("/"):
            self._typist.write(f"  I do not know '{text}'; there are {WORDS}.\n")
        elif text:
            with self._typist.answering(self._tap):
                await self._runtime.ask(text, self._photo)
        else:
            self._tap()

    async def _take_photo(self, name: str) -> None:
        try:
            await self.look(name)
        except PhotoError as error:
            self._typist.write(f"  {error}\n")
        else:
            self._typist.write(f"  I look at {name} now.\n" if name else f"  {self._without_photo()}\n")

    def _without_photo(self) -> str:
        """What the next questions are about, now that there is no photo."""
        glasses = self._runtime.parts.glasses
        if glasses.eye is not None:
            return "I look through the camera again."
        return f"I have no photo any more. {glasses.why_no_eye or 'There is no camera.'}"

    def _tap(self) -> None:
        """Nothing happens where nothing is being answered: the glasses would listen now, which is of no use here."""
        if self._runtime.state.open:
            self._runtime.post(Touch())


def _opened(name: str, at: Instant) -> Frame:
    from edge.media.photo import open_photo

    return open_photo(Path(name).expanduser(), at)
