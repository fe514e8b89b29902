"""`glint`: finds the commands that each package brings, runs one, and turns errors into one line and an exit status.

0: fine, 1: failed, 2: used wrongly. Results go to stdout, talk to stderr.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from edge.commands import COMMANDS, register
from edge.commands.exits import FAILED, FINE, WRONG
from edge.commands.options import Parser
from edge.entry_points import entry_points
from edge.errors import EdgeError, OutputError, UsageError
from edge.output import complain, outlets

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = (
    'example: glint ask --image photo.jpg "What am I looking at?"\n'
    'more to ask: "What does it say?" "How many people are there?" "What colour is the cup?" "Where is the phone?"\n'
    '"Scan this." "Set a timer for five minutes." "What time is it?", and "What can you do?" tells more'
)


def parser(name: str) -> argparse.ArgumentParser:
    """All commands of all installed packages; for one of our own, that alone: a wearer waits for its start."""
    top: argparse.ArgumentParser = Parser(
        prog="glint",
        description="An edge inference runtime for smart glasses: look at something and ask.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="say which version this is")
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND")
    if name in COMMANDS:
        register(subparsers, (name,))
        return top
    for add in entry_points("glint.commands").values():
        add(subparsers)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    gc.set_threshold(20_000)  # a short command loads modules, which stay: to look through them costs a twentieth of it
    atexit.register(gc.freeze)  # nor are they looked through once more at the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an answer is not lost to a terminal that lacks a letter
    with outlets():
        try:
            try:
                return _main(sys.argv[1:] if arguments is None else arguments)
            finally:
                sys.stdout.flush()  # argparse leaves by SystemExit, and says nothing of what it could not write
        except BrokenPipeError:  # whoever read our output has seen enough
            _throw_away(sys.stdout)
            return FINE
        except OutputError as error:
            _throw_away(sys.stdout)
            return _say(error, FAILED)


def _main(arguments: Sequence[str]) -> int:
    top = parser(next(iter(arguments), ""))
    args = top.parse_args(arguments)
    if args.version:
        from importlib.metadata import version

        print(f"glint {version('glint')}")
        return FINE
    if not hasattr(args, "run"):
        top.print_help()
        return FINE
    try:
        status = _run(args)
    except (BrokenPipeError, OutputError):
        raise
    except UsageError as error:
        return _say(error, WRONG)
    except EdgeError as error:
        return _say(error, FAILED)
    except PermissionError as error:  # wherever a file is looked for: whose it is, is nothing that Glint can mend
        return _say(f"{error.filename or 'a file'}: {error.strerror}: who runs Glint needs leave to use it", FAILED)
    except KeyboardInterrupt:
        return _say("stopped", 130)
    except Exception as error:
        from edge.environment import read_environment

        if read_environment().debug:
            raise
        return _say(f"a fault in Glint itself: {type(error).__name__}: {error} (GLINT_DEBUG=1 shows where)", FAILED)
    return status


def _run(args: argparse.Namespace) -> int:
    """Run the command. What a group of tasks raises is what its first task did."""
    try:
        status: int = args.run(args)
    except ExceptionGroup as group:
        error: Exception = group
        while isinstance(error, ExceptionGroup):
            error = error.exceptions[0]
        raise error from group
    return status


def _throw_away(stream: TextIO) -> None:
    """The interpreter must not try to write once more, at its end, what could not be written."""
    with suppress(OSError, ValueError):  # ValueError: it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(problem: object, status: int) -> int:
    try:
        complain(problem)
    except OSError:  # there is nobody to tell
        _throw_away(sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
