"""Remote: asks the servers of a mode in order, once more in a larger mode where unsure, and queues what may wait."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from edge.errors import AnswerError, ConfigError, LedgerError
from edge.messages import Broken, LinkState, Need, Outcome, Refused, Server, Spent, Tried
from edge.mind.waiting import USABLE
from edge.reach.asking import Asking, Given, NobodyError, Round
from edge.reach.gate import letter as letters
from edge.reach.gate.budget import RefusedError
from edge.reach.gate.gate import Errand
from edge.reach.gate.letter import GoneError, Letter
from edge.reach.meeting import models
from edge.reach.modes import mode_named
from edge.reach.queue import new_key
from edge.reach.retry import HOPELESS, may_wait
from edge.reach.sight import Sees
from edge.reach.wire.failures import EndedError, Failure
from edge.reach.wire.speech import Speech

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edge.config import ServerConfig
    from edge.errors import EdgeError
    from edge.messages import Problem, Try, TurnId
    from edge.mind.policy import Policy
    from edge.reach.gate.gate import Gate
    from edge.reach.gate.letter import Sealed
    from edge.reach.modes import Mode
    from edge.reach.queue import Queue
    from edge.reach.sight import Sight

MARGIN = 0.5  # seconds kept back, so that we end a turn before the mind has to
STEPPING_UP = "That needs more thought, one moment."


class Remote:
    """Asks servers. Cancelling `answer` cancels the request at once and leaves nothing behind."""

    def __init__(
        self, servers: Sequence[ServerConfig], gate: Gate, *, queue: Queue, sight: Sight, policy: Policy
    ) -> None:
        self._servers = tuple(servers)
        self._gate = gate
        self._queue = queue
        self._sight = sight
        self._policy = policy
        self._asking = Asking(gate, sight)
        self._link = LinkState.UP
        self._models: dict[str, str] = {}

    async def answer(self, task: Try, say: Callable[[str], None]) -> Tried:
        """Ask, say sentence by sentence, and tell how it went."""
        speech = Speech(say)
        self._note_link(task.facts.vitals.link)
        ends = asyncio.get_running_loop().time() + max(0.0, task.within - MARGIN)
        late = task.query.late_of
        try:
            given = await (self._new(task, speech, ends) if late is None else self._late(task, late, speech, ends))
        except RefusedError as refused:
            return _untold(task, refused, Refused(refused.outcome, str(refused)))
        except GoneError as gone:
            return _untold(task, gone)
        except LedgerError as error:  # what waits is there, and cannot be read just now
            return _untold(task, error, queued=late is not None)
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
        """Close the connection."""
        self._gate.close()

    # ----------------------------------------------------------------------------------------------- a new question

    async def _new(self, task: Try, speech: Speech, ends: float) -> Given:
        def asked(question: Letter, why: str) -> Round:
            errand = Errand(task.turn, "asked", why, new_key())
            return Round(question.mode, lambda server: self._seal(question, server), errand, speech, ends)

        question = _letter(task)
        mode = question.mode
        servers = self._for(mode)
        self._check_privacy(question, servers)
        given = await self._asking.first_of(servers, asked(question, f"asked in the mode {mode.name}"))
        if not (given.unsure or given.out_of_room) or not mode.steps_up:
            return given
        speech.remark(STEPPING_UP)
        higher = mode_named(mode.steps_up)
        why = f"'{mode.name}' was {'unsure' if given.unsure else 'cut off'}, so asked again in the mode {higher.name}"
        return await self._asking.first_of(self._for(higher), asked(replace(question, mode=higher), why))

    async def _seal(self, question: Letter, server: ServerConfig) -> Sealed:
        """For the server's own model, and without the picture where it would not look at it: both are found out."""
        server = await self._with_model(server, question.mode)
        asks = question.picture is not None and not self._gate.forbids_pictures(server)
        return await self._seal_for(question, server, await self._sight.of(server) if asks else None)

    async def _seal_as_known(self, question: Letter, server: ServerConfig) -> Sealed:
        """The same for a server that cannot be asked now: what is not known of it is found out at sending."""
        server = replace(server, model=server.model or self._models.get(server.name, ""))
        asks = question.picture is not None and not self._gate.forbids_pictures(server)
        return await self._seal_for(question, server, self._sight.known(server) if asks else None)

    async def _seal_for(self, question: Letter, server: ServerConfig, sees: Sees | None) -> Sealed:
        if sees is not Sees.NO:
            return await self._gate.seal(question, server)
        return replace(await self._gate.seal(replace(question, wants_picture=False), server), left_out=_blind(server))

    async def _with_model(self, server: ServerConfig, mode: Mode) -> ServerConfig:
        """The first model that it names, where nobody chose one."""
        if server.model or mode.model:
            return server
        if server.name not in self._models:
            names = await models(self._gate, server, Errand(None, "probe", "no model is configured: which has it?"))
            if not names:
                raise EndedError(Failure.NO_SUCH_MODEL, "it names none")
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

    async def _late(self, task: Try, late_of: TurnId, speech: Speech, ends: float) -> Given:
        waiting = self._queue.find(late_of, task.facts.now.wall)
        kept = waiting.sealed
        server = next((one for one in self._servers if (one.name, one.url) == (kept.server, kept.url)), None)
        if server is None:
            raise GoneError(f"{kept.server}, for which the question waited, is not configured any more")
        if waiting.expired:
            raise GoneError("the question waited for too long, so I dropped it")
        errand = Errand(task.turn, "deferred", f"asked again for turn {late_of}", waiting.key)
        mode = replace(mode_named(kept.mode), steps_up="")
        asked = Round(mode, lambda one: self._seal_again(kept, one, mode), errand, speech, ends)
        return await self._asking.first_of((server,), asked)

    async def _seal_again(self, kept: Sealed, server: ServerConfig, mode: Mode) -> Sealed:
        """What waited, for the model that the server has today, and held to the rules and its eyes of today."""
        server = await self._with_model(server, mode)
        why = self._gate.forbids_pictures(server) if kept.jpeg else ""
        if kept.jpeg and not why and await self._sight.of(server) is Sees.NO:
            why, server = _blind(server), replace(server, pictures=False)
        sealed = self._gate.check_again(kept, server)
        return replace(sealed, left_out=why) if why else sealed

    async def _nobody(self, task: Try, nobody: NobodyError, ends: float) -> Tried:
        """No server answered: say why, and keep the question if it may wait."""
        hopeful = [server for server, problem in nobody.problems if may_wait(problem)]
        if task.query.late_of is not None:
            hopeless = all(
                isinstance(problem, EndedError) and problem.how in HOPELESS for _, problem in nobody.problems
            )
            return _untold(task, nobody, nobody.problem, queued=not hopeless)
        queued = bool(hopeful) and await self._keep(task, hopeful[0], ends)
        return _untold(task, nobody, nobody.problem, queued=queued)

    async def _keep(self, task: Try, server: ServerConfig, ends: float) -> bool:
        """Put a question into the queue, sealed for the server that it is to wait for."""
        question = _letter(task)
        if not self._policy.queue or (question.wants_picture and not self._policy.queue_pictures):
            return False
        try:
            async with asyncio.timeout_at(ends + MARGIN / 2):
                sealed = await self._seal_as_known(question, server)
        except (AnswerError, ConfigError, LedgerError, TimeoutError):
            return False
        return self._queue.put(task.turn, sealed, task.understanding.intent, task.facts.now.wall)


def _untold(task: Try, error: EdgeError, problem: Problem | None = None, *, queued: bool = False) -> Tried:
    """No answer: the ledger is told all of the error, the mind the problem."""
    problem = problem or Broken(str(error))
    return Tried(task.turn, task.route, None, str(error), problem=problem, queued=queued)


def _letter(task: Try) -> Letter:
    """All that a question may carry, in the mode in which it is asked."""
    mode = mode_named(task.route.mode if isinstance(task.route, Server) else "think")
    return Letter(mode, task.query.text, task.scene, task.facts.recent, _wants_picture(task))


def _wants_picture(task: Try) -> bool:
    """Whether the question is about a picture, be it seen or brought along."""
    if task.query.picture is not None or Need.PICTURE in task.understanding.needs:
        return True
    return Need.THINGS in task.understanding.needs and task.scene.frame is not None


def _blind(server: ServerConfig) -> str:
    return f"{server.name} cannot look at pictures"
