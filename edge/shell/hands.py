"""Carries out the commands that take time: understand, look, ask a route. Each result comes back as an event."""

from __future__ import annotations

from contextlib import aclosing, suppress
from dataclasses import replace
from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, get_args

from edge.errors import DeviceError, EdgeError, FaultError
from edge.messages import (
    Act,
    Broken,
    CancelTimers,
    ChangeTimer,
    Deed,
    Expect,
    Frame,
    Local,
    NoServer,
    Part,
    Scene,
    Seen,
    SetAlarm,
    SetLevel,
    SetQuiet,
    SetReminder,
    SetTimer,
    Spent,
    Tried,
    Try,
    Understanding,
)
from edge.perceive import look
from edge.shell.guarded import Losses, Standing, checked, guarded, problem_of, why_of
from edge.shell.keeping import Keeping
from edge.skills.skill import Asked, Reply
from edge.understand.understand import by_keywords

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edge.messages import Event, Look, Understand
    from edge.shell.parts import Answerer, Parts
    from edge.shell.progress import Progress
    from edge.skills.skill import Fallback, Skill

NO_CAMERA = "I have no camera here; give me a photo."
NO_SERVER = "no server is configured"
KEPT = SetTimer | ChangeTimer | CancelTimers | SetAlarm | SetReminder | SetLevel | SetQuiet
"""For whoever runs beside this and stays."""


class Hands:
    """Carries out those commands; an error in them becomes a result of the turn."""

    def __init__(self, parts: Parts, post: Callable[[Event], None], progress: Progress) -> None:
        self.parts = parts
        self.post = post
        self.progress = progress
        self._understanding = Standing("understander", post)
        self._keeping = Keeping(parts, post)
        self._sees = Losses(post)

    async def understand(self, command: Understand) -> None:
        """Find out what a question means: by keywords where the understander fails."""
        work = lambda: checked(self.parts.understander(command.query, command.recent), Understanding)  # noqa: E731
        with self.progress.step("understand", 10.0):
            try:
                found = await guarded(lambda: self.parts.lanes.words.run("understand", work), "the understander")
                self._understanding.works()
            except EdgeError as error:
                self._understanding.failed(problem_of(error))
                found = by_keywords(command.query, (f"the understander failed: {why_of(error)}",))
            self.post(found)

    async def look(self, command: Look) -> None:
        """Take one frame, or the picture that came along, and look for what is needed."""
        with self.progress.step("look", 30.0):
            try:
                scene = await guarded(lambda: self._scene(command), "the camera")
            except FaultError as error:
                scene = self._blind(error)
            self.post(Seen(command.turn, scene))

    async def _scene(self, command: Look) -> Scene:
        try:
            frame = command.picture or await self._one_frame()
        except EdgeError as error:  # here, so that a light that stays on is told even if the look was cancelled
            return self._blind(error)
        if frame is None:
            return Scene(missing=self.parts.glasses.why_no_eye or NO_CAMERA)
        senses, lane = self.parts.senses, self.parts.lanes.eyes
        try:
            return await guarded(lambda: look(senses, lane, frame, command.needs), "what looks at pictures")
        except EdgeError as error:
            return Scene(frame, missing=f"I could not look closely: {problem_of(error)}.")

    def _blind(self, error: EdgeError) -> Scene:
        device = error.device if isinstance(error, DeviceError) else "camera"
        self._sees.failed(device, problem_of(error))
        return Scene(missing=f"My {device} does not work: {problem_of(error)}.")

    async def _one_frame(self) -> Frame | None:
        eye = self.parts.glasses.eye
        if eye is None:
            return None
        async with aclosing(eye.frames(self.parts.shot)) as frames:
            async for frame in frames:
                found = checked(frame, Frame)
                self._sees.work()
                return found
        raise DeviceError("camera", "gave no picture")

    async def attempt(self, command: Try) -> None:
        """Ask one route. Whatever it cannot do comes back as a reason, so that the next one is tried."""
        with self.progress.step("answer", command.within + 10.0):
            if isinstance(command.route, Local):
                self.post(await self._local(command, command.route))
            elif self.parts.remote is None:
                self.post(Tried(command.turn, command.route, None, NO_SERVER, problem=NoServer()))
            else:
                await self._remote(command, self.parts.remote)

    async def _local(self, command: Try, route: Local) -> Tried:
        skill = self.parts.skills.get(route.skill)
        if skill is None:
            return Tried(command.turn, route, None, f"there is no skill '{route.skill}' here")
        beside, keeper = self.parts.beside, None
        try:
            if beside is not None and (keeper := beside.keeper) is not None:
                command = replace(command, facts=replace(command.facts, alarms=beside.alarms(), keeps=True))
            work = partial(self._answered, command, skill)
            tried = await guarded(lambda: self.parts.lanes.words.run("answer", work), f"the skill '{route.skill}'")
            tried = await self._keeping.carry_out(command, tried)
            if beside is None or keeper is None or not any(isinstance(act, KEPT) for act in tried.acts):
                return tried
            deeds, refused = await beside.carry_out(keeper, tried.acts)
        except EdgeError as error:
            return Tried(command.turn, route, str(error), why_of(error), degraded=True)
        if refused:
            tried = replace(tried, text=refused, why="a running Glint refused it", degraded=True, expects=None)
        return replace(tried, acts=(), deeds=(*tried.deeds, *deeds))

    def _answered(self, command: Try, skill: Skill | Fallback) -> Tried:
        """The skill's answer, told what is kept where it reads that."""
        if getattr(skill, "reads_kept", False):
            parts = self.parts
            hears = parts.senses.ear is not None and parts.glasses.microphone is not None
            facts = replace(command.facts, kept=self._keeping.kept(), taping=parts.taping)
            command = replace(command, facts=replace(facts, sees=parts.glasses.eye is not None, hears=hears))
        return _answered(command, skill)

    async def _remote(self, command: Try, remote: Answerer) -> None:
        count = 0

        def say(text: str) -> None:
            nonlocal count
            self.post(Part(command.turn, command.route, count, checked(text, str)))
            count += 1

        async def answer() -> Tried:
            tried = checked(await remote.answer(command, say), Tried)
            return replace(tried, acts=_acts(tried.acts))

        async def spent() -> Spent:
            return checked(remote.spent(), Spent)

        try:
            tried = await guarded(answer, "what asks the servers")
        except EdgeError as error:
            tried = Tried(command.turn, command.route, None, why_of(error), problem=Broken(str(error)))
        # Parts were posted without waiting: they stand before this in the inbox.
        self.post(tried)
        with suppress(EdgeError):  # what was spent is only to be known: the gate keeps to the budget by itself
            self.post(await guarded(spent, "what asks the servers"))


def _acts(acts: Iterable[Act]) -> tuple[Act, ...]:
    return tuple(checked(act, *get_args(Act)) for act in acts)


def _answered(command: Try, skill: Skill | Fallback) -> Tried:
    claim = command.understanding.claim
    wants = claim.wants if claim is not None and claim.skill == skill.name else None
    asked = Asked(command.query, wants, command.scene, command.facts, command.understanding.intent)
    reply = checked(skill.answer(asked), Reply)
    text, why = checked(reply.text, str), checked(reply.degraded, str)
    acts, sources = _acts(reply.acts), tuple(reply.sources)
    expects = checked(reply.expects, Expect, NoneType)
    tried = Tried(command.turn, command.route, text, why, acts, sources, degraded=bool(why), expects=expects)
    undone = tuple(Deed(act, done=False) for act in _acts(reply.undone))
    return replace(tried, figure=checked(reply.figure, str), deeds=undone)
