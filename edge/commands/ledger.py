"""`glint ledger`: every turn, how it ended, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.commands.options import common_options, configuration
from edge.errors import LedgerError, UsageError
from edge.language.markup import clean
from edge.output import complain, json_line

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.store.ledger import Ledger, TurnRow

PEOPLE = 20  # rows that people want to see


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "ledger",
        help="the turns so far, how each ended, and why",
        description="Show the newest turns: when, what was asked, what was answered, how it ended and why.",
        epilog="example: glint ledger -n 5   (what left the device: glint ledger --receipts --show 3)",
    )
    parser.add_argument("-n", type=int, default=None, metavar="N", help="so many (default 20; 0: all)")
    parser.add_argument("--turn", type=int, metavar="N", help="one turn in full")
    parser.add_argument("--receipts", action="store_true", help="what left the device, attempt by attempt")
    parser.add_argument("--show", type=int, metavar="N", help="with --receipts: open the picture that left with N")
    parser.add_argument("--html", metavar="F", type=Path, help="write turns and what left as a page in one file")
    parser.add_argument("--budget", action="store_true", help="what servers cost in the last hour and day")
    common_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show them. A daemon that runs meanwhile is not disturbed."""
    from edge.commands import receipts
    from edge.compose.build import daemon_ledger
    from edge.store.ledger_file import OPEN_AGAIN

    if args.show is not None and not args.receipts:
        raise UsageError("--show N goes with --receipts")
    if args.n is not None and args.n < 0:
        raise UsageError(f"-n {args.n}: is a number of rows; 0 means all")
    config = configuration(args.config)
    with daemon_ledger(config) as ledger:
        if ledger.unusable:  # an empty one stands in for it: what it says would not be so
            raise LedgerError(f"{ledger.unusable}; {OPEN_AGAIN}")
        if args.show is not None:
            receipts.show_picture(ledger, args.show)
        elif args.receipts:
            receipts.show_receipts(ledger, _limit(args, machines=-1), as_json=args.json)
        elif args.turn is not None:
            show_turn(ledger, args.turn, as_json=args.json)
        elif args.html is not None:
            write_page(ledger, _limit(args, machines=PEOPLE), args.html)
        elif args.budget:
            receipts.show_budget(ledger, config, as_json=args.json)
        else:
            show_turns(ledger, _limit(args, machines=PEOPLE), as_json=args.json)
        if ledger.trouble:  # now that it was read
            complain(ledger.trouble)
    return FINE


def _limit(args: argparse.Namespace, *, machines: int) -> int:
    """How many rows; -1: all. Machines that compare what was sent get all of it unless they say otherwise."""
    if args.n is None:
        return machines if args.json else PEOPLE
    return args.n or -1


def show_turns(ledger: Ledger, limit: int, *, as_json: bool) -> None:
    """One line per turn, in the order of their numbers."""
    from edge.commands.table import table

    turns = sorted(ledger.turns(limit), key=lambda turn: turn.id)
    if as_json:
        for turn in turns:
            print(json_line(asdict(turn)))
    elif turns:
        print(table(("turn", "when", "asked", "outcome", "answer", "why", "ms"), map(_cells, turns), widest=40))
    else:
        print("no turns yet")


def write_page(ledger: Ledger, limit: int, path: Path) -> None:
    """Turns and receipts as one HTML file. Raises UsageError where it cannot be made or written."""
    from edge.entry_points import load, named
    from edge.reach.gate.receipts import Receipts
    from edge.store.private_file import write_private

    row = named("glint.reports").get("html")
    if row is None:
        raise UsageError("--html: nothing installed here makes pages of turns (the package glint brings it)")
    turns = sorted(ledger.turns(limit), key=lambda turn: turn.id)
    shown = {turn.id for turn in turns}
    receipts = [receipt for receipt in Receipts(ledger).newest(-1) if receipt.turn in shown]
    page: str = load(row)(turns, receipts)
    try:
        write_private(path, page.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"--html {path}: {error.strerror or error}") from None
    print(f"{path}: {len(turns)} turns, {len(receipts)} receipts")


def show_turn(ledger: Ledger, number: int, *, as_json: bool) -> None:
    """All that is known of one turn; UsageError where there is none of that number."""
    from edge.messages import TurnId

    turn = ledger.turn(TurnId(number))
    if turn is None:
        raise UsageError(f"there is no turn {number}")
    if as_json:
        print(json_line(asdict(turn)))
        return
    for name, value in asdict(turn).items():
        if value not in (None, "", [], {}):
            lines = clean(_in_full(value)).split("\n")
            print(f"{name.replace('_', ' '):8}  " + "\n          ".join(lines))


def _in_full(value: object) -> str:
    match value:
        case Mapping():
            return ", ".join(f"{name} {one}" for name, one in value.items())
        case str():
            return value
        case Sequence():
            return "\n".join(map(_in_full, value))
    return str(value)


def _cells(turn: TurnRow) -> tuple[object, ...]:
    when = datetime.fromisoformat(turn.began).astimezone()
    link = f" (late answer to {turn.late_of})" if turn.late_of is not None else ""
    took = round(sum(turn.stages.values()))
    return (
        turn.id, f"{when:%Y-%m-%d %H:%M:%S}", turn.text + link, turn.outcome or "open",
        turn.answer or "", turn.why or "", took,
    )  # fmt: skip
