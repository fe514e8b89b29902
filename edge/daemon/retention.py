"""Wipes what is older, or more, than the configuration keeps, while Glint runs."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from edge.compose.build import daemon_ledger
from edge.config import data_folder
from edge.errors import LedgerError
from edge.store import forget
from edge.store.ledger_file import find_damage
from edge.store.registry import store_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from edge.config import Config
    from edge.messages import Now
    from edge.store.ledger import Ledger

PAUSE = 0.01
"""Seconds between two bites, in which whoever waits to write gets its turn."""


async def tidy(ledger: Ledger, config: Config, now: Now, say: Callable[[str], None]) -> None:
    """Check a ledger that was too large for that when it was opened, and wipe what is older or more than is kept.

    A thread does both, with connections of its own, and leaves the ledger free after every few milliseconds.
    """
    if not ledger.lasts:
        return
    end = threading.Event()
    try:
        if await asyncio.to_thread(find_damage, ledger.path):
            ledger.set_aside()
        await asyncio.to_thread(_retain, config, now, say, lambda: not end.wait(PAUSE))
    finally:
        end.set()


def _retain(config: Config, now: Now, say: Callable[[str], None], go_on: Callable[[], bool]) -> None:
    """Nothing goes while the clock cannot be believed: all would be too old."""
    if not now.wall.trusted:
        return
    try:
        with daemon_ledger(config) as own:
            if own.unusable:
                raise LedgerError(own.unusable)
            gone = forget.retain(store_at(own, data_folder(config)), config.privacy, now.wall.time, go_on)
    except (LedgerError, OSError) as error:
        say(f"what is past its time is not wiped yet: {error}")
        return
    if gone.total:
        say(f"past its time, and wiped: {gone}")
    for line in gone.left:
        say(line)
