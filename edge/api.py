"""Glint for Python programs: what `import glint` gives (docs/api.md).

    from glint import glint

    with glint() as g:
        answer = g.ask("how many cups?", image="desk.jpg")
        print(answer.text, answer.outcome, answer.stages)

One runtime answers every question of a Glint, over one warm connection to a server. Nothing waits in the queue (what
could not be asked is `degraded`), and what an earlier run left open is not touched.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from edge.compose.program import program, running
from edge.errors import StoppedError, UsageError
from edge.limits import QUESTION_LETTERS
from edge.media.picture import Picture, frame_of
from edge.perceive.in_pixels import KINDS, SeenPhoto, seen_in
from edge.reach.modes import check_mode
from edge.records import dataclass
from edge.shell.loop_thread import LoopThread, in_thread

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path
    from typing import TypeVar

    from edge.compose.program import Program
    from edge.config import Config
    from edge.devices import Glasses
    from edge.messages import Deed, End, Frame, Intent, Outcome, Route, TurnId, Wall
    from edge.perceive import Senses
    from edge.shell.runtime import Runtime
    from edge.skills.skill import Skill

    T = TypeVar("T")

SAID_WITHIN = 60.0
"""Seconds that leaving gives to what is still being said on the glasses of a program."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: its text, outcome, reason, and the milliseconds of each stage."""

    turn: TurnId
    """Its number in the ledger."""
    text: str
    outcome: Outcome
    route: Route | None
    """Who answered: Local("count") or Server("think"), "device" or "server" as text; None: nobody."""
    intent: Intent | None
    why: str
    sources: tuple[str, ...]
    acts: tuple[Deed, ...]
    """What a skill wanted done, and whether it was."""
    stages: dict[str, float]
    """Milliseconds that each stage took."""


class AsyncGlint:
    """Asks as many questions at once as anybody likes; models are loaded when first needed, and stay."""

    def __init__(self, runtime: Runtime, senses: Senses) -> None:
        self._runtime = runtime
        self._senses = senses
        self._conversations = count(1)

    async def ask(self, text: str, image: Picture | None = None, mode: str | None = None) -> Answer:
        """Ask about a picture, or about nothing in particular. Knows nothing of the questions before it.

        Raises UsageError for an empty question or a mode that there is not, PhotoError for a picture that cannot be
        opened, TypeError for a wrong argument, StoppedError where this Glint has ended.
        """
        return await self._ask(text, image, mode, None)

    async def see(self, image: Picture, only: str | Iterable[str] = KINDS) -> SeenPhoto:
        """What the camera would see in a picture: things, texts, codes, and what would be blurred before it leaves.

        `only`: look for these alone. Raises ModelError where a model for it cannot be used, UsageError for a kind that
        there is not, and as `ask` for the picture.
        """
        wanted = (only,) if isinstance(only, str) else tuple(only)
        if strange := [kind for kind in wanted if kind not in KINDS]:
            raise UsageError(f"there is no '{strange[0]}' to look for; there are {', '.join(KINDS)}")
        frame, senses = await self._open(image), self._senses
        ways = dict(zip(KINDS, (senses.things, senses.texts, senses.codes, senses.redactions), strict=True))
        found = {
            kind: await self._look(kind, partial(way, frame)) for kind, way in ways.items() if way and kind in wanted
        }
        return seen_in(frame, found)

    @property
    def lost(self) -> dict[str, str]:
        """What does not work just now, by name (a device of the glasses, "ledger"), and why; empty: all works."""
        return dict(self._runtime.state.lost)

    def conversation(self) -> AsyncChat:
        """A conversation of its own: its questions have those before them in it as their context."""
        return AsyncChat(self, f"conversation {next(self._conversations)}")

    async def _ask(self, text: str, image: Picture | None, mode: str | None, conversation: str | None) -> Answer:
        if not isinstance(text, str):
            raise TypeError(f"a question is a str, not {type(text).__name__}")
        check_mode(mode)
        frame = None if image is None else await self._open(image)
        return answer_of(await self._runtime.ask(text[:QUESTION_LETTERS], frame, mode, conversation))

    async def _open(self, image: Picture) -> Frame:
        return await self._look("open", partial(frame_of, image, self._runtime.parts.glasses.body.now().at))

    async def _look(self, job: str, work: Callable[[], T]) -> T:
        if self._runtime.stopped:
            raise StoppedError
        return await self._runtime.parts.lanes.eyes.run(job, work)

    async def said(self) -> None:
        """Wait until a speaker has said everything; SAID_WITHIN seconds at most."""
        if self._runtime.parts.glasses.speaker is None or self._runtime.stopped:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._runtime.quiet(), SAID_WITHIN)


@dataclass(frozen=True)
class AsyncChat:
    """Questions that follow each other: the last turns are the context of the next one, and of no other's."""

    _glint: AsyncGlint
    _name: str

    async def ask(self, text: str, image: Picture | None = None, mode: str | None = None) -> Answer:
        """As AsyncGlint.ask, but knowing what was asked and answered here before; ask one question at a time."""
        return await self._glint._ask(text, image, mode, self._name)  # noqa: SLF001 - two halves of one thing


class Glint:
    """The same without asyncio: any thread may ask, and several at once."""

    def __init__(self, inner: AsyncGlint, loop: LoopThread) -> None:
        self._inner = inner
        self._loop = loop

    def ask(self, text: str, image: Picture | None = None, mode: str | None = None) -> Answer:
        """As AsyncGlint.ask."""
        return self._loop.run(self._inner.ask(text, image, mode))

    def see(self, image: Picture, only: str | Iterable[str] = KINDS) -> SeenPhoto:
        """As AsyncGlint.see."""
        return self._loop.run(self._inner.see(image, only))

    @property
    def lost(self) -> dict[str, str]:
        """As AsyncGlint.lost."""
        return self._inner.lost

    def conversation(self) -> Chat:
        """As AsyncGlint.conversation."""
        return Chat(self._inner.conversation(), self._loop)


@dataclass(frozen=True)
class Chat:
    """As AsyncChat, without asyncio."""

    _inner: AsyncChat
    _loop: LoopThread

    def ask(self, text: str, image: Picture | None = None, mode: str | None = None) -> Answer:
        """Ask, knowing what was asked and answered here before; ask one question at a time. Raises as Glint.ask."""
        return self._loop.run(self._inner.ask(text, image, mode))


def aglint(
    config: Config | str | Path | None = None,
    *,
    senses: Senses | None = None,
    skills: Iterable[Skill] = (),
    glasses: Glasses | None = None,
    wall: Wall | None = None,
) -> AbstractAsyncContextManager[AsyncGlint]:
    """An asynchronous context manager that gives an AsyncGlint, and closes its ledger and its threads at the end.

    `config`: a Config, or the path of a glint.toml; None: the one that the command `glint` reads. `senses`: other
    perceivers. `skills`: more skills, asked before ours. `glasses`: devices; their camera is used where a question
    needs to see and brings no picture, and answers are shown and spoken there too. `wall`: the time, if not now.
    Raises TypeError, UsageError and ConfigError for what cannot be used.
    """
    return _answering(program(config, senses, skills, glasses, wall))


def glint(
    config: Config | str | Path | None = None,
    *,
    senses: Senses | None = None,
    skills: Iterable[Skill] = (),
    glasses: Glasses | None = None,
    wall: Wall | None = None,
) -> AbstractContextManager[Glint]:
    """A context manager that gives a Glint, which lives in a thread of its own; the arguments are those of aglint."""
    return _in_thread(program(config, senses, skills, glasses, wall))


@asynccontextmanager
async def _answering(wanted: Program) -> AsyncIterator[AsyncGlint]:
    async with running(wanted) as runtime:
        yield (g := AsyncGlint(runtime, wanted.seeing))
        await g.said()


@contextmanager
def _in_thread(wanted: Program) -> Iterator[Glint]:
    with in_thread(running(wanted)) as (runtime, loop):
        inner = AsyncGlint(runtime, wanted.seeing)
        yield Glint(inner, loop)
        loop.run(inner.said())


def answer_of(end: End) -> Answer:
    """The end of a turn as whoever asked is told of it."""
    stages = {name: round(seconds * 1000, 3) for name, seconds in end.stages.items()}
    return Answer(end.turn, end.text, end.outcome, end.route, end.intent, end.why, end.sources, end.acts, stages)
