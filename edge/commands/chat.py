"""`glint chat`: a conversation in the terminal. The daemon's runtime, on glasses made of a keyboard and a screen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.config import Config


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "chat",
        help="a conversation in the terminal",
        description="Type questions; an empty line is a tap on the glasses. Ends with the input (Ctrl-D). "
        "Where the output is no terminal, nobody would see the camera's mark, so it takes no pictures without a lamp.",
        epilog='example: echo "what time is it" | glint chat',
    )
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Talk until the input ends."""
    import asyncio

    from edge.config import find_config, load_config

    asyncio.run(_chat(load_config(args.config or find_config())))
    return FINE


async def _chat(config: Config) -> None:
    from edge.compose.build import Run, build, daemon_ledger
    from edge.compose.senses import real_senses
    from edge.daemon.daemon import serve
    from edge.daemon.listener import Listener
    from edge.flow import Lanes
    from edge.hardware.glasses import terminal_glasses
    from edge.store import orders

    lanes = Lanes.threads()
    try:
        with daemon_ledger(config) as ledger:
            glasses, missing = terminal_glasses(config)
            if glasses.why_no_eye:
                print(f"glint: going on without {missing[0].device}: {missing[0].why}", file=sys.stderr)
            ledger.close_dead(glasses.body.now())
            listener = Listener(ledger, "chat")
            resumes = "run" not in orders.living(ledger).values()  # a daemon keeps the timers, and what waits
            run = Run(ledger, (listener,), ends_with_button=True, resumes=resumes)
            runtime = build(config, glasses, real_senses(config), lanes, run)
            with listener.listening(runtime):
                await serve(runtime, config.environment)
    finally:
        lanes.close()
