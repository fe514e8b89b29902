"""`glint route`: says of each line on stdin what it is about and who would answer it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FINE
from edge.commands.options import configuration
from edge.language.markup import clean
from edge.output import json_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Decision, Understanding


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "route",
        help="say what sentences are about, and who would answer them",
        description="Takes one sentence, or reads them on stdin, one a line. Nothing is asked of anybody.",
        epilog='example: glint route "is there a dog?"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a sentence; none: they are read on stdin")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--no-server", action="store_true", help="as if no server were configured")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the route of each line on stdin; returns the exit status."""
    config = configuration(args.config)
    tell = teller(replace(config, server=()) if args.no_server else config)
    for line in [" ".join(args.text)] if args.text else sys.stdin:
        text = line.rstrip("\r\n")
        if not text.strip() and not args.json:
            continue
        row = tell(text)
        if args.json:
            print(json_line(row))
        else:
            camera = " (camera)" if row["needs_camera"] else ""
            head = f"{row['intent']:7} {row['score']:.2f}  {row['route']:7}{camera}  {clean(text)}"
            print(f"{head}\n{'':14}{clean(row['why'])}")
    return FINE


def teller(config: Config) -> Callable[[str], dict[str, Any]]:
    """A function that tells of one sentence what would become of it in a run with this configuration."""
    from edge.compose.policy import policy_for
    from edge.compose.skills import on_device, understander_of
    from edge.devices import Glasses
    from edge.hardware.blank import Blank
    from edge.hardware.body import LinuxBody
    from edge.hardware.link import Network
    from edge.messages import LinkState, Query, TurnId, Vitals
    from edge.mind.decide import decide

    glasses = Glasses(LinuxBody(), Blank(), link=Network(), loopback=True)
    understander, policy = understander_of(on_device(config)), policy_for(config, glasses)
    vitals = Vitals(link=LinkState.UP)

    def tell(text: str) -> dict[str, Any]:
        query = Query(TurnId(0), text)
        meant = understander(query, ())
        return {"text": text, **_row(meant, decide(query, meant, vitals, policy))}

    return tell


def _row(meant: Understanding, decision: Decision) -> dict[str, Any]:
    whys = dict.fromkeys((*meant.faults, meant.why, decision.why))
    return {
        "intent": str(meant.intent),
        "route": str(decision.routes[0]) if decision.routes else "none",
        "score": round(meant.scores[meant.intent], 4),
        "needs_camera": bool(meant.needs),
        "why": "; ".join(whys),
    }
