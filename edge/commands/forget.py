"""`glint forget`: what was kept goes, wholly: one turn, a span, or everything."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.messages import TurnId
    from edge.store.ledger import Ledger


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "forget",
        help="wipe what was kept: one turn, a span, or everything",
        description="Wipe turns with their receipts, pictures, tapes and what waits for a server; with --all "
        "everything, notes too. A daemon that runs meanwhile is told to forget as well.",
        epilog="example: glint forget --last 10m   (or: --turn 12, --since 2026-05-04T09:00 --until 2026-05-04T10:00)",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--turn", type=int, metavar="N", help="one turn, with its late answer")
    what.add_argument("--last", metavar="TIME", help="what began in the last 90s, 10m, 2h or 3d")
    what.add_argument("--since", metavar="TIME", help="what began at this time (ISO 8601) or later")
    what.add_argument("--all", action="store_true", help="everything")
    parser.add_argument("--until", metavar="TIME", help="with --since: and not later than this")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell whoever runs beside, wipe, and say what is gone."""
    from edge.compose.build import daemon_ledger
    from edge.config import data_folder, find_config, load_config
    from edge.store import forget

    if args.until and not args.since:
        raise UsageError("--until goes with --since")
    config = load_config(args.config or find_config())
    with daemon_ledger(config) as ledger:
        turns = None if args.all else _turns(ledger, args)
        told, confirmed = forget.tell(ledger, turns)
        folder = data_folder(config)
        gone = forget.wipe_all(ledger, folder) if turns is None else forget.wipe(ledger, folder, turns)
    if args.json:
        print(json.dumps({**asdict(gone), "daemons": told, "confirmed": confirmed}))
    else:
        print(f"forgotten: {gone}" + (f"; told {told} running Glint" if told else ""))
    if confirmed < told:
        print("glint: a running Glint did not confirm; restart it to be sure that it forgot", file=sys.stderr)
        return FAILED
    return FINE


def _turns(ledger: Ledger, args: argparse.Namespace) -> tuple[TurnId, ...]:
    from edge.messages import TurnId
    from edge.store import forget

    if args.turn is not None:
        return forget.family(ledger, TurnId(args.turn))
    now = datetime.now(UTC)
    begin = now - _span(args.last) if args.last else _moment(args.since)
    return forget.between(ledger, begin, _moment(args.until) if args.until else now + timedelta(days=36500))


def _span(text: str) -> timedelta:
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not number.isdigit():
        raise UsageError(f"--last {text}: is not a time such as 90s, 10m, 2h or 3d")
    return timedelta(**{units[unit]: int(number)})


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise UsageError(f"{text}: is not a time such as 2026-05-04T09:30") from None
