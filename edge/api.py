"""Glint for Python programs.

    from edge.api import glint

    with glint() as g:
        answer = g.ask("how many cups?", image="desk.jpg")
        print(answer.text, answer.outcome, answer.stages)

`aglint` is the same for asyncio, and there several questions may be asked at once. One runtime answers them all, with
one warm connection to a server. Each question is a turn of its own that knows nothing of those before it, none waits in
the queue (what could not be asked is `degraded`), and what an earlier run left open is not touched.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from edge.compose.build import Run, build, daemon_ledger
from edge.compose.senses import real_senses
from edge.config import load_config
from edge.devices import Glasses
from edge.flow import Lanes
from edge.hardware.blank import Blank
from edge.hardware.body import LinuxBody
from edge.hardware.link import Network

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator

    from edge.config import Config
    from edge.devices import Body
    from edge.messages import Deed, End, Frame, Intent, Now, Outcome, Route, TurnId, Vitals, Wall
    from edge.perceive import Senses
    from edge.shell.runtime import Runtime


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
    acts: tuple[Deed, ...]
    stages: dict[str, float]
    """Milliseconds that each stage took."""


class AsyncGlint:
    """Asks as many questions at once as anybody likes; models are loaded when first needed, and stay."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    async def ask(self, text: str, image: str | Path | Frame | None = None, mode: str | None = None) -> Answer:
        """Ask about a picture, or about nothing in particular; raises UsageError for an empty question."""
        frame = await self._open(image) if isinstance(image, str | Path) else image
        return _answer(await self._runtime.ask(text, frame, mode))

    async def _open(self, image: str | Path) -> Frame:
        from edge.media.photo import open_photo

        parts = self._runtime.parts
        return await parts.lanes.eyes.run("open", partial(open_photo, Path(image), parts.glasses.body.now().at))


class Glint:
    """The same without asyncio."""

    def __init__(self, inner: AsyncGlint, runner: asyncio.Runner) -> None:
        self._inner = inner
        self._runner = runner

    def ask(self, text: str, image: str | Path | Frame | None = None, mode: str | None = None) -> Answer:
        """Ask about a picture, or about nothing in particular; raises UsageError for an empty question."""
        return self._runner.run(self._inner.ask(text, image, mode))


@asynccontextmanager
async def aglint(
    config: Config | Path | None = None, *, senses: Senses | None = None, wall: Wall | None = None
) -> AsyncIterator[AsyncGlint]:
    """Glint for asyncio programs; closes its ledger and its threads at the end."""
    tree = load_config(config) if config is None or isinstance(config, Path) else config
    tree = replace(tree, policy=replace(tree.policy, queue=False, recent_turns=0))
    with closing(Lanes.threads()) as lanes, daemon_ledger(tree) as ledger:
        glasses = Glasses(_Clocked(LinuxBody(), wall), Blank(), link=Network(), loopback=True)
        runtime = build(tree, glasses, senses or real_senses(tree), lanes, Run(ledger))
        running = asyncio.create_task(runtime.run(), name="glint")
        try:
            await runtime.felt()
            yield AsyncGlint(runtime)
        finally:
            runtime.stop()
            await running


@contextmanager
def glint(
    config: Config | Path | None = None, *, senses: Senses | None = None, wall: Wall | None = None
) -> Iterator[Glint]:
    """Glint for plain programs. Between two questions its loop stands still."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        inner = runner.run(stack.enter_async_context(aglint(config, senses=senses, wall=wall)))
        try:
            yield Glint(inner, runner)
        finally:
            runner.run(stack.aclose())


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
