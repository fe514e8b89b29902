"""Asks servers in order until one answers, within the turn's time; a server with an open breaker is left out.

Nothing is asked again once a word was said.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from edge.errors import AnswerError, ConfigError, LedgerError
from edge.messages import Away, Broken, Instant, Refused
from edge.reach import breaker as breakers
from edge.reach.breaker import Breaker
from edge.reach.gate.budget import RefusedError
from edge.reach.retry import FOR_GOOD, wait_before
from edge.reach.wire.failures import SAID, EndedError, Failure
from edge.reach.wire.speech import Take
from edge.reach.wire.stream import Clocks
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from edge.config import ServerConfig
    from edge.messages import Problem
    from edge.reach.gate.gate import Errand, Gate
    from edge.reach.gate.letter import Sealed
    from edge.reach.modes import Mode
    from edge.reach.sight import Sight
    from edge.reach.wire.speech import Speech

ENDED_EARLY = {"length": Failure.LENGTH, "content_filter": Failure.FILTERED, "tool_calls": Failure.REFUSED}
MORE = "There is more, but I stop here."
NO_MODE = "no server offers this mode"


@dataclass(frozen=True)
class Round:
    """One question on its way to whoever answers it."""

    mode: Mode
    seal: Callable[[ServerConfig], Awaitable[Sealed]]
    errand: Errand
    speech: Speech
    ends: float
    """The loop's time at which all of it must be over."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given."""

    server: ServerConfig
    unsure: bool = False
    cut_off: str = ""
    """Why it is not all of the answer, where the server did not finish it."""
    out_of_room: bool = False


@dataclass(frozen=True, slots=True)
class Missed:
    """An attempt without an answer."""

    problem: AnswerError
    wait: float | None
    """Seconds until it is worth another try; None: it is not."""
    spoke: bool
    """Whether words were spoken already; then no other server's answer is begun."""


class NobodyError(AnswerError):
    """No server answered: who was asked, and how each of them ended."""

    def __init__(self, problems: Sequence[tuple[ServerConfig, AnswerError]]) -> None:
        said = dict.fromkeys(f"{server.name} {problem}" for server, problem in problems)
        super().__init__("; ".join(said) or NO_MODE)
        self.problems = tuple(problems)

    @property
    def problem(self) -> Problem:
        """What to tell the wearer: a refusal where every server was refused, else how the last one heard of ended."""
        found = [_problem(server, error) for server, error in self.problems] or [Broken(NO_MODE)]
        if all(isinstance(one, Refused) for one in found):
            return found[0]
        told = next((one for one in reversed(found) if not isinstance(one, Away)), Away())
        return Broken(told.why) if isinstance(told, Refused) else told


class Asking:
    """Asks servers, and keeps a breaker for each."""

    def __init__(self, gate: Gate, sight: Sight) -> None:
        self._gate = gate
        self._sight = sight
        self._breakers: dict[str, Breaker] = {}

    def link_back(self) -> None:
        """Close the breakers that opened while the link was away."""
        self._breakers = {name: breakers.link_back(state) for name, state in self._breakers.items()}

    async def first_of(self, servers: Sequence[ServerConfig], asked: Round) -> Given:
        """The first answer; raises NobodyError. A server is retried as `retry.wait_before` says, within the time."""
        problems: list[tuple[ServerConfig, AnswerError]] = []
        left = list(servers)
        ends: dict[str, float] = {}
        for attempt in count(1):
            waits: dict[str, float] = {}
            for server in left:
                until = ends.setdefault(server.name, min(asked.ends, _time() + server.total_within))
                came = await self._attempt(server, replace(asked, ends=until), attempt)
                if isinstance(came, Given):
                    return came
                problems.append((server, came.problem))
                if came.spoke or _time() >= asked.ends:
                    raise NobodyError(problems)
                if came.wait is not None:
                    waits[server.name] = came.wait
            left = [server for server in left if server.name in waits]
            if not left:
                break
            await asyncio.sleep(min(waits.values()))
        raise NobodyError(problems)

    async def _attempt(self, server: ServerConfig, asked: Round, attempt: int) -> Given | Missed:
        """An answer; or why not, and whether and when it is worth another try."""
        hold = self._sight.may_begin_inside(server)
        take = Take(asked.speech, asked.mode.letters, may_be_unsure=bool(asked.mode.steps_up), hold=hold)
        try:
            return await self._one(server, asked, take)
        except (EndedError, RefusedError, ConfigError, LedgerError) as error:
            problem = error if isinstance(error, AnswerError) else AnswerError(f"was not asked: {error}")
            wait = wait_before(attempt, problem, spoke=take.heard, left=asked.ends - _time())
            return Missed(problem, wait, spoke=take.heard)

    async def _one(self, server: ServerConfig, asked: Round, take: Take) -> Given:
        """One attempt at one server; what comes of it goes into its breaker."""
        state = self._breakers.get(server.name, Breaker())
        at = Instant(_time())
        if not breakers.allows(state, at):
            # Worth waiting for only where the server named the time: our own rest is there so that nobody waits.
            left = (state.rests_until or at) - at if state.asked_for else None
            raise EndedError(Failure.RESTING, retry_after=left)
        self._breakers[server.name] = breakers.asking(state, at)
        after = breakers.dropped(self._breakers[server.name])
        try:
            given = await self._ask(server, asked, take)
            after = breakers.answered(state)
            return given
        except EndedError as ended:
            if ended.how not in FOR_GOOD:
                after = breakers.failed(state, Instant(_time()), ended.retry_after)
            raise
        finally:
            self._breakers[server.name] = after

    async def _ask(self, server: ServerConfig, asked: Round, take: Take) -> Given:
        sealed = await asked.seal(server)
        if sealed.left_out:
            asked.speech.remark(f"I am asking without the picture: {sealed.left_out}.")
        left = max(0.0, asked.ends - _time())
        total = min(server.total_within, asked.mode.seconds, left)
        clocks = Clocks(min(server.first_token_within, total), server.token_gap, total)
        finish = await self._gate.send(sealed, server, asked.errand, clocks, take)
        came = take.finish()
        if came or take.unsure:
            self._sight.note_thinks(server, begins_inside=take.began_inside)
        if not came and not take.unsure:
            raise EndedError(ENDED_EARLY.get(finish.reason, Failure.EMPTY))
        if take.cut:
            asked.speech.remark(MORE)
        early = ENDED_EARLY.get(finish.reason) if not take.cut else None
        return Given(server, take.unsure, f"{server.name} {SAID[early]}" if early else "", early is Failure.LENGTH)


def _problem(server: ServerConfig, error: AnswerError) -> Problem:
    if isinstance(error, EndedError):
        return error.problem_of(server.name)
    return Refused(error.outcome, str(error)) if isinstance(error, RefusedError) else Broken(f"{server.name} {error}")


def _time() -> float:
    return asyncio.get_running_loop().time()
