"""`glint forget`: what was kept goes, wholly: one turn, a span, or everything."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.commands.options import common_options, configuration
from edge.errors import LedgerError, UsageError
from edge.output import complain, json_line

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.messages import TurnId
    from edge.store.keepers import Store, Wiped
    from edge.store.ledger import Ledger


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "forget",
        help="wipe what was kept: one turn, a span, or everything",
        description="Wipe turns with all that came of them: receipts, pictures, tapes, what waits for a server, notes, "
        "lists, facts, photos and clips; with --all everything. A daemon that runs meanwhile forgets as well.",
        epilog="example: glint forget --last 10m   (or: --turn 12, --since 2026-05-04T09:00 --until 2026-05-04T10:00)",
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--turn", type=int, metavar="N", help="one turn, with its late answer")
    what.add_argument("--last", metavar="TIME", help="what began in the last 90s, 10m, 2h or 3d")
    what.add_argument("--since", metavar="TIME", help="what began at this time (ISO 8601) or later")
    what.add_argument("--all", action="store_true", help="everything")
    parser.add_argument("--until", metavar="TIME", help="with --since: and not later than this")
    parser.add_argument("--yes", action="store_true", help="with --all: do not ask first")
    common_options(parser, json="one object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Tell whoever runs beside, wipe, and say what is gone. "forgotten" is said only where no byte is left."""
    from edge.compose.build import daemon_ledger
    from edge.config import data_folder
    from edge.store.ledger_file import OPEN_AGAIN
    from edge.store.registry import store_at

    if args.until and not args.since:
        raise UsageError("--until goes with --since")
    config = configuration(args.config)
    if args.all and not args.yes and not sys.stdin.isatty():
        raise UsageError("--all wipes everything, and there is nobody to ask here: add --yes")
    if args.all and not args.yes and not _agreed():
        complain("nothing was forgotten")
        return FINE
    with daemon_ledger(config) as ledger:
        if ledger.unusable:
            raise LedgerError(f"nothing was forgotten: {ledger.unusable}; {OPEN_AGAIN}")
        try:
            gone, told, confirmed = _forget(store_at(ledger, data_folder(config)), args)
        except LedgerError as error:
            raise LedgerError(f"nothing was forgotten: {error}; run this again") from error
    if args.json:
        print(json_line({**gone.counts, "left": gone.left, "daemons": told, "confirmed": confirmed}))
    else:
        verdict = "not all of it is forgotten; wiped" if gone.left else "forgotten"
        print(f"{verdict}: {gone}" + (f"; told {told} running Glint" if told else ""))
    silent = ("a running Glint did not confirm; restart it to be sure that it forgot",) if confirmed < told else ()
    for line in (*gone.left, *silent):
        complain(line)
    return FAILED if gone.left or silent else FINE


def _agreed() -> bool:
    """Whether somebody at the terminal really means everything."""
    ask = "Wipe every turn, receipt, picture, tape, note, list, fact, photo and clip? [y/N] "
    print(ask, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _forget(store: Store, args: argparse.Namespace) -> tuple[Wiped, int, int]:
    """What is gone, how many daemons were told, and how many of them confirmed."""
    from edge.store import forget

    return forget.everywhere(store, *((None, None) if args.all else _turns(store.ledger, args)))


def _turns(ledger: Ledger, args: argparse.Namespace) -> tuple[tuple[TurnId, ...], datetime | None]:
    """Which turns are meant, and when the first of them may have begun; None: nobody knows."""
    from edge.messages import TurnId
    from edge.store.turns import between, family

    if args.turn is not None:
        number = TurnId(args.turn)
        asked = ledger.turn(number)
        return family(ledger, number), datetime.fromisoformat(asked.began) if asked else None
    now = datetime.now(UTC)
    begin = _before(now, args.last) if args.last else _moment(args.since)
    return between(ledger, begin, _moment(args.until) if args.until else now + timedelta(days=36500)), begin


def _before(now: datetime, text: str) -> datetime:
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    number, unit = text[:-1], text[-1:]
    if unit not in units or not number.isdigit():
        raise UsageError(f"--last {text}: is not a time such as 90s, 10m, 2h or 3d")
    try:
        return now - timedelta(**{units[unit]: int(number)})
    except OverflowError:
        raise UsageError(f"--last {text}: is longer than the calendar goes back") from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{text}: is not a time such as 2026-05-04T09:30") from None
