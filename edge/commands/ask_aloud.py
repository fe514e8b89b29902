"""`glint ask --listen`: one question that is spoken, answered and spoken back."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from edge.errors import UsageError
from edge.messages import End, Heard, Lost, Query, Show, Touch
from edge.output import complain

if TYPE_CHECKING:
    from edge.config import Config
    from edge.devices import Glasses
    from edge.messages import Command, Event, Now

PATIENCE = 90.0  # seconds for all of it: to speak, to be answered, to hear the answer


@dataclass
class SpokenQuestion:
    """What was asked and how it ended. None: nobody spoke, or nothing was understood."""

    query: Query | None = None
    end: End | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def watch(self, _now: Now, event: Event, commands: tuple[Command, ...]) -> None:
        """An observer of the runtime."""
        match event:
            case Query() if self.query is None:
                self.query = event
            case Heard(final=False):
                complain(f"... {event.text}")
            case Lost():
                complain(f"going on without the {event.device}: {event.why}")
        for command in commands:
            if isinstance(command, End) and self.query is not None and command.turn == self.query.turn:
                self.end = command
                self.over.set()
            if command == Show("") and self.query is None:  # it gave up listening
                self.over.set()


def ask_aloud(config: Config) -> SpokenQuestion:
    """Listen for one question, answer it, and speak the answer. Raises UsageError where nothing can be heard."""
    from edge.compose.ears import lacking
    from edge.hardware.glasses import real_glasses

    if problem := lacking(config):
        raise UsageError(f"--listen: {problem}")
    glasses, missing = real_glasses(config)
    if glasses.microphone is None or any(lost.device == "microphone" for lost in missing):
        why = next((lost.why for lost in missing if lost.device == "microphone"), "there is none")
        raise UsageError(f"--listen: no microphone: {why}")
    glasses = replace(glasses, button=None)
    return asyncio.run(_ask(config, glasses))


async def _ask(config: Config, glasses: Glasses) -> SpokenQuestion:
    from edge.compose.build import Run, build, daemon_ledger
    from edge.compose.senses import real_senses
    from edge.flow import Lanes

    asked = SpokenQuestion()
    once = replace(config, policy=replace(config.policy, queue=False, follow_for=0.0))
    with closing(Lanes.threads()) as lanes, daemon_ledger(config) as ledger:
        runtime = build(once, glasses, real_senses(config), lanes, Run(ledger, (asked.watch,)))
        running = asyncio.create_task(runtime.run(), name="glint")
        try:
            await runtime.felt()
            runtime.post(Touch("hold"))
            complain("listening ...")
            async with asyncio.timeout(PATIENCE):
                await asked.over.wait()
                await runtime.quiet()
        except TimeoutError:
            complain(f"gave up after {PATIENCE:g} s")
        finally:
            runtime.stop()
            await running
    return asked
