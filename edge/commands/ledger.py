"""`glint ledger`: every turn, how it ended, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.cli import FINE

if TYPE_CHECKING:
    import argparse

    from edge.cli import Subparsers
    from edge.ledger import Ledger, TurnRow


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "ledger",
        help="the turns so far, how each ended, and why",
        description="Show the newest turns: when, what was asked, what was answered, how it ended and why.",
        epilog="example: glint ledger -n 5",
    )
    parser.add_argument("-n", type=int, default=20, metavar="N", help="so many (default 20; 0: all)")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show them. A daemon that runs meanwhile is not disturbed."""
    from edge.compose import daemon_ledger
    from edge.config import find_config, load_config

    with daemon_ledger(load_config(args.config or find_config())) as ledger:
        if ledger.trouble:
            print(f"glint: {ledger.trouble}", file=sys.stderr)
        show_turns(ledger, args.n or -1, as_json=args.json)
    return FINE


def show_turns(ledger: Ledger, limit: int, *, as_json: bool) -> None:
    """One line per turn, oldest first."""
    from edge.table import table

    turns = ledger.turns(limit)
    if as_json:
        for turn in turns:
            print(json.dumps(asdict(turn), ensure_ascii=False))
    elif turns:
        print(table(("turn", "when", "asked", "outcome", "answer", "why", "ms"), map(_cells, turns), widest=40))
    else:
        print("no turns yet")


def _cells(turn: TurnRow) -> tuple[object, ...]:
    when = datetime.fromisoformat(turn.began).astimezone()
    link = f" (late answer to {turn.late_of})" if turn.late_of is not None else ""
    took = round(sum(turn.stages.values()))
    return (
        turn.id, f"{when:%Y-%m-%d %H:%M:%S}", turn.text + link, turn.outcome or "open",
        turn.answer or "", turn.why or "", took,
    )  # fmt: skip
