"""Glint for Python programs.

    from edge.api import glint

    with glint() as g:
        answer = g.ask("how many cups?", image="desk.jpg")
        print(answer.text, answer.outcome, answer.stages)

`aglint` is the same for asyncio. Each question is a turn of its own with a fresh state, and none ever waits in the
queue: what could not be asked is `degraded`.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from edge.compose.build import Run, build, daemon_ledger
from edge.compose.senses import real_senses
from edge.config import load_config
from edge.devices import Glasses
from edge.errors import UsageError
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.link import Network
from edge.messages import End, Typed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator

    from edge.config import Config
    from edge.devices import Body
    from edge.messages import Act, Command, Event, Frame, Intent, Now, Outcome, Route, TurnId, Vitals, Wall
    from edge.perceive import Senses
    from edge.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question."""

    turn: TurnId
    text: str
    outcome: Outcome
    route: Route | None
    intent: Intent | None
    why: str
    sources: tuple[str, ...]
    acts: tuple[Act, ...]
    stages: dict[str, float]
    """Milliseconds that each stage took."""


class AsyncGlint:
    """Asks one question at a time; models are loaded when first needed, and stay."""

    def __init__(self, config: Config, ledger: Ledger, senses: Senses, lanes: Lanes, wall: Wall | None = None) -> None:
        self._config = replace(config, policy=replace(config.policy, queue=False, spoken=False))
        self._ledger = ledger
        self._senses = senses
        self._lanes = lanes
        self._body = _Clocked(LinuxBody(), wall)
        self._one = asyncio.Lock()

    async def ask(self, text: str, image: str | Path | Frame | None = None, mode: str | None = None) -> Answer:
        """Ask about a picture, or about nothing in particular."""
        if not text.strip():
            raise UsageError("the question is empty")
        frame = await self._open(image) if isinstance(image, str | Path) else image
        ends: list[End] = []

        def watch(_now: Now, _event: Event, commands: tuple[Command, ...]) -> None:
            ends.extend(command for command in commands if isinstance(command, End))

        button = _Once(Typed(text, frame, mode))
        glasses = Glasses(body=self._body, display=Blank(), button=button, link=Network())
        async with self._one:
            run = Run(self._ledger, (watch,), ends_with_button=True)
            await build(self._config, glasses, self._senses, self._lanes, run).run()
        return _answer(ends[0])

    async def _open(self, image: str | Path) -> Frame:
        from edge.media.photo import open_photo

        return await self._lanes.eyes.run("open", partial(open_photo, Path(image), self._body.now().at))


class Glint:
    """The same without asyncio."""

    def __init__(self, inner: AsyncGlint, runner: asyncio.Runner) -> None:
        self._inner = inner
        self._runner = runner

    def ask(self, text: str, image: str | Path | Frame | None = None, mode: str | None = None) -> Answer:
        """Ask about a picture, or about nothing in particular."""
        return self._runner.run(self._inner.ask(text, image, mode))


@asynccontextmanager
async def aglint(
    config: Config | Path | None = None, *, senses: Senses | None = None, wall: Wall | None = None
) -> AsyncIterator[AsyncGlint]:
    """Glint for asyncio programs; closes its ledger and its threads at the end."""
    with _parts(config, senses) as make:
        yield make(wall)


@contextmanager
def glint(
    config: Config | Path | None = None, *, senses: Senses | None = None, wall: Wall | None = None
) -> Iterator[Glint]:
    """Glint for plain programs."""
    with asyncio.Runner() as runner, _parts(config, senses) as make:

        async def inner() -> AsyncGlint:
            return make(wall)

        yield Glint(runner.run(inner()), runner)


@contextmanager
def _parts(config: Config | Path | None, senses: Senses | None) -> Iterator[Callable[[Wall | None], AsyncGlint]]:
    tree = load_config(config) if config is None or isinstance(config, Path) else config
    lanes = Lanes.threads()
    try:
        with daemon_ledger(tree) as ledger:
            yield partial(AsyncGlint, tree, ledger, senses or real_senses(tree), lanes)
    finally:
        lanes.close()


def _answer(end: End) -> Answer:
    stages = {name: round(seconds * 1000, 3) for name, seconds in end.stages.items()}
    return Answer(end.turn, end.text, end.outcome, end.route, end.intent, end.why, end.sources, end.acts, stages)


@dataclass(frozen=True)
class _Clocked:
    """The body of the computer at hand; at another time of day where one is given."""

    body: Body
    wall: Wall | None

    def now(self) -> Now:
        now = self.body.now()
        return now if self.wall is None else replace(now, wall=self.wall)

    def vitals(self) -> AsyncGenerator[Vitals, None]:
        return self.body.vitals()


@dataclass(frozen=True)
class _Once:
    """A button that types one question."""

    typed: Typed

    async def touches(self) -> AsyncGenerator[Typed, None]:
        """Type it."""
        yield self.typed
