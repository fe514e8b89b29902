"""`glint doctor`: what is wrong with this machine and how to mend it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.commands.options import common_options, configuration
from edge.output import json_line

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "doctor",
        help="what is wrong with this machine, and how to mend it",
        description="Look at libraries, devices, models and the ledger, play a few words and listen to them."
        " Fails only if Glint cannot run at all.",
        epilog="example: glint doctor",
    )
    common_options(parser, json="one object per check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine and report."""
    from edge.commands.checks import BROKEN, examine, sound_check
    from edge.commands.table import table

    config = configuration(args.config)
    findings = [*examine(config), *sound_check(config)]
    if args.json:
        for finding in findings:
            print(json_line(asdict(finding)))
    else:
        rows = [(f.what, f.state, f.found, f.remedy) for f in findings]
        print(table(("what", "state", "found", "how to mend it"), rows, widest=72))
    return FAILED if any(f.state == BROKEN for f in findings) else FINE
