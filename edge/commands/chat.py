"""`glint chat`: a conversation in the terminal. The daemon's runtime, on glasses made of a keyboard and a screen."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.commands.options import common_options, configuration
from edge.errors import UsageError
from edge.output import complain, terminal_width

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.daemon.conversation import Typist

BANNER = """Glint. Ask what you want to know: "what do you see?", "what is 15% of 80?", "set a timer for 5 minutes".
  /look PHOTO   the next questions are about this photo; /look alone: no more
  Enter         stops an answer
  quit          leaves, as does Ctrl-D"""


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "chat",
        help="a conversation in the terminal",
        description="Type questions; an empty line is a tap on the glasses. `/look PHOTO` gives a photo for the next "
        "questions, `quit` or Ctrl-D ends it. What comes through a pipe is answered line by line. "
        "Where the output is no terminal, nobody would see the camera's mark, so it takes no pictures without a lamp.",
        epilog='example: echo "what time is it" | glint chat',
    )
    parser.add_argument("--image", metavar="P", type=Path, help="a photo that the questions are about, as with /look")
    common_options(parser, json="")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talk until the input ends."""
    import asyncio

    if args.image and not args.image.exists():
        raise UsageError(f"--image {args.image}: there is no such file")
    asyncio.run(_chat(configuration(args.config), args.image))
    return FINE


async def _chat(config: Config, image: Path | None) -> None:
    from edge.compose.build import Run, build, daemon_ledger
    from edge.compose.senses import real_senses
    from edge.daemon.conversation import TerminalChat
    from edge.daemon.listener import Listener
    from edge.daemon.transcript import TranscriptWriter
    from edge.flow import Lanes
    from edge.hardware.blank import Blank
    from edge.hardware.glasses import terminal_glasses
    from edge.store import orders

    with closing(Lanes.threads()) as lanes, daemon_ledger(config) as ledger:
        glasses, missing = terminal_glasses(config)
        if glasses.why_no_eye:
            complain(f"going on without {missing[0].device}: {missing[0].why}")
        ledger.close_dead(glasses.body.now())
        typist, columns = _typist()
        if ledger.trouble and not columns:  # whoever watches a terminal is told there
            complain(ledger.trouble)
        listener = Listener(ledger, "chat")
        resumes = "run" not in orders.living(ledger).values()  # a daemon keeps the timers, and what waits
        run = Run(ledger, (TranscriptWriter(typist.write, columns), listener), resumes=resumes)
        # The transcript says what cards would; the camera's mark stands on the terminal all the same.
        runtime = build(config, replace(glasses, display=Blank(), button=None), real_senses(config), lanes, run)
        conversation = TerminalChat(runtime, typist)
        if image:
            await conversation.look(str(image))
        if typist.watched:
            typist.write("\n".join((BANNER, *_missing(config, seeing=glasses.eye is not None), "")))
        with listener.listening(runtime):
            await conversation.run(config.environment)
    if ledger.unwritten:
        complain(ledger.unwritten)


def _typist() -> tuple[Typist, int]:
    """Who types, and the columns of the terminal; 0 where stdin or stdout is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from edge.hardware.keyboard import Lines

        return Lines(), 0
    from edge.hardware.prompt import Prompt

    return Prompt(sys.stdout), terminal_width()


def _missing(config: Config, *, seeing: bool) -> tuple[str, ...]:
    """What whoever begins to ask should know that there is not."""
    blind = () if seeing else ("There is no camera: give me a photo with /look.",)
    return (*blind, *(() if config.server else ("No server is set up: I answer what I can by myself (glint setup).",)))
