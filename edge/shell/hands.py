"""One small hand per command that takes time: understanding, looking, answering. What comes back is an event."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edge.errors import AnswerError, DeviceError, EdgeError
from edge.messages import Local, Lost, Part, Scene, Seen, Tried, Try, Understand
from edge.perceive import look
from edge.skills.skill import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.messages import Event, Frame, Look
    from edge.shell.parts import Answerer, Parts
    from edge.shell.progress import Progress

NO_CAMERA = "I have no camera here; give me a photo."
NO_SERVER = "no server is configured"


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
