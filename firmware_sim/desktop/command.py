"""`glint sim`: the desktop simulator."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from edge.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers

NEEDS = ("starlette", "uvicorn", "websockets")


def register(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "sim",
        help="the desktop simulator: glasses in a browser",
        description="Serve a page on this machine alone (loopback), on which a pair of simulated glasses is worn: they "
        "see, hear, answer and break, and the page says why. Ends with Ctrl-C.",
        epilog="example: glint sim   (docs/simulator.md; for programs: glint sim --automation)",
    )
    parser.add_argument("--port", type=int, metavar="N", help="the port; else 8470, or any where that is taken")
    parser.add_argument("--no-browser", action="store_true", help="print the address, and open no browser")
    parser.add_argument("--automation", action="store_true", help="an HTTP API besides, for tests and agents")
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; else the usual places")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C; returns the exit status."""
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise UsageError(f"the simulator needs {', '.join(missing)}: pip install 'glint[desktop]' (./run brings them)")
    if args.port is not None and not 0 <= args.port < 65536:
        raise UsageError(f"--port {args.port}: is a number from 0 to 65535; 0 takes a free one")
    from edge.config import find_config, load_config, say
    from firmware_sim.desktop.serve import Serving, serve

    def ready(address: str, for_a_browser: str) -> None:
        sys.stdout.write(f"The glasses are on at {address}\n")
        sys.stdout.flush()
        say("Ctrl-C takes them off")
        if not args.no_browser:
            _open(for_a_browser)

    serve(load_config(args.config or find_config()), Serving(args.port, automation=args.automation, ready=ready))
    return 0


def _open(address: str) -> None:
    """Open a browser with a window, where there is one; a browser in the terminal would hide what is printed."""
    import threading
    import webbrowser

    from edge.environment import read_environment

    if sys.platform == "darwin" or read_environment().display:
        # Some browsers keep whoever opens them waiting, and the page is served meanwhile.
        threading.Thread(target=webbrowser.open, args=(address,), name="browser", daemon=True).start()
