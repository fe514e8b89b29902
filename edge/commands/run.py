"""`glint run`: the device daemon. Real devices, readiness and watchdog for systemd, and an orderly end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from edge.commands.exits import FINE

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """The parser."""
    parser = subparsers.add_parser(
        "run",
        help="the device daemon",
        description="Run on real devices until SIGTERM. What is missing is named and done without.",
        epilog="example: glint run --config /etc/glint.toml   (docs/daemon.md has a systemd unit)",
    )
    parser.add_argument("--config", metavar="F", type=Path, help="a glint.toml; without it the usual places are tried")
    parser.add_argument("--json", action="store_true", help="one object per turn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    import asyncio

    from edge.config import find_config, load_config
    from edge.daemon.daemon import daemon

    asyncio.run(daemon(load_config(args.config or find_config()), as_json=args.json))
    return FINE
