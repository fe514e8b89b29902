"""`glint ask`: the camera-query demo. One question or a file of them, about pictures or about nothing in particular."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from edge.commands.exits import FAILED, FINE
from edge.commands.options import common_options, configuration
from edge.errors import ConfigError, EdgeError, UsageError
from edge.language.markup import clean
from edge.limits import LINE_BYTES
from edge.output import complain, json_line
from edge.parsed import parse_json
from edge.records import dataclass

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from edge.api import Answer, Glint
    from edge.commands.exits import Subparsers
    from edge.config import Config
    from edge.messages import Wall

SAID = {
    "answered_local": "answered on this device",
    "answered_remote": "answered by {sources}",
    "degraded": "less than was asked for",
    "deferred": "not answered yet",
    "ignored": "not understood as a question",
    "refused_privacy": "not asked, to keep it private",
    "refused_budget": "not asked, as that would cost too much",
    "cancelled": "stopped",
    "failed": "not answered",
}
"""Each outcome in the words of somebody who asks for the first time."""
OBVIOUS = frozenset({"answered_local", "answered_remote", "ignored"})
"""Of these nobody wonders why; `--json` and `glint ledger` tell it all the same."""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One line of a batch, or the one on the command line."""

    id: str | None
    text: str
    image: str | None
    mode: str | None


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "ask",
        help="ask a question, about a picture or not",
        description="Ask a question. Small models answer on this machine where they can; a server is asked otherwise.",
        epilog='example: glint ask --image desk.jpg "how many cups are there?"',
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="the question")
    parser.add_argument("--image", metavar="P", action="append", help="a photo that the question is about")
    batch = 'lines of {"id", "image", "text"}, images beside the file; "-" reads them from stdin'
    parser.add_argument("--batch", metavar="F", help=batch)
    parser.add_argument("--listen", action="store_true", help="listen for one spoken question, and speak the answer")
    parser.add_argument("--server", metavar="URL", help="ask this OpenAI-compatible server, this once")
    parser.add_argument("--model", metavar="M", help="the model to ask for there")
    modes = "ask a server, in this mode: know, think, contemplate, shop or health"
    parser.add_argument("--mode", metavar="M", help=modes)
    parser.add_argument("--now", metavar="TIME", help="answer as if it were this time (ISO 8601)")
    parser.add_argument("--quiet", action="store_true", help="print the answers only")
    common_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask and print; returns FAILED if any question could not be answered."""
    if args.listen:
        return _aloud(args)
    questions = list(_batch(args) if args.batch is not None else _one(args))
    _check_mode(args.mode)
    from edge.api import glint

    status = FINE
    with glint(_config(args), wall=_wall(args.now)) as g:
        for question in questions:
            row = _ask(g, question)
            _print(row, args)
            if row["outcome"] == "failed":
                status = FAILED
        for name, why in g.lost.items():
            complain(f"going on without the {name}: {why}")
    return status


def _aloud(args: argparse.Namespace) -> int:
    """One question from the microphone."""
    if args.text or args.image or args.batch is not None:
        raise UsageError("--listen takes the question from the microphone: leave TEXT, --image and --batch out")
    from edge.api import answer_of
    from edge.commands.ask_aloud import ask_aloud

    asked = ask_aloud(_config(args))
    if asked.query is None or asked.end is None:
        complain("nothing was asked")
        return FAILED
    if not args.json:
        print(f'"{clean(asked.query.text)}"', flush=True)
    _print(row_of(answer_of(asked.end), BatchLine(None, asked.query.text, None, None)), args)
    return FAILED if asked.end.outcome == "failed" else FINE


# ------------------------------------------------------------------------------------------------------- the questions


def _one(args: argparse.Namespace) -> Iterator[BatchLine]:
    """The question on the command line; UsageError for what would be asked otherwise than it was meant."""
    from edge.media.photo import SUFFIXES

    image, *more = args.image or (None,)
    named = (word for word in args.text if " " not in word and Path(word).suffix.lower() in SUFFIXES)
    more += [word for word in named if image or Path(word).is_file()]
    if image and more:
        raise UsageError(f"one photo at a time: {image} and {more[0]} were named (--batch takes many questions)")
    if more:
        raise UsageError(f"{more[0]} is a photo: glint ask --image {more[0]} TEXT")
    if not "".join(args.text).strip():
        raise UsageError('ask what? For example: glint ask --image desk.jpg "how many cups?"')
    if image is not None and not (image and Path(image).exists()):
        raise UsageError(f"--image {image or '(empty)'}: there is no such file")
    yield BatchLine(None, " ".join(args.text), image, args.mode)


def _batch(args: argparse.Namespace) -> Iterator[BatchLine]:
    """The questions of a file or of stdin, a line each. Photos are looked for beside the file."""
    if args.text or args.image:
        raise UsageError("--batch brings its own questions and pictures: leave TEXT and --image out")
    folder = Path() if args.batch == "-" else Path(args.batch).parent
    for number, line in enumerate(_lines(args.batch), 1):
        if line.strip():
            question = _question(line, f"{args.batch}:{number}", args.mode)
            yield replace(question, image=question.image and str(folder / question.image))


def _lines(name: str) -> Iterator[str]:
    """Lines end at line feeds only: JSON may hold every other sign that ends a line elsewhere."""
    try:
        with open(0 if name == "-" else name, "rb", closefd=name != "-") as file:
            while line := file.readline(LINE_BYTES + 1):
                yield _text_of(line, name)
    except (OSError, ValueError) as error:  # bytes that are no UTF-8, a name with a null byte
        raise UsageError(f"--batch {name}: {getattr(error, 'strerror', None) or error}") from None


def _text_of(line: bytes, name: str) -> str:
    if len(line) > LINE_BYTES:
        raise UsageError(f"--batch {name}: a line has more than {LINE_BYTES} bytes")
    return line.decode()


def _question(line: str, where: str, mode: str | None) -> BatchLine:
    try:
        row = parse_json(line)
    except ValueError as error:
        raise UsageError(f"{where}: is not JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UsageError(f'{where}: wants an object with "text", like {{"id": 1, "image": "a.jpg", "text": "..."}}')
    if wrong := [key for key in ("image", "mode") if not isinstance(row.get(key), str | None)]:
        raise UsageError(f"{where}: {wrong[0]} must be text")
    _check_mode(row.get("mode"))
    text = row["text"].encode(errors="replace").decode()  # half an emoji is no text
    return BatchLine(row.get("id"), text, row.get("image"), row.get("mode") or mode)


def _check_mode(mode: str | None) -> None:
    if mode is None:
        return
    from edge.reach.modes import check_mode

    check_mode(mode)


# ---------------------------------------------------------------------------------------------------------- the answers


def _ask(g: Glint, question: BatchLine) -> dict[str, Any]:
    """The row of a question; a picture that cannot be opened is a failed one, and the others are still asked."""
    try:
        return row_of(g.ask(question.text, question.image, question.mode), question)
    except EdgeError as error:
        complain(error)
        empty: dict[str, Any] = {"route": None, "intent": None, "sources": [], "acts": [], "stages": {}}
        return {
            "id": question.id, "text": question.text, "answer": None, "outcome": "failed", "why": str(error), **empty,
        }  # fmt: skip


def row_of(answer: Answer, question: BatchLine) -> dict[str, Any]:
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


def _print(row: dict[str, Any], args: argparse.Namespace) -> None:
    """For machines all of it; for people the answer, in a batch below its question, and how it came about on stderr."""
    if args.json:
        print(json_line(row), flush=True)
        return
    if args.batch is not None:
        number = "" if row["id"] is None else f"{row['id']}: "
        print(clean(f"{number}{' '.join(row['text'].split())}"), flush=True)
    if row["answer"] is not None:
        before = "  " if args.batch is not None else ""
        print("\n".join(f"{before}{line}" for line in clean(row["answer"]).split("\n")), flush=True)
        if not args.quiet:
            print(clean(f"  ({in_words(row)})"), file=sys.stderr, flush=True)


def in_words(row: dict[str, Any]) -> str:
    """How an answer came about, for people: who gave it, how long that took, and why it is less where it is."""
    said = SAID[row["outcome"]].format(sources=" and ".join(row["sources"]) or "a server")
    took = f"{sum(row['stages'].values()):.0f} ms"
    if looked := row["stages"].get("look"):
        took += f", {looked:.0f} ms of them to look"
    why = "" if row["outcome"] in OBVIOUS else row["why"]
    return "; ".join(filter(None, (said, took, why)))


# --------------------------------------------------------------------------------------------------------- the setting


def _config(args: argparse.Namespace) -> Config:
    from edge.config import ServerConfig

    config = configuration(args.config)
    if args.model and not args.server:
        raise UsageError("--model goes with --server URL")
    if args.server:
        from edge.address import target

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
        return Wall(time if time.tzinfo else time.astimezone())
    except (ValueError, OverflowError):  # also for the first and last days of the calendar
        raise UsageError(f"--now {text}: is not a time such as 2026-05-01T12:30") from None
