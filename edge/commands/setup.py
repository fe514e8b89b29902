"""`glint setup`: the first configuration, step by step: a server's address, its key, its model; tried, then written."""

from __future__ import annotations

import getpass
import shlex
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FAILED, FINE
from edge.commands.options import common_options, did_you_mean
from edge.errors import AnswerError, ConfigError, UsageError
from edge.output import complain

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers
    from edge.config import Config, ServerConfig
    from edge.reach.gate.gate import Gate
    from edge.reach.meeting import Met

NAME = "server"
ADDRESS = "Server address (such as http://localhost:8000/v1): "
SHOWN = 20


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "setup",
        help="choose a server for reasoning, step by step, and write glint.toml",
        description="Offer to fetch the models that are needed and not here. Then ask for a server's address and key, "
        "list its models, try one, say what it can do, write glint.toml. The key is asked for without echo, or comes "
        "from a file; it is never taken from the command line.",
        epilog="example: glint setup   (or, without questions: glint setup --server http://localhost:8000/v1 --yes)",
    )
    parser.add_argument("--server", metavar="URL", help="the server's OpenAI-compatible base, such as https://host/v1")
    parser.add_argument("--model", metavar="M", help="the model to use; without it the server's models are listed")
    parser.add_argument("--key-file", metavar="F", type=Path, help="a file with the key, readable by you alone")
    common_options(parser, config="where to write (default: your config folder)", json="")
    parser.add_argument("--example", action="store_true", help="print a glint.toml that explains every key, and end")
    parser.add_argument("--yes", action="store_true", help="ask nothing: take the first model, write at once")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Ask for a server, try it, write the configuration; returns the exit status."""
    if args.example:
        from edge.commands.reference import example

        sys.stdout.write(example())
        return FINE
    from edge.commands.config_file import put_server
    from edge.commands.models_pull import offer
    from edge.compose.models import missing
    from edge.config import find_config, load_config, user_config

    path = args.config or find_config() or user_config()
    config = load_config(path if path.exists() else None)
    asked = not args.yes and sys.stdin.isatty()
    if asked:  # before the server, since nobody needs one to be heard
        offer(missing(config), config, _ask)
    met = _met(args, config, path)
    if met is None:
        return FAILED
    _tell(met)
    if not args.yes and _ask(f"Write this to {path}? [Y/n] ").strip().lower() not in {"", "y", "yes"}:
        print("nothing was written", file=sys.stderr)
        return FINE
    put_server(path, met.server)
    if not asked:
        offer(missing(config), config, None)
    named = f"--config {shlex.quote(str(args.config))} " if args.config else ""
    print(f'written: {path}. Try it: {shlex.quote(sys.argv[0])} ask {named}"why is the sky blue?"')
    return FINE


def _met(args: argparse.Namespace, config: Config, path: Path) -> Met | None:
    """What the server can do; None where it does not answer. Whoever typed its address is asked for it again."""
    import asyncio

    while True:
        server = _server(args, path)
        try:
            return asyncio.run(_meet(replace(config, server=(server,)), args))
        except AnswerError as error:
            complain(f"the server {error}")
            if args.server:
                return None


def _server(args: argparse.Namespace, path: Path) -> ServerConfig:
    """The server as far as it is known before it was asked anything."""
    from edge.address import on_this_machine, target
    from edge.config import ServerConfig
    from edge.reach.servers import read_key

    url = args.server or _ask(ADDRESS)
    server = ServerConfig(name=NAME, url=url.strip(), model=args.model or "")
    try:
        where = target(server.url)
    except ConfigError as error:
        if args.server:
            raise
        complain(error if server.url else "an address is needed; Ctrl-C leaves")
        return _server(args, path)
    if args.key_file:
        read_key(args.key_file)
        return replace(server, key_file=str(args.key_file.resolve()))
    if args.yes or on_this_machine(where.host) or not sys.stdin.isatty():
        return server
    key = getpass.getpass("Key (not shown; empty for none): ").strip()
    return replace(server, key_file=_keep_key(path.parent, key)) if key else server


def _keep_key(folder: Path, key: str) -> str:
    from edge.store.private_file import write_private

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / f"{NAME}.key"
    write_private(file, f"{key}\n".encode())
    return str(file.resolve())


async def _meet(config: Config, args: argparse.Namespace) -> Met:
    """List the models, choose one, and see what it can do. All of it goes through the gate and has its receipts."""
    from edge.compose.build import daemon_ledger, reach_for
    from edge.devices import Glasses
    from edge.flow import Lanes
    from edge.hardware.body import LinuxBody
    from edge.hardware.link import Network
    from edge.hardware.terminal import Terminal
    from edge.perceive import Senses
    from edge.reach.meeting import meet, models

    (server,) = config.server
    glasses = Glasses(body=LinuxBody(), display=Terminal(), link=Network())
    with daemon_ledger(config) as ledger:
        reach = reach_for(config, glasses, Senses(), Lanes.inline(), ledger)
        if reach is None:
            raise UsageError("there is no network here")
        try:
            model = server.model or _choose(await models(reach.gate, server), args)
            if server.model:
                await _warn_of(server, reach.gate)
            print(f"trying {model} ...", file=sys.stderr)
            return await meet(reach.gate, reach.sight, replace(server, model=model))
        finally:
            reach.gate.close()


async def _warn_of(server: ServerConfig, gate: Gate) -> None:
    """Say so where a server has models, and none of the name that was typed; one that lists none may have it."""
    from edge.reach.meeting import models

    with suppress(AnswerError):
        names = await models(gate, server)
        if names and server.model not in names:
            complain(f"it names no model {server.model}{did_you_mean(server.model, names)}; trying it all the same")


def _choose(names: tuple[str, ...], args: argparse.Namespace) -> str:
    """One of the models, by its number or name."""
    if not names:
        raise UsageError("the server names no models: name one with --model")
    if args.yes or len(names) == 1:
        return names[0]
    for number, name in enumerate(names[:SHOWN], 1):
        print(f"{number:3}  {name}", file=sys.stderr)
    if len(names) > SHOWN:
        print(f"     and {len(names) - SHOWN} more", file=sys.stderr)
    answer = _ask("Which model (number or name)? ").strip()
    if answer.isdigit() and 1 <= int(answer) <= len(names):
        return names[int(answer) - 1]
    if answer in names:
        return answer
    raise UsageError(f"{answer}: is none of them")


def _tell(met: Met) -> None:
    eyes = {"yes": "looks at pictures", "no": "does not look at pictures", "unclear": "may or may not look at pictures"}
    print(f"{met.server.model} says: {met.said}")
    thinks = ", thinks before it speaks" if met.thinks else ""
    print(f"  first word after {met.first_word:.1f} s, {met.rate:.0f} words a second{thinks}; {eyes[met.sees]}")


def _ask(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return input()
    except EOFError:
        raise UsageError("setup asks questions: run it in a terminal, or name --server and --yes") from None
