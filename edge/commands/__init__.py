"""The commands that come with edge. Importing this must stay cheap: a command imports what it needs when it runs."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edge.commands.exits import Subparsers

COMMANDS = (
    "ask", "see", "hear", "say", "chat", "route", "run", "ledger", "forget", "setup", "models", "bench", "doctor",
)  # fmt: skip


def register(subparsers: Subparsers, names: Sequence[str] = COMMANDS) -> None:
    """Add commands: each file here has `add(subparsers)`, which names the function that runs it."""
    for name in names:
        importlib.import_module(f"edge.commands.{name}").add(subparsers)
