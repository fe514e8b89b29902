"""Feeds the service manager's watchdog, which restarts a daemon that no longer makes progress."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.daemon.notify import Notifier
    from edge.shell.progress import Progress


async def feed(progress: Progress, systemd: Notifier, watchdog: float | None, say: Callable[[str], None]) -> None:
    """Tell systemd three times per `watchdog` seconds that all is well, until cancelled; say which stages are stuck.

    None: no watchdog is set, and this returns at once. It runs in the loop itself, so a stuck loop sends nothing.
    """
    while watchdog is not None:
        if stuck := progress.stuck():
            say(f"no progress in: {', '.join(stuck)}; the watchdog is not fed")
        else:
            systemd.alive()
        await asyncio.sleep(watchdog / 3)
