"""One small hand per command that takes time: understanding, looking, answering. What comes back is an event."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edge.answer.skill import Asked
from edge.errors import AnswerError, DeviceError, EdgeError
from edge.messages import Local, Lost, Part, Scene, Seen, Shot, Started, Tried, Try, Understand, Understanding
from edge.perceive import look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edge.answer.queue import Queue
    from edge.answer.skill import Skill
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.ledger import Ledger
    from edge.messages import Event, Frame, Look, Past, Query, Spent
    from edge.mind.policy import Policy
    from edge.perceive import Senses
    from edge.progress import Progress

NO_CAMERA = "I have no camera here; give me a photo."
NO_SERVER = "no server is configured"


class Answerer(Protocol):
    """Somebody remote who may know. `say` takes each sentence as it comes; the last word is the Tried."""

    async def answer(self, task: Try, say: Callable[[str], None]) -> Tried: ...

    def spent(self) -> Spent: ...

    def close(self) -> None: ...


class Understander(Protocol):
    """Finds out what a question means."""

    def __call__(self, query: Query, recent: tuple[Past, ...]) -> Understanding: ...


@dataclass(frozen=True)
class Parts:
    """What a pair of glasses is put together from; `edge.compose` chooses them."""

    glasses: Glasses
    senses: Senses
    lanes: Lanes
    understander: Understander
    skills: Mapping[str, Skill]
    ledger: Ledger
    policy: Policy
    remote: Answerer | None = None
    queue: Queue | None = None
    """Where questions wait for a server; None: they do not, here."""
    shot: Shot = Shot()
    started: Started = Started()
    """What was still open when the last run ended."""
    ends_with_button: bool = False
    """Whether to stop when there can be no more questions (a terminal at its end of file)."""


@dataclass(frozen=True)
class Hands:
    """What carries the mind's commands out."""

    parts: Parts
    post: Callable[[Event], None]
    progress: Progress

    async def understand(self, command: Understand) -> None:
        """Find out what a question means."""
        with self.progress.step("understand", 10.0):
            work = lambda: self.parts.understander(command.query, command.recent)  # noqa: E731
            self.post(await self.parts.lanes.words.run("understand", work))

    async def look(self, command: Look) -> None:
        """Take one frame, or the picture that came along, and look for what is needed."""
        with self.progress.step("look", 30.0):
            self.post(Seen(command.turn, await self._scene(command)))

    async def _scene(self, command: Look) -> Scene:
        try:
            frame = command.picture or await self._one_frame()
        except DeviceError as error:
            self.post(Lost(error.device, error.problem))
            return Scene(missing=f"My {error.device} does not work: {error.problem}.")
        if frame is None:
            return Scene(missing=NO_CAMERA)
        try:
            return await look(self.parts.senses, self.parts.lanes.eyes, frame, command.needs)
        except EdgeError as error:
            return Scene(frame, missing=f"I could not look closely: {error}.")

    async def _one_frame(self) -> Frame | None:
        eye = self.parts.glasses.eye
        if eye is None:
            return None
        async with aclosing(eye.frames(self.parts.shot)) as frames:
            async for frame in frames:
                return frame
        raise DeviceError("camera", "gave no picture")

    async def attempt(self, command: Try) -> None:
        """Ask one route. Whatever it cannot do comes back as a reason, so that the next one is tried."""
        with self.progress.step("answer", command.within + 10.0):
            if isinstance(command.route, Local):
                work = lambda: self._local(command, command.route.skill)  # noqa: E731
                self.post(await self.parts.lanes.words.run("answer", work))
            elif self.parts.remote is None:
                self.post(Tried(command.turn, command.route, None, NO_SERVER))
            else:
                await self._remote(command, self.parts.remote)

    def _local(self, command: Try, name: str) -> Tried:
        skill = self.parts.skills.get(name)
        if skill is None:
            return Tried(command.turn, command.route, None, f"there is no skill '{name}' here")
        claim = command.understanding.claim
        slots = claim.slots if claim is not None and claim.skill == name else {}
        try:
            reply = skill.answer(Asked(command.query, slots, command.scene, command.facts))
        except AnswerError as error:
            return Tried(command.turn, command.route, str(error), str(error), degraded=True)
        less = bool(reply.degraded)
        return Tried(command.turn, command.route, reply.text, reply.degraded, reply.acts, reply.sources, degraded=less)

    async def _remote(self, command: Try, remote: Answerer) -> None:
        count = 0

        def say(text: str) -> None:
            nonlocal count
            self.post(Part(command.turn, command.route, count, text))
            count += 1

        try:
            tried = await remote.answer(command, say)
        except EdgeError as error:
            tried = Tried(command.turn, command.route, None, str(error))
        # Parts were posted without waiting: they stand before this in the inbox.
        self.post(tried)
        self.post(remote.spent())
