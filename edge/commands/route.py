"""`glint route`: says of each line on stdin what it is about and who would answer it."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FINE

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "route",
        help="say what sentences are about, and who would answer them",
        description="Takes one sentence, or reads them on stdin, one a line. Nothing is asked of anybody.",
        epilog='example: glint route "is there a dog?"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="a sentence; none: they are read on stdin")
    parser.add_argument("--no-server", action="store_true", help="as if no server were configured")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Say it, line by line."""
    tell = teller(servers=not args.no_server)
    for line in [" ".join(args.text)] if args.text else sys.stdin:
        text = line.rstrip("\r\n")
        if not text.strip() and not args.json:
            continue
        row = tell(text)
        if args.json:
            print(json.dumps(row, ensure_ascii=False))
        else:
            camera = " (camera)" if row["needs_camera"] else ""
            print(f"{row['intent']:7} {row['score']:.2f}  {row['route']:7}{camera}  {text}\n{'':14}{row['why']}")
    return FINE


def teller(*, servers: bool) -> Callable[[str], dict[str, Any]]:
    """A function that tells of one sentence what would become of it."""
    from edge.messages import LinkState, Query, TurnId, Vitals
    from edge.mind.decide import decide
    from edge.mind.policy import Policy, Situation
    from edge.skills import all_skills
    from edge.understand.understand import understand

    skills, policy, vitals = all_skills(), Policy(situation=Situation(servers=servers)), Vitals(link=LinkState.UP)

    def tell(text: str) -> dict[str, Any]:
        query = Query(TurnId(0), text)
        meant = understand(query, (), skills)
        decision = decide(query, meant, vitals, policy)
        return {
            "text": text,
            "intent": str(meant.intent),
            "route": str(decision.routes[0]) if decision.routes else "none",
            "score": round(meant.scores[meant.intent], 4),
            "needs_camera": bool(meant.needs),
            "why": meant.why,
        }

    return tell
