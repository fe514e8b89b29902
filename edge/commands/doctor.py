"""`glint doctor`: what is wrong with this machine and how to mend it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "doctor",
        help="what is wrong with this machine, and how to mend it",
        description="Look at libraries, devices, models and the ledger. Fails only if Glint cannot run at all.",
        epilog="example: glint doctor",
    )
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object per check")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Examine and report."""
    from edge.commands.checks import BROKEN, examine
    from edge.commands.table import table
    from edge.config import find_config, load_config

    findings = list(examine(load_config(args.config or find_config())))
    if args.json:
        for finding in findings:
            print(json.dumps(asdict(finding)))
    else:
        rows = [(f.what, f.state, f.found, f.remedy) for f in findings]
        print(table(("what", "state", "found", "how to mend it"), rows, widest=72))
    return FAILED if any(f.state == BROKEN for f in findings) else FINE
