"""`glint run`: the device daemon. Real devices, readiness and watchdog for systemd, and an orderly end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edge.commands.exits import FINE
from edge.commands.options import common_options, configuration

if TYPE_CHECKING:
    import argparse

    from edge.commands.exits import Subparsers


def add(subparsers: Subparsers) -> None:
    """Add the parser of this command."""
    parser = subparsers.add_parser(
        "run",
        help="the device daemon",
        description="Run on real devices until SIGTERM. What is missing is named and done without.",
        epilog="example: glint run --config /etc/glint.toml   (docs/daemon.md has a systemd unit)",
    )
    common_options(parser, json="one object per turn")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until told to stop."""
    import asyncio

    from edge.daemon.daemon import daemon

    asyncio.run(daemon(configuration(args.config), as_json=args.json))
    return FINE
