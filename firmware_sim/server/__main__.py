"""`python -m firmware_sim.server`: the scripted server on a port of this machine, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from firmware_sim.server.bad_answers import ENDINGS
from firmware_sim.server.server import MODEL, ScriptedServer, on_loopback

WELL = "well"
GREETING = """\
A scripted server for trying things out: it repeats what it was given, and knows nothing.
{url}
Ask it:  glint ask --server {url} --model {model} "why is the sky blue?"
Ctrl-C ends it.
"""


def main(arguments: list[str] | None = None) -> int:
    """Serve until SIGINT or SIGTERM; 0 then, 1 where the port is taken, 2 for wrong arguments."""
    args = _parser().parse_args(arguments)
    server = ScriptedServer(answers=args.answers, ending=args.ending)
    try:
        asyncio.run(_serve(server, args.port))
    except OSError as error:
        sys.stderr.write(f"port {args.port}: {error.strerror}; name another with --port\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m firmware_sim.server",
        description="Serve the OpenAI protocol on 127.0.0.1, from a script.",
        epilog='example: python -m firmware_sim.server --port 8930 --ending stall   (FILE: {"sky": "It is blue."})',
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="the port; without it, a free one")
    parser.add_argument(
        "--ending",
        choices=(WELL, *ENDINGS),
        default=WELL,
        metavar="E",
        help=f"how every answer ends: {', '.join((WELL, *ENDINGS))}",
    )
    parser.add_argument(
        "--answers",
        type=_answers,
        default={},
        metavar="FILE",
        help="a JSON object: words of a question, and what is answered to it; the longest match is taken",
    )
    return parser


async def _serve(server: ScriptedServer, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with on_loopback(server, port) as url:
        sys.stdout.write(GREETING.format(url=url, model=MODEL))
        sys.stdout.flush()
        await stop.wait()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port: 0 to 65535")
    return int(text)


def _answers(name: str) -> dict[str, str]:
    try:
        table = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{name}: {error.strerror}") from None
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{name}: is not JSON: {error}") from None
    if not isinstance(table, dict) or not all(isinstance(answer, str) for answer in table.values()):
        raise argparse.ArgumentTypeError(f'{name}: wants a JSON object of texts, such as {{"sky": "It is blue."}}')
    return {question.lower(): answer for question, answer in table.items()}


if __name__ == "__main__":
    sys.exit(main())
