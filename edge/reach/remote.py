"""Remote: who answers when reasoning is needed. A mode, its servers in order, one step up; what must wait, waits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edge.errors import AnswerError
from edge.messages import LinkState, Need, Outcome, Server, Spent, Tried
from edge.mind.waiting import USABLE
from edge.reach.asking import Asking, Given, NobodyError, Round
from edge.reach.gate import letter as letters
from edge.reach.gate.budget import RefusedError
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import Letter
from edge.reach.meeting import models
from edge.reach.modes import mode_named
from edge.reach.queue import new_key
from edge.reach.retry import HOPELESS, may_wait
from edge.reach.sight import Sees
from edge.reach.wire.failures import EndedError, Ending
from edge.reach.wire.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.config import ServerConfig
    from edge.messages import Now, Try
    from edge.mind.policy import Policy
    from edge.reach.gate.gate import Gate
    from edge.reach.gate.letter import Sealed
    from edge.reach.modes import Mode
    from edge.reach.queue import Queue
    from edge.reach.sight import Sight

MARGIN = 0.5  # seconds kept back, so that we end a turn before the mind has to
STEPPING_UP = "That needs more thought, one moment."
NOTED = "I will ask again when I can."


@dataclass(frozen=True)
class Rest:
    """What a Remote needs beside its servers and the gate."""

    queue: Queue
    sight: Sight
    policy: Policy
    now: Callable[[], Now]


class Remote:
    """Asks servers. Cancelling `answer` cancels the request at once and leaves nothing behind."""

    def __init__(self, servers: Sequence[ServerConfig], gate: Gate, rest: Rest) -> None:
        self._servers = tuple(servers)
        self._gate = gate
        self._rest = rest
        self._asking = Asking(gate)
        self._link = LinkState.UP
        self._models: dict[str, str] = {}

    async def answer(self, task: Try, say: Callable[[str], None]) -> Tried:
        """Ask, say sentence by sentence, and tell how it went."""
        speech = Speech(say)
        self._note_link(task.facts.vitals.link)
        ends = asyncio.get_running_loop().time() + max(0.0, task.within - MARGIN)
        try:
            if task.query.late_of is not None:
                given = await self._late(task, speech, ends)
            else:
                given = await self._new(task, speech, ends)
        except RefusedError as refused:
            return Tried(task.turn, task.route, None, str(refused), refused=refused.outcome)
        except NobodyError as nobody:
            return await self._nobody(task, nobody, ends)
        source = f"{given.server.name} ({given.server.model})" if given.server.model else given.server.name
        why = given.cut_off or f"{given.server.name} answered"
        return Tried(task.turn, task.route, speech.text, why, sources=(source,), degraded=bool(given.cut_off))

    def _note_link(self, link: LinkState) -> None:
        if link is not self._link and link in USABLE:
            self._asking.link_back()
        self._link = link

    def spent(self) -> Spent:
        """What servers have cost in the last day."""
        return self._gate.spent()

    def close(self) -> None:
        """Let go of the line."""
        self._gate.close()

    # ----------------------------------------------------------------------------------------------- a new question

    async def _new(self, task: Try, speech: Speech, ends: float) -> Given:
        mode = mode_named(task.route.mode if isinstance(task.route, Server) else "think")
        question = Letter(mode, task.query.text, task.scene, task.facts.recent, _wants_picture(task))
        servers = self._for(mode)
        self._check_privacy(question, servers)
        errand = Errand(task.turn, "asked", f"asked in the mode {mode.name}", new_key())
        asked = Round(mode, lambda server: self._seal(question, server), errand, speech, ends)
        given = await self._asking.first_of(servers, asked)
        if not (given.unsure or given.out_of_room) or not mode.steps_up:
            return given
        speech.remark(STEPPING_UP)
        higher = mode_named(mode.steps_up)
        why = f"'{mode.name}' was {'unsure' if given.unsure else 'cut off'}, so asked again in the mode {higher.name}"
        question = replace(question, mode=higher)
        asked = Round(
            higher,
            lambda server: self._seal(question, server),
            Errand(task.turn, "asked", why, new_key()),
            speech,
            ends,
        )
        return await self._asking.first_of(self._for(higher), asked)

    async def _seal(self, question: Letter, server: ServerConfig) -> Sealed:
        """For the server's own model, and without the picture where it would not look at it."""
        server = await self._with_model(server, question.mode)
        blind = ""
        if question.picture is not None and not self._gate.forbids_pictures(server):
            blind = f"{server.name} cannot look at pictures" if await self._rest.sight.of(server) is Sees.NO else ""
        sealed = await self._gate.seal(replace(question, wants_picture=question.wants_picture and not blind), server)
        return replace(sealed, left_out=blind) if blind else sealed

    async def _with_model(self, server: ServerConfig, mode: Mode) -> ServerConfig:
        """The first model that it names, where nobody chose one."""
        if server.model or mode.model:
            return server
        if server.name not in self._models:
            names = await models(self._gate, server, Errand(None, "probe", "no model is configured: which has it?"))
            if not names:
                raise EndedError(Ending.NO_SUCH_MODEL, "it names none")
            self._models[server.name] = names[0]
        return replace(server, model=self._models[server.name])

    def _for(self, mode: Mode) -> tuple[ServerConfig, ...]:
        """The servers of a mode, in its order."""
        if mode.servers:
            named = {server.name: server for server in self._servers}
            return tuple(named[name] for name in mode.servers if name in named)
        return tuple(server for server in self._servers if mode.name in server.modes)

    def _check_privacy(self, question: Letter, servers: Sequence[ServerConfig]) -> None:
        """A question about the view is not given away where nothing of the view may be told."""
        scene = question.scene
        told = bool(scene.things or scene.texts or scene.codes)
        whys = [self._gate.forbids_pictures(server) for server in servers]
        if question.picture is None or not whys or not all(whys):
            return
        if not told or not any(letters.may_carry(server) for server in servers):
            raise RefusedError(Outcome.REFUSED_PRIVACY, whys[0])

    # ------------------------------------------------------------------------------------------- what has to wait

    async def _late(self, task: Try, speech: Speech, ends: float) -> Given:
        waiting = (
            None if task.query.late_of is None else self._rest.queue.find(task.query.late_of, self._rest.now().wall)
        )
        if waiting is None:
            raise RefusedError(Outcome.FAILED, "the question does not wait any more")
        sealed = waiting.sealed
        server = next((one for one in self._servers if (one.name, one.url) == (sealed.server, sealed.url)), None)
        if server is None:
            raise RefusedError(
                Outcome.FAILED, f"{sealed.server}, for which the question waited, is not configured any more"
            )
        if waiting.expired:
            raise RefusedError(Outcome.FAILED, "the question waited for too long, so I dropped it")
        now_fit = self._gate.check_again(sealed, server)

        async def seal(_: ServerConfig) -> Sealed:
            return now_fit

        errand = Errand(task.turn, "deferred", f"asked again for turn {task.query.late_of}", waiting.key)
        mode = replace(mode_named(sealed.mode), steps_up="")
        return await self._asking.first_of((server,), Round(mode, seal, errand, speech, ends))

    async def _nobody(self, task: Try, nobody: NobodyError, ends: float) -> Tried:
        """No server answered: say why, and keep the question if it may wait."""
        why = str(nobody) or "no server offers this mode"
        late = task.query.late_of is not None
        hopeful = [server for server, problem in nobody.problems if may_wait(problem)]
        refused = [problem.outcome for _, problem in nobody.problems if isinstance(problem, RefusedError)]
        if late:
            hopeless = all(
                isinstance(problem, EndedError) and problem.how in HOPELESS for _, problem in nobody.problems
            )
            return Tried(task.turn, task.route, None, why, queued=not hopeless)
        if hopeful and await self._keep(task, hopeful[0], ends):
            return Tried(task.turn, task.route, None, why, queued=True)
        everyone = len(refused) == len(nobody.problems) and bool(refused)
        return Tried(task.turn, task.route, None, why, refused=refused[0] if everyone else None)

    async def _keep(self, task: Try, server: ServerConfig, ends: float) -> bool:
        """Put a question into the queue, sealed for the server that it is to wait for."""
        policy = self._rest.policy
        picture = _wants_picture(task)
        if not policy.queue or (picture and not policy.queue_pictures):
            return False
        mode = mode_named(task.route.mode if isinstance(task.route, Server) else "think")
        question = Letter(mode, task.query.text, task.scene, task.facts.recent, picture)
        try:
            async with asyncio.timeout_at(ends + MARGIN / 2):
                sealed = await self._gate.seal(question, server)
        except (AnswerError, TimeoutError):
            return False
        return self._rest.queue.put(task.turn, sealed, new_key(), self._rest.now().wall)


def _wants_picture(task: Try) -> bool:
    """Whether the question is about a picture, be it seen or brought along."""
    if task.query.picture is not None or Need.PICTURE in task.understanding.needs:
        return True
    return Need.THINGS in task.understanding.needs and task.scene.frame is not None
