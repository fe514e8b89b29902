"""`glint route`: says of each line on stdin what it is about and who would answer it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FINE
from edge.commands.options import configuration
from edge.errors import UsageError
from edge.language.markup import clean
from edge.output import json_line
from edge.parsed import parse_json
from edge.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Decision, Guess, Understanding


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "route",
        help="say what sentences are about, and who would answer them",
        description=(
            "Takes one sentence, or reads them on stdin, one a line: the words, or an object with `text`, and perhaps "
            "`previous` (the question before it) and `others` ([[words, log-probability], ...]: what else was heard). "
            "Nothing is asked of anybody."
        ),
        epilog='example: glint route --explain "is there a dog?"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a sentence; none: they are read on stdin")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--explain", action="store_true", help="mark the words that decided [like this]")
    parser.add_argument("--no-server", action="store_true", help="as if no server were configured")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the route of each line on stdin; returns the exit status. UsageError for a line that is no question."""
    config = configuration(args.config)
    tell = teller(replace(config, server=()) if args.no_server else config, explain=args.explain)
    lines = (_asked(line) for line in sys.stdin)
    for asked in (AskedLine(" ".join(args.text)),) if args.text else lines:
        if not asked.text.strip() and not args.json:
            continue
        row = tell(asked)
        print(json_line(row) if args.json else _for_people(row))
    return FINE


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question of the input, the one before it, and what else was heard."""

    text: str
    previous: str = ""
    others: tuple[Guess, ...] = ()


def _asked(line: str) -> AskedLine:
    """The question on a line; UsageError for an object that is none."""
    from edge.messages import Guess

    line = line.rstrip("\r\n")
    if not line.startswith("{"):
        return AskedLine(line)
    try:
        given = parse_json(line)
        others = tuple(Guess(str(text), float(score)) for text, score in given.get("others") or ())
        return AskedLine(given["text"] + "", (given.get("previous") or "") + "", others)
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f'wanted {{"text": "...", "previous": "..."}}, not {line[:60]!r}') from error


def _for_people(row: dict[str, Any]) -> str:
    camera = " (camera)" if row["needs_camera"] else ""
    head = f"{row['intent']:7} {row['score']:.2f}  {row['route']:7}{camera}  {clean(row.get('marked', row['text']))}"
    slots = ", ".join(f"{kind}: {words}" for kind, words in row["slots"])
    meant = f"{row['task'] or 'no task'}{f' ({slots})' if slots else ''}"
    return f"{head}\n{'':14}{clean(meant)}; {clean(row['why'])}"


def teller(config: Config, *, explain: bool = False) -> Callable[[AskedLine], dict[str, Any]]:
    """A function that tells of one sentence what would become of it in a run with this configuration."""
    from edge.compose.meaning import Understands
    from edge.compose.policy import policy_for
    from edge.compose.skills import on_device
    from edge.devices import Glasses
    from edge.hardware.blank import Blank
    from edge.hardware.body import LinuxBody
    from edge.hardware.link import Network
    from edge.messages import Instant, LinkState, Outcome, Past, Query, TurnId, Vitals
    from edge.mind.decide import decide

    glasses = Glasses(LinuxBody(), Blank(), link=Network(), loopback=True)
    understander, policy = Understands(config, on_device(config).skills), policy_for(config, glasses)
    vitals = Vitals(link=LinkState.UP)

    def tell(asked: AskedLine) -> dict[str, Any]:
        query = Query(TurnId(1), asked.text, others=asked.others)
        recent: tuple[Past, ...] = ()
        if asked.previous:
            before = understander(Query(TurnId(0), asked.previous), ())
            past = Past(TurnId(0), Instant(0.0), asked.previous, "", Outcome.ANSWERED_LOCAL)
            recent = (replace(past, task=before.task, slots=before.slots),)
        meant = understander(query, recent)
        marked = {"marked": understander.marked(query, recent)} if explain else {}
        return {"text": asked.text, **_row(meant, decide(query, meant, vitals, policy)), **marked}

    return tell


def _row(meant: Understanding, decision: Decision) -> dict[str, Any]:
    whys = dict.fromkeys((*meant.faults, meant.why, decision.why))
    return {
        "intent": str(meant.intent),
        "route": str(decision.routes[0]) if decision.routes else "none",
        "score": round(meant.scores[meant.intent], 4),
        "needs_camera": bool(meant.needs),
        "task": meant.task,
        "slots": [list(slot) for slot in meant.slots],
        "why": "; ".join(whys),
        **({"heard": meant.heard} if meant.heard else {}),
    }
