"""`glint ask`: the camera-query demo. One question or a file of them, about pictures or about nothing in particular."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FAILED, FINE
from edge.errors import ConfigError, EdgeError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from edge.api import Answer, Glint
    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Wall


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a batch, or the one on the command line."""

    id: str | None
    text: str
    image: str | None
    mode: str | None


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "ask",
        help="ask a question, about a picture or not",
        description="Ask a question. Small models answer on this machine where they can; a server is asked otherwise.",
        epilog='example: glint ask --image desk.jpg "how many cups are there?"',
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the question")
    parser.add_argument("--image", metavar="P", help="a photo that the question is about")
    parser.add_argument("--batch", metavar="F", help='lines of {"id", "image", "text"}; "-" reads them from stdin')
    parser.add_argument("--server", metavar="URL", help="ask this OpenAI-compatible server, this once")
    parser.add_argument("--model", metavar="M", help="the model to ask for there")
    parser.add_argument("--mode", metavar="M", help="ask a server in this mode (know, think, contemplate ...)")
    parser.add_argument("--now", metavar="TIME", help="answer as if it were this time (ISO 8601)")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object per line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask, print, and fail if any question could not be answered."""
    questions = list(_questions(args))
    _check_mode(args.mode)
    from edge.api import glint

    status = FINE
    with glint(_config(args), wall=_wall(args.now)) as g:
        for question in questions:
            row = _ask(g, question)
            _print(row, as_json=args.json)
            if row["outcome"] == "failed":
                status = FAILED
    return status


def _questions(args: argparse.Namespace) -> Iterator[Question]:
    if args.batch is None:
        if not "".join(args.text).strip():
            raise UsageError('ask what? For example: glint ask --image desk.jpg "how many cups?"')
        yield Question(None, " ".join(args.text), args.image, args.mode)
        return
    if args.text or args.image:
        raise UsageError("--batch brings its own questions and pictures: leave TEXT and --image out")
    try:
        lines = sys.stdin if args.batch == "-" else Path(args.batch).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{args.batch}: {error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _question(line, f"{args.batch}:{number}", args.mode)


def _question(line: str, where: str, mode: str | None) -> Question:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: is not JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UsageError(f'{where}: wants an object with "text", like {{"id": 1, "image": "a.jpg", "text": "..."}}')
    if wrong := [key for key in ("image", "mode") if not isinstance(row.get(key), str | None)]:
        raise UsageError(f"{where}: {wrong[0]} must be text")
    _check_mode(row.get("mode"))
    text = row["text"].encode(errors="replace").decode()  # half an emoji is no text
    return Question(row.get("id"), text, row.get("image"), row.get("mode") or mode)


def _check_mode(mode: str | None) -> None:
    if mode is None:
        return
    from edge.reach.modes import check_mode

    check_mode(mode)


def _ask(g: Glint, question: Question) -> dict[str, Any]:
    """The row of a question; a picture that cannot be opened is a failed one, and the others are still asked."""
    try:
        return row_of(g.ask(question.text, question.image, question.mode), question)
    except EdgeError as error:
        print(f"glint: {error}", file=sys.stderr)
        empty: dict[str, Any] = {"route": None, "intent": None, "sources": [], "acts": [], "stages": {}}
        return {
            "id": question.id, "text": question.text, "answer": None, "outcome": "failed", "why": str(error), **empty,
        }  # fmt: skip


def row_of(answer: Answer, question: Question) -> dict[str, Any]:
    """An answer as the command line promises it to machines."""
    from edge.messages import deed_row

    return {
        "id": question.id if question.id is not None else answer.turn,
        "text": question.text,
        "answer": answer.text,
        "route": str(answer.route) if answer.route else None,
        "intent": str(answer.intent) if answer.intent else None,
        "outcome": str(answer.outcome),
        "why": answer.why,
        "sources": list(answer.sources),
        "acts": [deed_row(deed) for deed in answer.acts],
        "stages": answer.stages,
    }


def _print(row: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(row, ensure_ascii=False), flush=True)
    elif row["answer"] is not None:
        print(row["answer"])
        took = ", ".join(f"{name} {ms:.0f} ms" for name, ms in row["stages"].items())
        who = row["route"] or "nobody"
        print(f"  ({row['outcome']} by {who}; {took}; {row['why']})", file=sys.stderr)


def _config(args: argparse.Namespace) -> Config:
    from edge.config import ServerConfig, find_config, load_config

    config = load_config(args.config or find_config())
    if args.model and not args.server:
        raise UsageError("--model goes with --server URL")
    if args.server:
        from edge.reach.servers import target

        known = next((server for server in config.server if server.url == args.server), None)
        try:
            name = target(args.server).authority
        except ConfigError as error:
            raise UsageError(f"--server: {error}") from None
        once = known or ServerConfig(name=name, url=args.server)
        config = replace(config, server=(replace(once, model=args.model or once.model),))
    return config


def _wall(text: str | None) -> Wall | None:
    from edge.messages import Wall

    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--now {text}: is not a time such as 2026-05-01T12:30") from None
    return Wall(time if time.tzinfo else time.astimezone())
