"""`glint ledger`: every turn, how it ended, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.store.ledger import Ledger, TurnRow

PEOPLE = 20  # rows that people want to see


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "ledger",
        help="the turns so far, how each ended, and why",
        description="Show the newest turns: when, what was asked, what was answered, how it ended and why.",
        epilog="example: glint ledger -n 5   (what left the device: glint ledger --receipts --show 3)",
    )
    parser.add_argument("-n", type=int, default=None, metavar="N", help="so many (default 20; 0: all)")
    parser.add_argument("--receipts", action="store_true", help="what left the device, attempt by attempt")
    parser.add_argument("--show", type=int, metavar="N", help="with --receipts: open the picture that left with N")
    parser.add_argument("--budget", action="store_true", help="what servers cost in the last hour and day")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show them. A daemon that runs meanwhile is not disturbed."""
    from edge.commands import receipts
    from edge.compose.build import daemon_ledger
    from edge.config import find_config, load_config

    if args.show is not None and not args.receipts:
        raise UsageError("--show N goes with --receipts")
    config = load_config(args.config or find_config())
    with daemon_ledger(config) as ledger:
        if args.show is not None:
            receipts.show_picture(ledger, args.show)
        elif args.receipts:
            receipts.show_receipts(ledger, _limit(args, machines=-1), as_json=args.json)
        elif args.budget:
            receipts.show_budget(ledger, config, as_json=args.json)
        else:
            show_turns(ledger, _limit(args, machines=PEOPLE), as_json=args.json)
        if ledger.trouble:  # now that it was read
            print(f"glint: {ledger.trouble}", file=sys.stderr)
    return FINE


def _limit(args: argparse.Namespace, *, machines: int) -> int:
    """How many rows; -1: all. Machines that compare what was sent get all of it unless they say otherwise."""
    if args.n is None:
        return machines if args.json else PEOPLE
    return args.n or -1


def show_turns(ledger: Ledger, limit: int, *, as_json: bool) -> None:
    """One line per turn, oldest first."""
    from edge.commands.table import table

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
