"""`glint bench`: what Glint costs on this machine, beside baselines of the same run."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "bench",
        help="what Glint costs on this machine",
        description="Measure start-up, turns and idling beside baselines of the same run. Fails if a limit is missed.",
        epilog="example: glint bench --rounds 5",
    )
    parser.add_argument("--rounds", type=int, default=11, help="how often each process is started (11)")
    parser.add_argument("--idle", type=float, default=10.0, metavar="SECONDS", help="how long to watch it idle (10)")
    parser.add_argument("--json", action="store_true", help="one object per figure")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Measure and print, each figure as soon as it is there."""
    from edge.commands.figures import figures

    kept = True
    for figure in figures(args.rounds, args.idle):
        kept = kept and figure.kept
        if args.json:
            row = {"name": figure.name, "value": figure.value, "unit": figure.unit, "against": figure.against}
            row |= {"baseline": figure.baseline or None, "ratio": figure.ratio, "limit": figure.limit}
            print(json.dumps(row), flush=True)
            continue
        beside = f"{figure.ratio:.2f} x {figure.against}" if figure.ratio is not None else ""
        limit = "" if figure.limit is None else f"limit {figure.limit:g}" + ("" if figure.kept else "  MISSED")
        print(f"{figure.name:45} {figure.value:9.2f} {figure.unit:12} {beside:28} {limit}".rstrip(), flush=True)
    if not kept:
        print("glint: a limit was missed", file=sys.stderr)
    return FINE if kept else FAILED
